"""An officer's question to the author of a case, in the way and the hours they allowed.

What goes out by itself is a knock, which only says that there is a message. The question is shown for the case code or
the secret word on the phone the report came from; whoever else holds the phone learns that this service wrote.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from uuid import UUID

from sqlalchemy.orm import Session

from bot.clock import WITA, Clock
from bot.errors import BadInputError
from bot.messaging.address import zone_of
from bot.reports.case_questions import MOST_A_WEEK, WAITS_FOR, CaseQuestion
from bot.reports.cases import CaseKind, Phone
from bot.reports.reply_hours import BY_DAY, ReplyHours, hours_between, read_hours
from bot.services.handle_case import Who, case_of, reply_address
from bot.store.case_questions import (
    add_question,
    asked_since,
    open_question,
)
from bot.store.cases import add_event, consent_of
from bot.store.engine import Store
from bot.store.inbox import last_received_at
from bot.store.journal import note_case, officer_actor
from bot.store.people import recipient
from bot.store.tables.cases import Case
from bot.store.vault import Vault
from bot.vocabulary import Channel

WHATSAPP_OPEN = timedelta(hours=24)
"""How long after somebody's last message WhatsApp takes free text to them; afterwards templates only (Meta's rule)."""


@dataclass(frozen=True)
class Asked:
    """When the knock goes out, in the hours of the person's phone number."""

    send_at: datetime
    send_before: datetime


def ask(
    store: Store,
    clock: Clock,
    code: str,
    officer: Who,
    question: CaseQuestion,
    *,
    between: str = "",
    template: bool = False,
    seen: int | None = None,
) -> Asked:
    """Keep a question until the author may be written to. ``between``: hours the officer read, "19.00-21.00".

    ``template``: WhatsApp may be written to after its 24 hours. Raises BadInputError, which says why it cannot be
    asked, also where the hours are not understood and ``between`` is not given.
    """
    now = clock.now()
    with case_of(store, code, officer, seen) as (session, case, officer_id):
        refuse_unheld(case, officer_id, question)
        window, zone = ask_window(session, store.vault, case, now, between, template=template)
        add_question(session, case, question, officer_id, window, now, between=between)
        add_event(session, case, now, officer_actor(officer_id), "question_asked", question.value)
        note_case(session, now, officer_id, "asked_author", case.id, question.value)
    return Asked(window[0].astimezone(zone), window[1].astimezone(zone))


def ask_window(
    session: Session, vault: Vault, case: Case, now: datetime, between: str, *, template: bool
) -> tuple[tuple[datetime, datetime], tzinfo]:
    """Return from when until when the author may be written to next, and where their hours are counted.

    Raises BadInputError as ``ask`` does.
    """
    zone = zone_of(_open_address(session, vault, case, now)) or WITA
    window = hours_for(vault, case, between).next_window(now, zone)
    if not template and whatsapp_is_closed(session, vault, case, window[0]):
        raise BadInputError(
            "WhatsApp takes a message only within 24 hours after theirs: call, or set TWILIO_NOTICE_CONTENT_SID"
        )
    return window, zone


def refuse_unheld(case: Case, officer: UUID, question: CaseQuestion) -> None:
    """Raise BadInputError where an officer wants to write to the author of a case that they do not have."""
    if question is CaseQuestion.TAKEOVER and case.taken_by != officer:
        raise BadInputError("take the case first: only who has it writes to the reporter")


def _open_address(session: Session, vault: Vault, case: Case, now: datetime) -> str:
    address = allowed_address(session, vault, case)
    if case.closed_at is not None:
        raise BadInputError("the case is closed or was taken back")
    if address is None:
        raise BadInputError("the author did not allow an answer, or wants no messages any more")
    if open_question(session, case.id) is not None:
        raise BadInputError("a question waits already: one at a time; `bot cases show` says how far it is")
    if asked_since(session, case.id, now - WAITS_FOR) >= MOST_A_WEEK:
        raise BadInputError(f"{MOST_A_WEEK} questions were asked within a week: each can be seen by somebody else")
    return address


def allowed_address(session: Session, vault: Vault, case: Case) -> str | None:
    """Return where the author may be written to; never on a borrowed phone, nor who can only be called."""
    no_text = case.kind == CaseKind.CALLBACK.value or consent_of(vault, case).phone is Phone.BORROWED
    return None if no_text or case.message_id is None else reply_address(session, vault, case)


def hours_for(vault: Vault, case: Case, between: str) -> ReplyHours:
    """Return the hours of a case's author: ``between`` where an officer read them. Raises BadInputError."""
    if between:
        return hours_between(between)
    said = consent_of(vault, case).hours
    hours = read_hours(said) if said else BY_DAY
    if hours is None:
        raise BadInputError(
            "the hours they named are not understood: read them in the case, and give them as 19.00-21.00"
        )
    return hours


def whatsapp_is_closed(session: Session, vault: Vault, case: Case, at: datetime) -> bool:
    """Tell whether the author writes by WhatsApp and their last message is too old for free text at that time."""
    until = whatsapp_until(session, vault, case)
    return until is not None and at >= until


def whatsapp_until(session: Session, vault: Vault, case: Case) -> datetime | None:
    """Return until when WhatsApp takes free text to the author, None for who writes by SMS.

    It may be over: then templates only.
    """
    if case.conversation_id is None or recipient(session, vault, case.conversation_id).channel is not Channel.WHATSAPP:
        return None
    last = last_received_at(session, case.conversation_id)
    return last + WHATSAPP_OPEN if last else case.created_at
