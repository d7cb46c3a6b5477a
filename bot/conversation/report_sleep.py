"""Reports that sleep: begun, not sent, and shown to nobody until their author asks for them."""

from datetime import datetime

from bot.conversation.report_state import ReportTalk
from bot.conversation.state import ConversationState
from bot.conversation.turn import ReportRules
from bot.reports.cases import Phone

MOST_DRAFTS = 3
"""Reports kept for one phone; the oldest gives way."""


def asleep(state: ConversationState) -> ConversationState:
    """Return the state with the report that is open put to sleep.

    One without a word of substance is dropped, and one told on a borrowed phone that no secret word protects: its owner
    may type LAPOR next.
    """
    report = state.report
    if report is None:
        return state
    exposed = report.consent.phone is Phone.BORROWED and not report.word
    if exposed or (report.facts.is_empty and not report.evidence):
        return state.but(report=None)
    return state.but(report=None, drafts=(*state.drafts, report)[-MOST_DRAFTS:])


def without_silent(state: ConversationState, rules: ReportRules, now: datetime) -> ConversationState:
    """Return the state as a message finds it: a report that was silent for too long sleeps."""
    silent = state.report is not None and now - state.report.at > rules.sleeps_after
    return asleep(state) if silent else state


def wake(state: ConversationState, said: tuple[str, ...]) -> ReportTalk | None:
    """Return the sleeping report whose secret word the whole message is."""
    return next((draft for draft in reversed(state.drafts) if draft.word and said == (draft.word,)), None)


def without(state: ConversationState, draft: ReportTalk) -> ConversationState:
    """Return the state without one of its drafts, and without the report that is open: the draft takes its place."""
    return state.but(report=None, drafts=tuple(one for one in state.drafts if one != draft))
