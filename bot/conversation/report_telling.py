"""Taking what is told to a report: stories, short answers, corrections; then the next question, or the receipt."""

from dataclasses import replace

from bot.conversation import report_consent
from bot.conversation.effects import Effect, UpdateReport
from bot.conversation.report_aside import is_aside, is_question_of_its_own, says_nothing
from bot.conversation.report_consent import LONGEST_AVOID
from bot.conversation.report_facts import facts_of, tells_something
from bot.conversation.report_questions import is_answered, is_precise, open_questions, with_short_answer
from bot.conversation.report_showing import shown
from bot.conversation.report_state import CodeTalk, ReportTalk
from bot.conversation.state import ConversationState
from bot.conversation.turn import Directory, Reply, Turn, TurnMessage
from bot.reports.cases import CaseKind, Phone, Teller
from bot.reports.facts import NOTHING_TOLD, Facts
from bot.understanding.circumstances import UNDER_18, audience_of, is_writers_own
from bot.understanding.model import Understanding
from bot.understanding.report_words import borrowed_phone, told_to_avoid
from bot.understanding.short_answers import short_answer
from bot.understanding.text import words

_CORRECTING = frozenset({"bukan", "bkn", "salah", "ralat", "koreksi", "maksud", "maksudnya"})


def take_told(
    state: ConversationState, message: TurnMessage, report: ReportTalk, understood: Understanding, directory: Directory
) -> Turn | None:
    """Take a message while the story or an answer is waited for; None for one that is answered first."""
    if is_aside(understood):
        return None
    told = told_in(report, message, understood, report.question)
    if not (told.tells_who or told.departures) and is_question_of_its_own(understood):
        return None
    short = with_short_answer(report, understood, message.received_at) if report.question else None
    if short is not None:
        return tell_on(state, message, replace(short, facts=short.facts.and_also(told)), directory)
    if short_answer(understood.text, report.question) == "skip":
        return tell_on(state, message, report.answered(), directory)
    if not message.has_text or (not tells_something(told) and says_nothing(understood)):
        return hint(state, message, directory)
    return _take_story(state, message, report, understood, told, directory)


def told_in(report: ReportTalk, message: TurnMessage, understood: Understanding, question: str = "") -> Facts:
    """Return what a message tells this report."""
    missing = report.kind is CaseKind.MISSING
    return facts_of(understood, message.received_at, message.own_phone, question, missing=missing)


def with_told(report: ReportTalk, understood: Understanding, told: Facts) -> ReportTalk:
    """Return the report with what a message told, corrections too, and who says to tell on whose phone."""
    facts = report.facts.corrected_by(told) if is_correction(understood) else report.facts.and_also(told)
    consent, avoided = report.consent, told_to_avoid(understood.text)
    if borrowed_phone(understood.text):
        consent = replace(consent, phone=Phone.BORROWED)
    if avoided and not consent.avoid:
        consent = replace(consent, avoid=avoided[:LONGEST_AVOID])
    return replace(report, facts=facts, consent=consent, teller=report.teller or teller_of(understood))


def is_correction(understood: Understanding) -> bool:
    """Tell whether a message begins by saying that something was wrong."""
    said = words(understood.text)[:3]
    sure = "kalau" not in said and "kalo" not in said and said[:2] not in {("tidak", "salah"), ("sonde", "salah")}
    return sure and not _CORRECTING.isdisjoint(said)


def tell_on(
    state: ConversationState,
    message: TurnMessage,
    report: ReportTalk,
    directory: Directory,
    *,
    show: Facts = NOTHING_TOLD,
) -> Turn:
    """Show what was understood, pass a child's report on at once, and ask what is missing."""
    told: tuple[Reply, ...] = ()
    parts, values = shown(show)
    if parts:
        told = (Reply("report_noted", state.language, parts=parts, values=values),)
    effects: tuple[Effect, ...] = ()
    if report.code:
        effects = (UpdateReport(report.code, report.facts, report.consent, report.teller),)
    elif report.facts.under_18 and message.fresh_code:
        report = replace(report, code=message.fresh_code)
        effects = (report_consent.saved(report),)
        told = (*told, Reply("report_child_passed", state.language, values=(("code", report.code),)))
    asked = ask(state, message, report, directory)
    return Turn(asked.state, (*told, *asked.replies), (*effects, *asked.effects))


def ask(state: ConversationState, message: TurnMessage, report: ReportTalk, directory: Directory) -> Turn:
    """Ask the question that waits or the next one; with none left, the report is finished."""
    question = report.question or next(iter(open_questions(report)), "")
    question = question or report_consent.next_step(
        report, directory.reports, place_in_photo=directory.tells_a_place(report.evidence)
    )
    if not question:
        return finish(state, report, ())
    waiting = replace(report.asking(question), at=message.received_at)
    asked = state.but(report=waiting, paging=None, choices=(), pending="")
    return Turn(asked, (question_of(asked, directory),))


def finish(state: ConversationState, report: ReportTalk, effects: tuple[Effect, ...]) -> Turn:
    """Give the receipt. A secret word may follow, but for a borrowed phone."""
    borrowed = report.consent.phone is Phone.BORROWED
    key = "report_received_borrowed" if borrowed or report.word else "report_received"
    ended = state.forgetting().but(report=None)
    if key == "report_received":
        ended = ended.but(code=CodeTalk(report.at, "secret", code=report.code, own=True))
    return Turn(ended, (Reply(key, state.language, values=(("code", report.code),)),), effects)


def question_of(state: ConversationState, directory: Directory) -> Reply:
    """Return the reply that asks the question that waits."""
    report = state.report
    if report is None:
        raise LookupError("no report is being told")
    return report_consent.question(report, state.language, directory.reports)


def hint(state: ConversationState, message: TurnMessage, directory: Directory) -> Turn:
    """Say how to answer, and ask again."""
    report = state.report
    if report is None or not report.question:
        return Turn(state, (Reply("report_answer_hint", state.language),))
    kept = state.but(report=replace(report, at=message.received_at))
    return Turn(kept, (Reply("report_answer_hint", state.language), question_of(kept, directory)))


def teller_of(understood: Understanding) -> Teller | None:
    """Return who tells, where the message says so by the way."""
    told = audience_of(understood)
    if told == UNDER_18 and is_writers_own(understood):
        return Teller.CHILD
    return Teller.FAMILY if told == "family" else None


def _take_story(
    state: ConversationState,
    message: TurnMessage,
    report: ReportTalk,
    understood: Understanding,
    told: Facts,
    directory: Directory,
) -> Turn:
    taken = with_told(report, understood, told)
    correcting, first = is_correction(understood), not tells_something(report.facts)
    same = replace(taken.facts, story=()) == replace(report.facts, story=())
    unanswered = is_precise(report.question) and not is_answered(report.question, taken.facts)
    other = tells_something(told) and (same or unanswered)
    # It told something else, or the same once more: the question stands, but not for ever.
    stands = correcting or (other and report.repeated != report.question)
    taken = replace(taken, repeated=report.question) if stands else taken.answered()
    turn = tell_on(state, message, taken, directory, show=taken.facts if correcting or first else NOTHING_TOLD)
    if report.question or tells_something(taken.facts):
        return turn
    # The first story, and nothing of it can be shown: that it arrived is said all the same.
    return Turn(turn.state, (Reply("report_kept", state.language), *turn.replies), turn.effects)
