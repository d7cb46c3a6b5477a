"""What officers arranged about a case, and what one of them may do with it now, as values: for the console."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bot.answers.catalog import Catalog
from bot.answers.hotlines import Hotline
from bot.clock import WITA
from bot.conversation.state import ConversationState
from bot.conversation.turn import Reply
from bot.reports.cases import CaseState, PassTo
from bot.reports.routing import OfficerRole
from bot.services.acting import Acting
from bot.services.handle_case import case_of, may_take_over
from bot.services.keep_note import CORRECTED_WITHIN
from bot.services.refer import services_to_refer
from bot.services.replies import Wording, compose
from bot.services.tell_officers import route_of
from bot.store.case_handovers import handovers_of
from bot.store.case_notes import notes_of
from bot.store.case_referrals import referrals_of
from bot.store.case_tasks import tasks_of, text_of
from bot.store.case_visibility import active_readers, open_to
from bot.store.cases import newest_change
from bot.store.officers import all_officers, officers_on_duty
from bot.store.people import read_state, recipient
from bot.store.revisions import served_catalog
from bot.store.tables.cases import Case
from bot.vocabulary import Channel, Language


@dataclass(frozen=True)
class ShownNote:
    """A note. ``earlier``: what stood there before; ``mine``: its author reads it and may still correct it."""

    id: UUID
    author: str
    at: datetime
    text: str
    corrected_at: datetime | None
    earlier: tuple[str, ...]
    mine: bool


@dataclass(frozen=True)
class ShownTask:
    """A task: words of TaskState; ``officer``: who is to do it, "" for nobody yet."""

    id: UUID
    text: str
    officer: str
    due: date | None
    state: str
    late: bool


@dataclass(frozen=True)
class ShownHandover:
    """A handover: an institution (PassTo), else an office by its name; words of Shared."""

    at: datetime
    officer: str
    institution: str
    office: str
    shared: tuple[str, ...]


@dataclass(frozen=True)
class ShownReferral:
    """A referral: words of ReferralState. ``service``: None where the registry has it no more."""

    id: UUID
    at: datetime
    officer: str
    contact: str
    service: Hotline | None
    state: str
    remark: str


@dataclass(frozen=True)
class WorkView:
    """``version``: the newest change; ``colleagues``: who may be given the case, or a task of it, by id and name.

    ``institutions``: those with an officer here. ``services``: contacts that may be given out. ``by_hand``: an officer
    set its level. ``same_as``: the code of the case it is the same as, "" where that one is not open to the officer.
    ``told``: what its author reads by STATUS once it is closed, as it is sent today. ``recused``: the officers it is
    closed to, by id and name. ``leads``: the officer coordinates, or is deputy. ``may_…``: what is not refused to them.
    """

    version: int
    notes: tuple[ShownNote, ...]
    tasks: tuple[ShownTask, ...]
    handovers: tuple[ShownHandover, ...]
    referrals: tuple[ShownReferral, ...]
    colleagues: tuple[tuple[UUID, str], ...]
    holder: UUID | None
    institutions: tuple[PassTo, ...]
    services: tuple[Hotline, ...]
    by_hand: bool
    outcome: str
    same_as: str
    told: tuple[str, ...]
    recused: tuple[tuple[UUID, str], ...]
    leads: bool
    may_take: bool
    may_lower: bool
    may_release: bool
    may_reopen: bool


@dataclass(frozen=True)
class _Reading:
    session: Session
    acting: Acting
    wording: Wording
    case: Case
    officer: UUID
    now: datetime
    names: Mapping[UUID, str]
    catalog: Catalog

    @property
    def today(self) -> date:
        return self.now.astimezone(WITA).date()

    def view(self) -> WorkView:
        case, on_duty = self.case, officers_on_duty(self.session, self.acting.store.vault)
        route = route_of(self.session, case, self.acting.store.vault, on_duty)
        leads = next(one.officer for one in on_duty if one.officer.id == self.officer).role is not OfficerRole.DUTY
        takes_over = may_take_over(self.session, case, self.officer)
        own_or_leads = case.taken_by is not None and (leads or case.taken_by == self.officer)
        return WorkView(
            version=newest_change(self.session, case.id),
            notes=self._notes(),
            tasks=self._tasks(),
            handovers=self._handovers(),
            referrals=self._referrals(),
            colleagues=tuple((one, self.names[one]) for one in route),
            holder=case.taken_by,
            institutions=tuple(one for one in PassTo if any(one is each.officer.institution for each in on_duty)),
            services=tuple(services_to_refer(self.catalog, self.today)),
            by_hand=bool(case.graded) and case.level != case.graded,
            outcome=case.outcome,
            same_as=self._same_as(),
            told=self._told(),
            recused=tuple((one, self.names[one]) for one in map(UUID, case.recused)),
            leads=leads,
            may_take=case.closed_at is None and (case.taken_at is None or takes_over),
            may_lower=own_or_leads,
            may_release=own_or_leads,
            may_reopen=case.state == CaseState.CLOSED.value and not case.erased,
        )

    def _notes(self) -> tuple[ShownNote, ...]:
        return tuple(
            ShownNote(
                id=one.id,
                author=self.names[one.officer],
                at=one.at,
                text=one.text,
                corrected_at=one.corrected_at,
                earlier=one.earlier,
                mine=one.officer == self.officer and self.now <= one.at + CORRECTED_WITHIN,
            )
            for one in notes_of(self.session, self.acting.store.vault, self.case.id)
        )

    def _tasks(self) -> tuple[ShownTask, ...]:
        return tuple(
            ShownTask(
                id=row.id,
                text=text_of(self.acting.store.vault, row),
                officer=self.names[row.officer_id] if row.officer_id else "",
                due=row.due,
                state=row.state,
                late=row.state == "open" and row.due is not None and row.due < self.today,
            )
            for row in tasks_of(self.session, self.case.id)
        )

    def _handovers(self) -> tuple[ShownHandover, ...]:
        return tuple(
            ShownHandover(
                at=row.at,
                officer=self.names[row.officer_id],
                institution=to.institution,
                office=to.office or (self.catalog.hotlines[to.contact].name if self._known(to.contact) else to.contact),
                shared=tuple(row.shared),
            )
            for row, to in handovers_of(self.session, self.acting.store.vault, self.case.id)
        )

    def _referrals(self) -> tuple[ShownReferral, ...]:
        return tuple(
            ShownReferral(
                id=row.id,
                at=row.created_at,
                officer=self.names[row.created_by],
                contact=row.contact,
                service=self.catalog.hotlines[row.contact] if self._known(row.contact) else None,
                state=row.state,
                remark=remark,
            )
            for row, remark in referrals_of(self.session, self.acting.store.vault, self.case.id)
        )

    def _known(self, contact: str) -> bool:
        return contact in self.catalog.hotlines

    def _same_as(self) -> str:
        if self.case.duplicate_of is None:
            return ""
        readers = active_readers(self.session)
        reader = next(one for one in readers if one.id == self.officer)
        where = open_to(reader, readers) & (Case.id == self.case.duplicate_of)
        found = self.session.query(Case.code).filter(where).scalar()
        return found or ""

    def _told(self) -> tuple[str, ...]:
        """Return the answer to STATUS: the same texts that would be sent to the conversation the case came from."""
        channel, language = Channel.SMS, Language.ID
        if self.case.conversation_id is not None:
            vault, conversation_id = self.acting.store.vault, self.case.conversation_id
            channel = recipient(self.session, vault, conversation_id).channel
            language = ConversationState.from_json(read_state(self.session, vault, conversation_id)).language
        reply = Reply(f"status_{CaseState.CLOSED}", language)
        return tuple(one.text for one in compose((reply,), channel, self.catalog, self.wording.context()))


def read_work(acting: Acting, wording: Wording, code: str, officer: UUID) -> WorkView:
    """Return the work on a case, for an officer who was shown it just now. Raises BadInputError."""
    with case_of(acting.store, code, officer) as (session, case, officer_id):
        names = {row.id: row.name for row in all_officers(session)}
        catalog = served_catalog(session, wording.catalog)
        now = acting.clock.now()
        return _Reading(session, acting, wording, case, officer_id, now, names, catalog).view()
