"""Whether DATA_KEYS are the keys this database was written with, told before any message is touched.

Without it a lost or replaced key would show only at each turn, as texts that do not open, and people's messages
would be set aside one after the other. ``bot migrate`` keeps a sealed value in the audit log for every key that
was ever the first one; all of them must open.
"""

import base64
import binascii
import logging
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.errors import BadInputError, CorruptDataError, UnavailableError
from bot.store.engine import Store
from bot.store.journal import note
from bot.store.tables.audit import AuditEntry
from bot.store.vault import Vault

log = logging.getLogger(__name__)

ACTION = "key_check"
_PLACE = b"audit.key_check"
_CONTENT = b"key-check"


def verify_keys(store: Store) -> None:
    """Raise BadInputError when a key this database was written with is missing or another one bears its id.

    Raises UnavailableError when the database does not answer or has no tables yet.
    """
    with store.reading() as session:
        _verify(session, store.vault)


def verify_keys_if_reachable(store: Store) -> None:
    """Do the same where a start must not wait for the database: then messages still reach the spool."""
    try:
        verify_keys(store)
    except UnavailableError:
        log.warning("DATA_KEYS not compared with the database, which does not answer or has no tables")


def keep_key_check(store: Store, clock: Clock) -> None:
    """Verify the keys and note a sealed value for the first one when it is new here. Raises BadInputError."""
    with store.writing() as session:
        known = _verify(session, store.vault)
        if _subject(store.vault) not in known:
            _note(session, store.vault, clock.now())


def _verify(session: Session, vault: Vault) -> set[str]:
    entries = list(session.scalars(select(AuditEntry).where(AuditEntry.action == ACTION)))
    for entry in entries:
        try:
            vault.open_bytes(_PLACE, base64.b64decode(entry.detail, validate=True))
        except (CorruptDataError, binascii.Error):
            raise BadInputError(
                f"DATA_KEYS do not open this database: restore the {entry.subject} from your copy of .env"
            ) from None
    return {entry.subject for entry in entries}


def _note(session: Session, vault: Vault, now: datetime) -> None:
    sealed = base64.b64encode(vault.seal_bytes(_PLACE, _CONTENT)).decode()
    note(session, now, "installation", ACTION, _subject(vault), sealed)


def _subject(vault: Vault) -> str:
    return f"key {vault.newest_id}"
