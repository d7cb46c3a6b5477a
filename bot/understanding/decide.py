"""When an intent is sure enough to act on, when to ask "maksud Anda 1/2/3", and when to say "not understood"."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.understanding.model import RankedIntent
from bot.vocabulary import Decision, Intent


@dataclass(frozen=True)
class Thresholds:
    """Confidences between 0 and 1. ``margin``: lead over the second intent that acting also needs.

    An emergency has its own: from ``emergency`` up (``emergency_with_phrase`` where a danger phrase was found) the bot
    acts on it as it is; from ``faint_emergency`` up (``doubt`` with a phrase) it asks back, and what it says then opens
    with the numbers to call.
    """

    act: float
    margin: float
    ask_back: float
    emergency: float
    faint_emergency: float
    emergency_with_phrase: float = 0.0
    doubt: float = 0.0

    def decide(self, ranking: Sequence[RankedIntent]) -> Decision:
        """Return what to do with a message of this ranking (best first, never empty)."""
        best = ranking[0]
        second = ranking[1].confidence if len(ranking) > 1 else 0.0
        if best.intent is Intent.EMERGENCY:
            return self._of_emergency(best.confidence)
        if best.confidence >= self.act and best.confidence - second >= self.margin:
            return Decision.ACT
        return Decision.ASK_BACK if best.confidence >= self.ask_back else Decision.UNCLEAR

    def _of_emergency(self, confidence: float) -> Decision:
        if confidence >= self.emergency:
            return Decision.ACT
        return Decision.ASK_BACK if confidence >= self.faint_emergency else Decision.UNCLEAR


MODEL_THRESHOLDS = Thresholds(
    act=0.55,
    margin=0.10,
    ask_back=0.12,
    emergency=0.75,
    faint_emergency=0.12,
    emergency_with_phrase=0.70,
    doubt=0.05,
)
"""For the Rasa model, chosen by four-fold cross-validation on 41,962 training sentences of Nov 2026, hard neighbours on
purpose: of the messages between 0.4 and 0.5, 66 of 100 were right, between 0.5 and 0.6 75, between 0.6 and 0.7 82. An
emergency alone from 0.75 up raised 38 false alarms among 40,000 messages, one with a phrase from 0.70 up 3; from 0.65
and 0.50 it were 57 and 8. Two emergencies in three pass these limits, all but 8 in 100 get the numbers.
"""

KEYWORD_THRESHOLDS = Thresholds(act=0.55, margin=0.15, ask_back=0.20, emergency=0.35, faint_emergency=0.20)
"""For the keyword engine, measured on the 5,809 training sentences of Nov 2026: from 0.55 up 71 of 100 were right (47
of 100 get there); below 0.20 lie the messages without a keyword.
"""
