"""All that an officer may read of one case, as values: for the console."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.reports.cases import CaseKind, CaseState, Consent, Level, Triage
from bot.reports.facts import Facts
from bot.reports.map_places import Places, places_of
from bot.reports.triage import reasons_for_officers
from bot.services.handle_case import Who, is_late, look_at, reply_address
from bot.services.mask_told import mask_story
from bot.services.told_parts import ToldPart, mask_part, told_parts
from bot.store.case_intakes import intake_of
from bot.store.case_questions import questions_of
from bot.store.cases import consent_of, events_of, facts_of, reason_of
from bot.store.engine import Store
from bot.store.evidence import evidence_of_case
from bot.store.officers import all_officers
from bot.store.tables.cases import Case
from bot.store.vault import Vault

_OFFICER = "officer "


@dataclass(frozen=True)
class ShownIntake:
    """How a case was told to an officer: a word of bot/reports/oral.py, the day, and the officer's name."""

    how: str
    told_on: date
    by: str


@dataclass(frozen=True)
class ShownEvent:
    """A step of the history. ``actor``: an officer's name, else reporter, somebody or service; ``reason``: in words.

    ``seq`` grows from step to step.
    """

    seq: int
    at: datetime
    actor: str
    event: str
    detail: str
    reason: str


@dataclass(frozen=True)
class ShownQuestion:
    """An officer's question: words of bot/reports/case_questions.py. ``send_at``: when its knock is due."""

    question: str
    state: str
    why: str
    send_at: datetime


@dataclass(frozen=True)
class ShownFile:
    """A photo, file or voice note: its kind, how far it is, its size in bytes, and whose phone it came from."""

    id: UUID
    at: datetime
    kind: str
    state: str
    size: int
    own_phone: bool


@dataclass(frozen=True)
class CaseView:
    """One case. ``reasons``: why it is as pressing as it is, in Indonesian.

    ``intake``: how it was told to an officer, None where it came by text. ``reachable``: its author allowed an answer.
    ``taken_by``: the name of the officer who works on it, "" for nobody.
    What was told is masked, ``hidden`` pieces of it, unless ``unsealed`` (mask_told.py). Nothing here leads to the
    author's phone.
    """

    code: str
    kind: CaseKind
    state: CaseState
    level: Level
    act_by: datetime
    late: bool
    confirmed: bool
    restricted: bool
    credible: bool
    regency: str
    created_at: datetime
    taken_by: str
    reasons: tuple[str, ...]
    facts: Facts
    consent: Consent
    reachable: bool
    intake: ShownIntake | None
    told: tuple[ToldPart, ...]
    places: Places
    events: tuple[ShownEvent, ...]
    questions: tuple[ShownQuestion, ...]
    files: tuple[ShownFile, ...]
    unsealed: bool

    @property
    def hidden(self) -> int:
        """Return how many pieces of what was told are masked."""
        return sum(part.hidden for part in self.told)

    @property
    def ended(self) -> bool:
        """Return whether nobody works on it any more."""
        return self.state in {CaseState.CLOSED, CaseState.WITHDRAWN}


def read_case(store: Store, clock: Clock, code: str, officer: Who, *, action: str = "opened_case") -> CaseView:
    """Return a case for an officer it is open to; that it was opened is noted first. Raises BadInputError.

    People's names and numbers in what was told are masked: ``unseal_story`` (unseal_story.py) shows them for a reason.
    ``action``: what is noted in the audit log.
    """
    found: list[CaseView] = []

    def show(session: Session, case: Case) -> None:
        found.append(view_of(session, store.vault, case, clock))

    look_at(store, clock, code, officer, show, action=action)
    return found[0]


def view_of(session: Session, vault: Vault, case: Case, clock: Clock, *, unsealed: bool = False) -> CaseView:
    """Return all of a case that is open to whoever asks; the caller has noted that it is looked at."""
    names = {row.id: row.name for row in all_officers(session)}
    facts = facts_of(vault, case)
    told = told_parts(session, vault, case, facts, names)
    if not unsealed:
        told = tuple(mask_part(part, facts) for part in told)
        facts, _ = mask_story(facts)
    triage = Triage(Level(case.level), tuple(case.reasons), case.act_by)
    return CaseView(
        code=case.code,
        kind=CaseKind(case.kind),
        state=CaseState(case.state),
        level=triage.level,
        act_by=case.act_by,
        late=is_late(case, clock.now()) and case.closed_at is None,
        confirmed=case.confirmed,
        restricted=case.restricted,
        credible=case.credible,
        regency=case.regency,
        created_at=case.created_at,
        taken_by=names.get(case.taken_by, "") if case.taken_by else "",
        reasons=reasons_for_officers(triage),
        facts=facts,
        consent=consent_of(vault, case),
        reachable=reply_address(session, vault, case) is not None,
        intake=_intake(session, case, names),
        told=told,
        places=places_of(facts),
        events=_events(session, vault, case, names),
        questions=tuple(
            ShownQuestion(row.question, row.state, row.why, row.send_at) for row in questions_of(session, case.id)
        ),
        files=tuple(
            ShownFile(row.id, row.created_at, row.kind, row.state, row.size or 0, row.own_phone)
            for row in evidence_of_case(session, case.id)
        ),
        unsealed=unsealed,
    )


def _intake(session: Session, case: Case, names: Mapping[UUID, str]) -> ShownIntake | None:
    row = intake_of(session, case.id)
    return ShownIntake(row.how, row.told_on, names.get(row.noted_by, "")) if row else None


def _events(session: Session, vault: Vault, case: Case, names: Mapping[UUID, str]) -> tuple[ShownEvent, ...]:
    return tuple(
        ShownEvent(
            row.seq, row.at, _named(row.actor, names), row.event, _named(row.detail, names), reason_of(vault, row)
        )
        for row in events_of(session, case.id)
    )


def _named(text: str, names: Mapping[UUID, str]) -> str:
    """Put an officer's name in the place of the id that stands in the history."""
    for officer, name in names.items():
        text = text.replace(f"{_OFFICER}{officer.hex}", name).replace(officer.hex, name)
    return text
