"""Reports that were not sent yet, cases, and all that belongs to a case. What people told is sealed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, arrival_number, random_id


class ReportDraft(Base, kw_only=True):
    """Reports of one conversation that were begun and not sent: for their author only, each erased after 30 days.

    ``touched_at``: when the oldest of them was touched last.
    """

    __tablename__ = "report_drafts"
    __table_args__ = (Index(None, "touched_at"),)

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    drafts_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    touched_at: Mapped[datetime]


class Case(Base, kw_only=True):
    """One report that somebody may read. ``code`` is what its author holds; it opens nothing by itself.

    ``kind``, ``state``, ``level`` and ``pass_to``: see bot/reports/cases.py; ``reasons`` are names of triage rules.
    ``confirmed``: False for danger nobody confirmed. ``restricted``: routed around the people it names.
    ``avoided``: officers (ids) and "@" institutions it names or must not reach; ``recused``: officers it was closed to.
    ``facts_sealed`` and ``consent_sealed`` are Facts and Consent as JSON. ``conversation_id`` and ``message_id`` (the
    message that made it, at most one case each) lead back to its author and are empty after HAPUS;
    ``reporter_key`` stays: a keyed hash of the address, so that one phone never counts as two reporters.
    ``secret_hash``: keyed hash of address and secret word. ``step``: how many people in the chain were told;
    ``escalate_at``: when the next one is, None once somebody took it.
    ``erased``: it ended so long ago that what was told is gone. ``forgotten``: its author typed HAPUS.
    ``checked_no``: the change of officers up to which it is known whom it names, 0 since more was told, -1 where it
    cannot be read. ``places_kept``: its places can be searched as they are told now.
    ``graded``: the level that triage gives, other than ``level`` where an officer changed it by hand.
    ``chain_from``: how many had been told when the chain last began anew, ``routed_at``: when, None at first.
    ``given_back_by``: the officer who gave it back, told last. ``assigned_at``: since when it waits for who it was
    given to, None once they opened it.
    ``closed_from``: the state it had when it was closed; ``outcome``: see bot/reports/case_work.py; ``duplicate_of``:
    the case it is the same as, without a foreign key.
    ``figures_sealed``: red flags and countries for the overview (case_figures.py), None until it was looked through.
    """

    __tablename__ = "cases"
    __table_args__ = (
        Index(None, "escalate_at"),
        Index(None, "secret_hash"),
        Index(None, "reporter_key"),
        Index(None, "conversation_id"),
        Index(None, "created_at"),
        Index(None, "checked_no", "places_kept"),
    )

    id: Mapped[UUID] = random_id()
    code: Mapped[str] = mapped_column(String(9), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default="received")
    level: Mapped[str] = mapped_column(String(10))
    reasons: Mapped[list[Any]] = mapped_column(JSON)
    act_by: Mapped[datetime]
    regency: Mapped[str] = mapped_column(String(60), default="")
    confirmed: Mapped[bool] = mapped_column(default=True)
    pass_to: Mapped[str] = mapped_column(String(12))
    restricted: Mapped[bool] = mapped_column(default=False)
    avoided: Mapped[list[Any]] = mapped_column(JSON, default_factory=list)
    recused: Mapped[list[Any]] = mapped_column(JSON, default_factory=list)
    credible: Mapped[bool] = mapped_column(default=True)
    facts_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    consent_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversations.id", ondelete="SET NULL"))
    message_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("messages.id", ondelete="SET NULL"), unique=True, default=None
    )
    reporter_key: Mapped[bytes | None] = mapped_column(LargeBinary(32), default=None)
    secret_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), default=None)
    step: Mapped[int] = mapped_column(default=0)
    escalate_at: Mapped[datetime | None] = mapped_column(default=None)
    taken_at: Mapped[datetime | None] = mapped_column(default=None)
    taken_by: Mapped[UUID | None] = mapped_column(ForeignKey("officers.id"), default=None)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    erased: Mapped[bool] = mapped_column(default=False)
    forgotten: Mapped[bool] = mapped_column(default=False)
    checked_no: Mapped[int] = mapped_column(default=0)
    places_kept: Mapped[bool] = mapped_column(default=False)
    graded: Mapped[str] = mapped_column(String(10), default="")
    chain_from: Mapped[int] = mapped_column(default=0)
    routed_at: Mapped[datetime | None] = mapped_column(default=None)
    given_back_by: Mapped[UUID | None] = mapped_column(default=None)
    assigned_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_from: Mapped[str] = mapped_column(String(10), default="")
    outcome: Mapped[str] = mapped_column(String(20), default="")
    duplicate_of: Mapped[UUID | None] = mapped_column(default=None)
    figures_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)


class CasePlace(Base, kw_only=True):
    """A key by which a case is found by a place it tells: 16 bytes of its keyed hash (see bot/store/case_places.py)."""

    __tablename__ = "case_places"
    __table_args__ = (Index(None, "case_id"), {"sqlite_with_rowid": False})

    key_hash: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)


class CaseEvent(Base, kw_only=True):
    """One step in a case's history; rows are only ever added. ``detail`` holds our own words and ids only.

    ``reason_sealed``: why an officer did it, in their words.
    """

    __tablename__ = "case_events"
    __table_args__ = (Index(None, "case_id"),)

    seq: Mapped[int] = arrival_number()
    id: Mapped[UUID] = mapped_column(unique=True, default_factory=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(80))
    event: Mapped[str] = mapped_column(String(30))
    detail: Mapped[str] = mapped_column(String(400), default="")
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)


class CaseAddition(Base, kw_only=True):
    """What was added to a case later. From another phone it counts only once an officer accepted it.

    ``takeover_id``: it was written to an officer in the conversation.
    """

    __tablename__ = "case_additions"
    __table_args__ = (Index(None, "case_id"),)

    id: Mapped[UUID] = random_id()
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    own_phone: Mapped[bool]
    message_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("messages.id", ondelete="SET NULL"), unique=True, default=None
    )
    accepted_at: Mapped[datetime | None] = mapped_column(default=None)
    accepted_by: Mapped[str] = mapped_column(String(80), default="")
    takeover_id: Mapped[UUID | None] = mapped_column(default=None)


class CaseIntake(Base, kw_only=True):
    """How a case came that was told to an officer. ``form``: of the form it was noted on, which makes one case only.

    ``how``: a word of bot/reports/oral.py. ``contact_sealed``: the teller's number, for who may read the case.
    """

    __tablename__ = "case_intakes"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    form: Mapped[UUID] = mapped_column(unique=True)
    noted_by: Mapped[UUID] = mapped_column(ForeignKey("officers.id"))
    how: Mapped[str] = mapped_column(String(10))
    told_on: Mapped[date]
    contact_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)


class CaseRendering(Base, kw_only=True):
    """What an officer wrote down in Indonesian of something told in another language; the newest of a part counts.

    ``part_hash``: 16 bytes of the keyed hash of the text it renders.
    """

    __tablename__ = "case_renderings"
    __table_args__ = (Index(None, "case_id", "part_hash"),)

    seq: Mapped[int] = arrival_number()
    id: Mapped[UUID] = mapped_column(unique=True, default_factory=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    part_hash: Mapped[bytes] = mapped_column(LargeBinary(16))
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    written_by: Mapped[UUID] = mapped_column(ForeignKey("officers.id"))
    written_at: Mapped[datetime]


class CaseAlert(Base, kw_only=True):
    """One alert about a case on one way to one target: an officer's id, or ``webhook``. Never anything personal.

    ``way``: email, whatsapp, sms or webhook. ``state``: queued, sending, maybe_sent, accepted, failed, or dropped when
    it is not needed any more.
    """

    __tablename__ = "case_alerts"
    __table_args__ = (UniqueConstraint("case_id", "step", "target", "way"), Index(None, "state", "next_try_at"))

    seq: Mapped[int] = arrival_number()
    id: Mapped[UUID] = mapped_column(unique=True, default_factory=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    step: Mapped[int]
    target: Mapped[str] = mapped_column(String(32))
    way: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(12), default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    provider_id: Mapped[str | None] = mapped_column(String(64), default=None)
    error_code: Mapped[str | None] = mapped_column(String(40), default=None)
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    first_tried_at: Mapped[datetime | None] = mapped_column(default=None)
    finished_at: Mapped[datetime | None] = mapped_column(default=None)


class CaseQuestionRow(Base, kw_only=True):
    """An officer's question to a case's author: asked by a knock at an hour they named, shown for the case code.

    ``question``, ``state`` and ``why``: words of bot/reports/case_questions.py. ``between``: hours an officer read out
    of the author's words, "19.00-21.00"; "" where the service read them itself. ``send_at`` to ``send_before``: the
    window of the knock. ``outbox_id``: the knock once it was queued.
    """

    __tablename__ = "case_questions"
    __table_args__ = (Index(None, "case_id"), Index(None, "state", "send_at"))

    id: Mapped[UUID] = random_id()
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    question: Mapped[str] = mapped_column(String(20))
    between: Mapped[str] = mapped_column(String(11), default="")
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("officers.id"))
    asked_at: Mapped[datetime]
    send_at: Mapped[datetime]
    send_before: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    why: Mapped[str] = mapped_column(String(12), default="")
    outbox_id: Mapped[UUID | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class DangerWatch(Base, kw_only=True):
    """Danger that perhaps is one, asked about: without an answer until ``due_at`` it becomes a case all the same."""

    __tablename__ = "danger_watches"
    __table_args__ = (Index(None, "due_at"),)

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"))
    facts_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    due_at: Mapped[datetime]
