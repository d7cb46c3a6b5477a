"""Photos, files and voice notes of a report or a case: all are kept, and a photo without words is asked about."""

from dataclasses import replace

from bot.conversation.case_talk import PHOTO
from bot.conversation.effects import AddToCase, AlertDuty, KeepEvidence, PassOn, SaveReport
from bot.conversation.report_consent import PLACE
from bot.conversation.report_questions import with_short_answer
from bot.conversation.report_state import ReportTalk
from bot.conversation.state import ConversationState
from bot.conversation.turn import Reply, Turn, TurnMessage
from bot.understanding.model import Understanding
from bot.understanding.short_answers import short_answer

ASK = "evidence_ask"
_KEPT = "evidence_kept"
_REFUSED = "evidence_refused"
_VOICE = "evidence_voice_kept"


def take(state: ConversationState, message: TurnMessage) -> Turn | None:
    """Answer a photo, a file or a voice note without words; None where no report and no case waits for it."""
    report, talk = state.report, state.code
    adding = talk if talk is not None and talk.wants == "addition" else None
    if not message.has_media or (report is None and adding is None):
        return None
    if message.has_refused:
        return Turn(state, (Reply(_REFUSED, state.language),))
    if message.has_voice:
        return Turn(state, (Reply(_VOICE, state.language),))
    if adding is not None:
        waiting = state.but(code=replace(adding, at=message.received_at, then=PHOTO))
    else:
        # In the place of the question that waits, which comes again by itself: LEWATI must skip one question, not two.
        waiting = state.but(report=replace(report, question=ASK, at=message.received_at) if report else None)
    return Turn(waiting, (Reply(ASK, state.language),))


def captioned(report: ReportTalk, message: TurnMessage, understood: Understanding) -> ReportTalk:
    """Return the report as the words below a photo find it: they tell of the photo, and our question stands.

    Unless they surely answer it: "is anybody under 18?" must not be over because of "that is his boat".
    """
    if not (message.has_media and message.has_text and report.question) or message.has_refused:
        return report
    answers = with_short_answer(report, understood, message.received_at) is not None
    skips = short_answer(understood.text, report.question) is not None
    return report if answers or skips else replace(report, question=ASK)


def keep(turn: Turn, message: TurnMessage) -> Turn:
    """Have what came along with a message kept, where the turn leaves it with a report or a case."""
    effect = _effect(turn) if message.has_media and not turn.state.stopped else None
    if effect is None:
        return turn
    if message.has_refused:
        asked = message.has_text or isinstance(_newest(turn), PassOn)
        said = (Reply(_REFUSED, turn.state.language),) if asked and _is_calm(turn) else ()
        return Turn(turn.state, (*said, *turn.replies), turn.effects)
    state, replies = turn.state, turn.replies
    if state.report is not None and not isinstance(_newest(turn), AlertDuty):
        state = state.but(report=_with_evidence(state.report, message))
    if message.has_text and _is_calm(turn) and not isinstance(_newest(turn), PassOn):
        replies = (Reply(_KEPT, state.language), *replies)
    return Turn(state, replies, (*turn.effects, effect))


def _is_calm(turn: Turn) -> bool:
    """Tell whether nobody is in danger: then nothing stands beside the numbers to call."""
    return turn.state.danger is None and not any(isinstance(one, AlertDuty) for one in turn.effects)


def _effect(turn: Turn) -> KeepEvidence | None:
    newest, talk, report = _newest(turn), turn.state.code, turn.state.report
    match newest:
        case SaveReport(case_code=code) | AlertDuty(case_code=code):
            return KeepEvidence(code)
        case AddToCase(case_code=code, own_phone=own):
            return KeepEvidence(code, own)
        case PassOn(case_code=code):
            return KeepEvidence(code)
    if talk is not None and talk.wants == "addition":
        return KeepEvidence(talk.code, talk.own)
    return KeepEvidence(report.code) if report is not None else None


def _newest(turn: Turn) -> SaveReport | AlertDuty | AddToCase | PassOn | None:
    made = [one for one in turn.effects if isinstance(one, SaveReport | AlertDuty | AddToCase | PassOn)]
    return made[-1] if made else None


def _with_evidence(report: ReportTalk, message: TurnMessage) -> ReportTalk:
    """Add a message's files to a report; what was allowed for earlier photos does not hold for new ones."""
    evidence = report.evidence if message.id is None else (*report.evidence, message.id)
    asked = tuple(one for one in report.asked if one != PLACE)
    return replace(report, evidence=evidence, asked=asked, consent=replace(report.consent, photo_place=False))
