"""The vault: a ciphertext opens in its own place with its own key, and nowhere else."""

import hashlib
import hmac
import os
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from bot.bootstrap import Runtime
from bot.config import load_settings
from bot.errors import BadInputError, CorruptDataError
from bot.store.inbox import next_due, read_message
from bot.store.outbox import read_content
from bot.store.people import recipient
from bot.store.tables.contacts import Contact
from bot.store.tables.messages import Message, OutboxMessage
from bot.store.vault import DataKey, Vault
from tests.doubles.service import conversation_ids, deliver, inbox, outbox, rows, work
from tests.factories import DATA_KEYS, make_inbound, make_runtime, make_settings

OLD, NEW = DataKey("k1", b"k" * 32), DataKey("k2", b"n" * 32)
BODY = Message.body_sealed


def test_a_text_opens_where_it_was_sealed() -> None:
    vault, row = Vault([OLD]), uuid4()
    assert vault.open(BODY, row, vault.seal(BODY, row, "Tolong dijawab é ʼ 😀")) == "Tolong dijawab é ʼ 😀"


@pytest.mark.parametrize("column", [Message.fields_sealed, OutboxMessage.content_sealed, Contact.address_sealed])
def test_in_another_column_or_table_it_does_not_open(column: object) -> None:
    vault, row = Vault([OLD]), uuid4()
    with pytest.raises(CorruptDataError):
        vault.open(column, row, vault.seal(BODY, row, "rahasia"))


def test_in_another_row_it_does_not_open() -> None:
    vault = Vault([OLD])
    with pytest.raises(CorruptDataError):
        vault.open(BODY, uuid4(), vault.seal(BODY, uuid4(), "rahasia"))


def test_the_same_text_never_looks_the_same() -> None:
    vault, row = Vault([OLD]), uuid4()
    assert vault.seal(BODY, row, "ya") != vault.seal(BODY, row, "ya")


def test_another_key_of_the_same_name_opens_nothing() -> None:
    row = uuid4()
    sealed = Vault([OLD]).seal(BODY, row, "rahasia")
    with pytest.raises(CorruptDataError):
        Vault([DataKey("k1", b"x" * 32)]).open(BODY, row, sealed)
    with pytest.raises(CorruptDataError, match="DATA_KEYS"):
        Vault([NEW]).open(BODY, row, sealed)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_cleanly(sealed: bytes) -> None:
    with pytest.raises(CorruptDataError):
        Vault([OLD]).open(BODY, uuid4(), sealed)


@given(st.text(max_size=40), st.data())
def test_a_shortened_or_changed_ciphertext_is_refused(content: str, data: st.DataObject) -> None:
    vault, row = Vault([OLD]), uuid4()
    sealed = vault.seal(BODY, row, content)
    assert vault.open(BODY, row, sealed) == content
    cut = data.draw(st.integers(0, len(sealed) - 1))
    flipped = bytearray(sealed)
    flipped[cut] ^= data.draw(st.integers(1, 255))
    for damaged in (sealed[:cut], bytes(flipped), sealed + b"\0"):
        with pytest.raises(CorruptDataError):
            vault.open(BODY, row, damaged)


def test_a_new_first_key_seals_and_the_old_one_still_opens() -> None:
    row = uuid4()
    before, after = Vault([OLD]), Vault([NEW, OLD])
    assert after.open(BODY, row, before.seal(BODY, row, "lama")) == "lama"
    with pytest.raises(CorruptDataError):
        before.open(BODY, row, after.seal(BODY, row, "baru"))
    assert after.fingerprint("address", "a") == Vault([NEW]).fingerprint("address", "a")
    assert before.fingerprint("address", "a") in after.fingerprints("address", "a")


def test_fingerprints_differ_by_kind_value_and_key() -> None:
    vault = Vault([OLD])
    prints = {
        vault.fingerprint("address", "+6281"),
        vault.fingerprint("address", "+6282"),
        vault.fingerprint("phone", "+6281"),
        Vault([NEW]).fingerprint("address", "+6281"),
    }
    assert len(prints) == 4
    assert all(len(one) == 32 for one in prints)


def test_the_hash_key_is_not_the_sealing_key_nor_the_data_key() -> None:
    plain = hmac.new(OLD.secret, b"address\0+6281", hashlib.sha256).digest()
    assert Vault([OLD]).fingerprint("address", "+6281") != plain


def test_nothing_shows_a_secret() -> None:
    secret = os.urandom(32)
    key = DataKey("k9", secret)
    settings = make_settings("sqlite:///x.db", "var")
    for shown in (repr(key), str(key), repr(Vault([key])), repr(settings), str(settings)):
        assert repr(secret)[2:-1] not in shown
        assert "k" * 32 not in shown
        assert "s" * 40 not in shown
        assert "0123456789abcdef" not in shown
        assert DATA_KEYS.split(":")[1] not in shown


@pytest.mark.parametrize("secret", [b"", b"k" * 31, b"k" * 33])
def test_keys_of_a_wrong_length_are_refused(secret: bytes) -> None:
    with pytest.raises(BadInputError, match="32 bytes"):
        DataKey("k1", secret)


def test_a_vault_without_keys_is_refused() -> None:
    with pytest.raises(BadInputError, match="DATA_KEYS"):
        Vault([])


def test_swapped_rows_cannot_be_read(runtime: Runtime) -> None:
    for number in ("1", "2"):
        deliver(runtime, make_inbound(f"pesan {number}", address=f"+628123456789{number}"))
    first, second = inbox(runtime)
    swap(runtime, "messages", "body_sealed", first, "body_sealed", second)
    for conversation_id in (first.conversation_id, second.conversation_id):
        with runtime.store.reading() as session, pytest.raises(CorruptDataError):
            read_message(session, runtime.vault, next_due(session, conversation_id, runtime.clock.now()))


def test_swapped_columns_cannot_be_read(runtime: Runtime) -> None:
    deliver(runtime, make_inbound())
    (only,) = rows(runtime, Contact)
    swap(runtime, "contacts", "address_sealed", only, "service_sealed", only)
    with runtime.store.reading() as session, pytest.raises(CorruptDataError):
        recipient(session, runtime.vault, conversation_ids(runtime)[0])


def test_a_message_moved_into_the_outbox_cannot_be_read(runtime: Runtime) -> None:
    deliver(runtime, make_inbound())
    work(runtime)
    message, sent = inbox(runtime)[0], outbox(runtime)[0]
    with runtime.store.writing() as session:
        session.execute(
            text("UPDATE outbox SET content_sealed = :moved WHERE seq = :seq"),
            {"moved": message.body_sealed, "seq": sent.seq},
        )
    with pytest.raises(CorruptDataError):
        read_content(runtime.vault, outbox(runtime)[0])


def swap(runtime: Runtime, table: str, left: str, one, right: str, other) -> None:
    """Swap two ciphertexts behind the service's back."""
    key = "seq" if hasattr(one, "seq") else "id"
    one_key, other_key = (getattr(row, key) for row in (one, other))
    values = [(left, getattr(other, right), one_key), (right, getattr(one, left), other_key)]
    with runtime.store.writing() as session:
        for column, sealed, row_key in values:
            named = row_key.hex if key == "id" and session.get_bind().dialect.name == "sqlite" else row_key
            session.execute(
                text(f"UPDATE {table} SET {column} = :sealed WHERE {key} = :key"),  # noqa: S608 - our own names
                {"sealed": sealed, "key": named},
            )


def test_after_a_new_key_old_contacts_are_found_and_old_texts_read(runtime: Runtime, database_url: str) -> None:
    deliver(runtime, make_inbound("lama"))
    rotated_keys = "k2:bm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm4=," + DATA_KEYS
    settings = make_settings(database_url, runtime.settings.data_dir, data_keys=rotated_keys)
    rotated = make_runtime(settings, clock=runtime.clock)
    deliver(rotated, make_inbound("baru"))
    assert len(conversation_ids(rotated)) == 1
    work(rotated)
    assert [row.state for row in inbox(rotated)] == ["done", "done"]
    assert rotated.understander.asked == ["lama", "baru"]
    rotated.store.engine.dispose()


def test_contacts_made_by_the_new_key_are_not_doubled_either(runtime: Runtime, database_url: str) -> None:
    rotated_keys = "k2:bm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm4=," + DATA_KEYS
    settings = make_settings(database_url, runtime.settings.data_dir, data_keys=rotated_keys)
    rotated = make_runtime(settings, clock=runtime.clock)
    for _ in range(3):
        deliver(rotated, make_inbound())
    assert len(conversation_ids(rotated)) == 1
    rotated.store.engine.dispose()


def test_settings_read_the_newest_key_first() -> None:
    settings = load_settings(
        _env_file=None,
        secret_key="s" * 40,
        nlu_token="n" * 20,
        data_keys="k2:bm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm4=, " + DATA_KEYS,
    )
    assert [key.id for key in settings.data_keys] == ["k2", "k1"]
