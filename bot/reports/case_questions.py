"""What an officer may ask the author of a case: fixed questions, whose reviewed texts keep to what was told.

Nobody's own words go out: in them a name, a promise or the case itself could reach whoever holds the phone.
``TAKEOVER`` asks whether an officer may write in the conversation now: after a yes they may, for a while.
"""

from datetime import timedelta

from bot.vocabulary import Word

KNOCK = "officer_knock"
"""The answer that goes out first. It only says that there is a message; the question is shown for the case code."""

WAITS_FOR_DAYS = 7
WAITS_FOR = timedelta(days=WAITS_FOR_DAYS)
"""How long a question may wait for its hour and its answer (our choice)."""

MOST_A_WEEK = 3
"""Questions about one case within WAITS_FOR: every one is a message that somebody else may see (our choice)."""


class CaseQuestion(Word):
    """What is asked, by a word an officer types."""

    WHO = "who"
    LEAVING = "leaving"
    PEOPLE = "people"
    PLACES = "places"
    MONEY = "money"
    SEEN = "seen"
    CALL = "call"
    NEWS = "news"
    TAKEOVER = "takeover"

    @property
    def answer_key(self) -> str:
        """Return the key of the reviewed text."""
        return _TEXTS[self]


_TEXTS = {
    CaseQuestion.WHO: "report_q_who",
    CaseQuestion.LEAVING: "report_q_leave",
    CaseQuestion.PEOPLE: "report_q_people",
    CaseQuestion.PLACES: "report_q_places",
    CaseQuestion.MONEY: "report_q_money",
    CaseQuestion.SEEN: "report_q_seen",
    CaseQuestion.CALL: "officer_q_call",
    CaseQuestion.NEWS: "officer_q_news",
    CaseQuestion.TAKEOVER: "officer_q_takeover",
}


class QuestionState(Word):
    """How far a question is. The last three are ends; ``over``: it was not, or not wholly, asked, or not answered."""

    WAITING = "waiting"
    SENT = "sent"
    SHOWN = "shown"
    ANSWERED = "answered"
    DECLINED = "declined"
    OVER = "over"


OPEN = (QuestionState.WAITING, QuestionState.SENT, QuestionState.SHOWN)


class WhyOver(Word):
    """Why a question ended without an answer."""

    NOT_ALLOWED = "not_allowed"
    CASE_ENDED = "case_ended"
    NO_ANSWER = "no_answer"
    CHANGED = "changed"
    NO_WAY = "no_way"
