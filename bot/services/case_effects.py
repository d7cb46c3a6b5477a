"""Do what a turn wants done about cases, inside the turn's transaction."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from bot.clock import WITA
from bot.conversation.effects import (
    AddToCase,
    AlertDuty,
    AllowTakeover,
    AnswerQuestion,
    CallHuman,
    CaseEffect,
    ChooseSecret,
    ConfirmDanger,
    CountWrongCode,
    DropWatch,
    EndTakeover,
    KeepEvidence,
    NoteProbe,
    PassOn,
    SaveReport,
    ShowQuestion,
    TakeCase,
    UpdateReport,
    WatchDanger,
    WithdrawCase,
)
from bot.errors import CorruptDataError
from bot.reports.cases import NOTHING_ALLOWED, CaseKind
from bot.reports.facts import NOTHING_TOLD, Facts
from bot.services.answer_question import answer_question, show_question
from bot.services.open_case import NewCase, open_case, update_case
from bot.services.takeovers import allow_takeover, end_open_takeover
from bot.services.tell_news import tell_news
from bot.services.tell_officers import NOTHING_SET_UP, SetUp, look_again
from bot.services.work_case import take_case, withdraw_case
from bot.store.cases import Author, add_event, add_to_case, case_with_code, consent_of, facts_of
from bot.store.code_tries import ALL_A_DAY, count_try
from bot.store.danger_watches import begin_watch, end_watch
from bot.store.evidence import note_evidence, tie_evidence
from bot.store.inbox import read_message
from bot.store.probes import note_probe
from bot.store.tables.cases import Case
from bot.store.takeovers import takeover_of
from bot.store.vault import Vault

log = logging.getLogger(__name__)

CONFIRM_WITHIN = timedelta(minutes=10)
"""How long "is it now?" may stay without an answer before the danger is passed on, unconfirmed."""


_Change = (
    UpdateReport
    | ConfirmDanger
    | AddToCase
    | ShowQuestion
    | AnswerQuestion
    | AllowTakeover
    | PassOn
    | EndTakeover
    | WithdrawCase
    | ChooseSecret
    | TakeCase
)


@dataclass(frozen=True)
class Doing:
    """What doing needs besides the effect. ``message_id``: the turn's message; ``officer``: its sender, if one."""

    session: Session
    vault: Vault
    author: Author
    message_id: UUID
    now: datetime
    set_up: SetUp = NOTHING_SET_UP
    officer: UUID | None = None

    def do(self, effect: CaseEffect) -> UUID | None:
        """Do one effect; return the case that has an alert to send because of it."""
        match effect:
            case SaveReport() | AlertDuty() | CallHuman():
                return self._open(_new_case(effect, self.message_id))
            case WatchDanger(facts):
                due = self.now + CONFIRM_WITHIN
                begin_watch(self.session, self.vault, self.author.conversation_id, self.message_id, facts, due)
            case DropWatch():
                end_watch(self.session, self.author.conversation_id)
            case KeepEvidence(code, own):
                self._keep_evidence(code, own_phone=own)
            case CountWrongCode():
                self._count_wrong_code()
            case NoteProbe(text):
                note_probe(self.session, self.vault, self.message_id, text, self.now)
            case _:
                return self._change(effect)
        return None

    def _open(self, new: NewCase) -> UUID:
        if new.kind is CaseKind.DANGER:
            end_watch(self.session, self.author.conversation_id)
        case_id = open_case(self.session, self.vault, new, self.author, self.now, self.set_up).id
        tie_evidence(self.session, self.author.conversation_id, new.evidence, case_id, self.now)
        return case_id

    def _change(self, effect: _Change) -> UUID | None:
        case = case_with_code(self.session, effect.case_code)
        if case is None:
            raise CorruptDataError("a conversation goes on about a case that is not there")
        match effect:
            case AllowTakeover() | PassOn() | EndTakeover():
                return self._take_over(case, effect)
            case UpdateReport(_, facts, consent):
                told = update_case(self.session, self.vault, case, facts, consent, self.now, self.set_up)
                return case.id if told else None
            case ConfirmDanger(_, facts):
                return self._confirm(case, facts)
            case AddToCase(_, text, own):
                return self._add(case, text, own_phone=own)
            case AnswerQuestion(_, text):
                return self._answer(case, text)
            case _:
                self._change_quietly(case, effect)
        return None

    def _change_quietly(self, case: Case, effect: ShowQuestion | WithdrawCase | ChooseSecret | TakeCase) -> None:
        """Change what nobody is alerted of."""
        match effect:
            case ShowQuestion():
                show_question(self.session, case, self.now)
            case WithdrawCase():
                withdraw_case(self.session, case, self.now)
            case ChooseSecret(_, word):
                case.secret_hash = self.author.word_keys(self.vault, word)[0]
            case TakeCase():
                take_case(self.session, case, self.officer, self.now)

    def _confirm(self, case: Case, facts: Facts) -> UUID | None:
        """Take another cry, or the answer that it is danger, into the case that began within the hour."""
        pressing, case.confirmed = not case.confirmed, True
        both, consent = facts_of(self.vault, case).and_also(facts), consent_of(self.vault, case)
        told = update_case(self.session, self.vault, case, both, consent, self.now, self.set_up, pressing=pressing)
        return case.id if told else None

    def _answer(self, case: Case, text: str) -> UUID | None:
        if text:
            self._keep_addition(case, text, own_phone=True)
        asker = answer_question(self.session, case, self.now, declined=not text)
        return self._tell_of_news(case, asker)

    def _take_over(self, case: Case, effect: AllowTakeover | PassOn | EndTakeover) -> UUID | None:
        match effect:
            case AllowTakeover():
                return self._tell_of_news(case, allow_takeover(self.session, case, self.now), at_once=True)
            case PassOn(_, text):
                self._pass_on(case, text)
            case EndTakeover(_, why):
                end_open_takeover(self.session, case, self.now, why)
        return None

    def _pass_on(self, case: Case, text: str) -> None:
        """Keep what was written to the officer: it is told like everything else, and nobody is alerted of it."""
        row = takeover_of(self.session, case.id)
        if row is not None:
            row.heard_at, row.waits_since = self.now, row.waits_since or self.now
        if text:
            self._keep_addition(case, text, own_phone=True, takeover_id=row.id if row else None)

    def _tell_of_news(self, case: Case, officer: UUID | None, *, at_once: bool = False) -> UUID | None:
        if officer is None:
            return None
        told = tell_news(self.session, self.vault, case, officer, self.now, self.set_up, at_once=at_once)
        return case.id if told else None

    def _add(self, case: Case, text: str, *, own_phone: bool) -> UUID | None:
        self._keep_addition(case, text, own_phone=own_phone)
        whose = "the same phone" if own_phone else "another phone; an officer has to accept it"
        add_event(self.session, case, self.now, "reporter" if own_phone else "somebody", "added", f"from {whose}")
        return self._tell_of_news(case, case.taken_by)

    def _keep_addition(self, case: Case, text: str, *, own_phone: bool, takeover_id: UUID | None = None) -> None:
        about = (self.session, self.vault, case, self.message_id, text, self.now)
        add_to_case(*about, own_phone=own_phone, takeover_id=takeover_id)
        look_again(self.session, self.vault, case)

    def _keep_evidence(self, code: str, *, own_phone: bool) -> None:
        case = case_with_code(self.session, code) if code else None
        came = read_message(self.session, self.vault, self.message_id)
        case_id, conversation_id = case.id if case else None, came.conversation_id
        note_evidence(
            *(self.session, self.vault, came.id, conversation_id, came.fields, case_id, self.now), own_phone=own_phone
        )

    def _count_wrong_code(self) -> None:
        today = self.now.astimezone(WITA).date()
        if count_try(self.session, self.author.keys(self.vault)[0], today) == ALL_A_DAY:
            log.error("%s wrong case codes today: somebody is guessing; no code is answered until tomorrow", ALL_A_DAY)


def _new_case(effect: SaveReport | AlertDuty | CallHuman, message_id: UUID) -> NewCase:
    match effect:
        case SaveReport(code, kind, facts, consent, _, confirmed, evidence):
            return NewCase(code, kind, facts, consent, message_id, confirmed, evidence)
        case AlertDuty(code, facts):
            return NewCase(code, CaseKind.DANGER, facts, NOTHING_ALLOWED, message_id)
        case CallHuman(code, consent):
            return NewCase(code, CaseKind.CALLBACK, NOTHING_TOLD, consent, message_id)
