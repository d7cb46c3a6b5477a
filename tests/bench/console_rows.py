"""Rows that fill the tables behind the console's pages, put straight into them: messages, counts, acts, sentences."""

import random
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from itertools import product
from uuid import UUID, uuid4

from sqlalchemy import insert

from bot.services.count_turns import Outcome, Visit
from bot.store.engine import Store
from bot.store.sending_counts import SendStep, Wait
from bot.store.sentences import keep_sentence
from bot.store.tables.audit import AuditEntry
from bot.store.tables.contacts import Contact, Conversation
from bot.store.tables.figures import DailyCount
from bot.store.tables.messages import Message
from bot.training.sentence import Guess, NewSentence, Reason
from bot.vocabulary import Channel, Intent, MessageLanguage
from tests.factories import NOON

PER_CONVERSATION, BATCH = 20, 5_000


def fill_messages(store: Store, messages: int) -> None:
    """Put answered messages straight into the tables, twenty a conversation, over two years."""
    sealed = store.vault.seal_bytes(b"bench", b"berapa biaya ke Malaysia " * 3)
    for start in range(0, messages, BATCH):
        talks = [uuid4() for _ in range(start, min(start + BATCH, messages), PER_CONVERSATION)]
        with store.writing() as session:
            session.execute(insert(Contact), [_contact(talk) for talk in talks])
            session.execute(insert(Conversation), [_conversation(talk) for talk in talks])
            rows = [_message(talk, start + each, sealed) for talk in talks for each in range(PER_CONVERSATION)]
            session.execute(insert(Message), rows)


def _contact(talk: UUID) -> dict[str, object]:
    digest = sha256(talk.bytes).digest()
    values = {"provider": "twilio", "channel": "sms", "address_hash": digest, "address_sealed": None}
    return {"id": talk, "created_at": NOON - timedelta(days=730)} | values


def _conversation(talk: UUID) -> dict[str, object]:
    return {"id": talk, "contact_id": talk, "created_at": NOON - timedelta(days=730)}


def _message(talk: UUID, number: int, sealed: bytes) -> dict[str, object]:
    at = NOON - timedelta(minutes=number * 5)
    sealed_columns = {"body_sealed": sealed, "fields_sealed": None, "outcome_sealed": sealed}
    times = {"received_at": at, "next_try_at": at, "done_at": at}
    names = {"id": uuid4(), "conversation_id": talk, "provider": "twilio", "provider_id": uuid4().hex}
    return {**names, **sealed_columns, **times, "state": "done", "attempts": 1}


def fill_counts(store: Store) -> None:
    """Count of every channel, language and outcome, every day of five years."""
    turns = product(Channel, MessageLanguage, Outcome)
    every = [("turn", channel.value, language.value, outcome.value) for channel, language, outcome in turns]
    every += [("sending", channel.value, "", step.value) for channel in Channel for step in SendStep]
    every += [("wait", "", "", wait.value) for wait in Wait]
    names = ("kind", "channel", "language", "name")
    days = [NOON.date() - timedelta(days=back) for back in range(5 * 365)]
    people = [("people", channel.value, "", visit.value) for channel in Channel for visit in Visit]
    with store.writing() as session:
        for day in days:
            kinds = [*every, *(people if day.day == 1 else [])]
            rows = [{"day": day, "count": 17, **dict(zip(names, one, strict=True))} for one in kinds]
            session.execute(insert(DailyCount), rows)


def fill_audit(store: Store, codes: Sequence[tuple[UUID, str]], acts: int, rng: random.Random) -> None:
    """Note acts of officers on cases over two years. They stand in no chain: the list does not look at that."""
    actions = ("opened_case", "listed_cases", "took_case", "wrote_note", "unsealed_address")
    for start in range(0, acts, BATCH):
        rows = []
        for position in range(start + 1, min(start + BATCH, acts) + 1):
            case_id, _code = rng.choice(codes)
            at = NOON - timedelta(minutes=5 * (acts - position))
            named = {"actor": f"officer {UUID(int=rng.randrange(60)).hex}", "action": rng.choice(actions)}
            rows.append(named | {"id": uuid4(), "at": at, "subject": "case", "case_id": case_id, "position": position})
        with store.writing() as session:
            session.execute(insert(AuditEntry), rows)


def fill_sentences(store: Store, sentences: int) -> None:
    """Keep messages that nobody understood, forty a day."""
    guesses = (Guess(Intent.ASK_COST.value, 0.41), Guess(Intent.ASK_SALARY.value, 0.3), Guess(Intent.GREET.value, 0.1))
    with store.writing() as session:
        for number in range(sentences):
            day = NOON.date() - timedelta(days=number // 40)
            text = f"kakak mau tanya soal uang itu {number % 97} kali kalau begitu nomor {number}"
            keep_sentence(session, store.vault, NewSentence(day, text, "id", guesses, Reason.UNCLEAR))
