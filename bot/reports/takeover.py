"""When an officer writes in a person's conversation: how long that holds, and why it ends.

The person allowed it a moment ago, on the phone the report came from. A phone goes from hand to hand, so it ends by
itself; the spans are our choice, the shortest in which somebody who types slowly still has time.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.vocabulary import Word

AGREED_MINUTES, ANSWER_MINUTES, QUIET_MINUTES = 30, 10, 30

AGREED_FOR = timedelta(minutes=AGREED_MINUTES)
"""How long after a person's yes the officer may join."""

ANSWER_WITHIN = timedelta(minutes=ANSWER_MINUTES)
"""How long what a person wrote may wait for the officer before the bot answers again, and says so."""

QUIET_FOR = timedelta(minutes=QUIET_MINUTES)
"""How long the person may be silent; then the bot answers again, and says nothing: the phone may be in other hands."""

SAME_HANDS = timedelta(minutes=15)
"""How long after a person's message the same hands hold the phone, as far as can be: until then an end is told."""

HELLO_AFTER = timedelta(minutes=10)
"""The silence after which a bare greeting may come from somebody else."""

LINE_HOLDS = timedelta(minutes=10)
"""How long an officer's words may wait for a provider that is away; later they are not sent."""


class TakeoverState(Word):
    """How far it is: the person agreed, the officer joined, it is over."""

    AGREED = "agreed"
    JOINED = "joined"
    ENDED = "ended"


class WhyEnded(Word):
    """Why it ended. ``other_hands``: somebody asked who reported, or said hello; ``case``: it went on, or ended."""

    OFFICER = "officer"
    PERSON = "person"
    OTHER_HANDS = "other_hands"
    NOBODY_CAME = "nobody_came"
    UNANSWERED = "unanswered"
    SILENCE = "silence"
    CASE = "case"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Pace:
    """When things were written.

    ``joined_at`` and ``said_at``: the officer's, None before; ``heard_at``: the person's last message; ``waits_since``:
    when the person wrote what the officer did not answer yet, None for nothing.
    """

    agreed_at: datetime
    joined_at: datetime | None
    heard_at: datetime
    said_at: datetime | None
    waits_since: datetime | None

    def ends_at(self) -> datetime:
        """Return when the time is over if nobody writes."""
        if self.joined_at is None:
            return self.agreed_at + AGREED_FOR
        if self.waits_since is not None:
            return self.waits_since + ANSWER_WITHIN
        return max(self.joined_at, self.said_at or self.joined_at) + QUIET_FOR

    def over(self, now: datetime) -> WhyEnded | None:
        """Return why the time is over, None while it is not."""
        if now < self.ends_at():
            return None
        if self.joined_at is None:
            return WhyEnded.NOBODY_CAME
        return WhyEnded.SILENCE if self.waits_since is None else WhyEnded.UNANSWERED

    def same_hands(self, now: datetime) -> bool:
        """Tell whether whoever wrote last surely still holds the phone."""
        return now < self.heard_at + SAME_HANDS
