"""Encryption of what must not be read from a stolen database, and keyed hashes to find it again.

Every ciphertext is bound (AES-256-GCM associated data) to its table, column and row id: moved to another
row or column it no longer opens. The key's id stands in front, so keys can be added while old rows stay
readable. Layout: one byte length of the key id, the key id, 12 bytes nonce, ciphertext with 16 bytes tag.
"""

import hashlib
import hmac
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy.orm import InstrumentedAttribute

from bot.errors import BadInputError, CorruptDataError

_NONCE_BYTES = 12
_KEY_BYTES = 32


@dataclass(frozen=True)
class DataKey:
    """One data key: its public id and its 32 secret bytes."""

    id: str
    secret: bytes

    def __post_init__(self) -> None:
        """Refuse keys of a wrong length."""
        if len(self.secret) != _KEY_BYTES or not 1 <= len(self.id) <= 32 or not self.id.isascii():
            raise BadInputError("a data key needs a short ASCII id and exactly 32 bytes")

    def __repr__(self) -> str:
        """Show the id only."""
        return f"DataKey({self.id!r})"


def _derive(key: DataKey, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=b"jalan-aman " + purpose).derive(key.secret)


class Vault:
    """Seals with the newest key, opens with any. Holds separate derived keys for sealing, hashing and the audit log."""

    def __init__(self, keys: Sequence[DataKey]) -> None:
        """Take the keys, newest first."""
        if not keys:
            raise BadInputError("DATA_KEYS holds no key")
        self.newest_id = keys[0].id
        self._sealers = {key.id: AESGCM(_derive(key, b"seal")) for key in keys}
        self._hash_keys = [_derive(key, b"hash") for key in keys]
        self._chain_keys = {key.id: _derive(key, b"audit chain") for key in keys}

    def seal(self, column: InstrumentedAttribute[Any], row_id: UUID, text: str) -> bytes:
        """Encrypt ``text`` for one column of one row."""
        return self.seal_bytes(_place(column, row_id), text.encode())

    def open(self, column: InstrumentedAttribute[Any], row_id: UUID, sealed: bytes) -> str:
        """Decrypt what ``seal`` made for the same column and row. Raises CorruptDataError."""
        return self.open_bytes(_place(column, row_id), sealed).decode()

    def seal_bytes(self, place: bytes, content: bytes) -> bytes:
        """Encrypt ``content`` bound to ``place``."""
        nonce = os.urandom(_NONCE_BYTES)
        key_id = self.newest_id.encode()
        sealed = self._sealers[self.newest_id].encrypt(nonce, content, place)
        return bytes([len(key_id)]) + key_id + nonce + sealed

    def open_bytes(self, place: bytes, sealed: bytes) -> bytes:
        """Decrypt what ``seal_bytes`` made for the same place. Raises CorruptDataError."""
        length = sealed[0] if sealed else 0
        key_id, rest = sealed[1 : 1 + length].decode("ascii", "replace"), sealed[1 + length :]
        sealer = self._sealers.get(key_id)
        if sealer is None:
            raise CorruptDataError("a stored text was encrypted with a key that is not in DATA_KEYS")
        try:
            return sealer.decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], place)
        except (InvalidTag, ValueError) as fault:
            raise CorruptDataError("a stored text does not belong to its row, or was damaged") from fault

    def fingerprint(self, kind: str, value: str) -> bytes:
        """Return the keyed hash (32 bytes) under the newest key, to store."""
        return self.fingerprints(kind, value)[0]

    def fingerprints(self, kind: str, value: str) -> list[bytes]:
        """Return the keyed hashes under every key, newest first, to look up rows of any age."""
        text = f"{kind}\0{value}".encode()
        return [hmac.new(key, text, hashlib.sha256).digest() for key in self._hash_keys]

    def chain_hash(self, key_id: str, content: bytes) -> bytes | None:
        """Return the keyed hash (32 bytes) for the audit log's chain, None where the key is not here."""
        key = self._chain_keys.get(key_id)
        return None if key is None else hmac.digest(key, content, "sha256")


def _place(column: InstrumentedAttribute[Any], row_id: UUID) -> bytes:
    return f"{column.class_.__tablename__}.{column.key}.{row_id.hex}".encode()
