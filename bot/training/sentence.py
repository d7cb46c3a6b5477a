"""A message kept for learning: what it is once everything that could name somebody is out of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from bot.vocabulary import Word

MAX_CHARS = 400
"""A longer message is a story, and a story tells who it is about however well it is redacted."""

DAILY_LIMIT = 200
"""Rows kept on one day, so that a flood fills neither the disk nor somebody's week."""

RETENTION = timedelta(days=180)
"""How long a row is kept, labelled or not. Nobody can ask for its erasure later: nothing tells whose it was."""

SKIP = "skip"
"""The label of what teaches nothing."""


class Reason(Word):
    """Why a message is kept: not understood, asked back, or asked back and then chosen from the list."""

    UNCLEAR = "unclear"
    ASKED_BACK = "asked_back"
    CORRECTED = "corrected"


class Outcome(Word):
    """What became of a label. None where there is none yet: the sentence waits to be written.

    ``writing``: being compared and written, or left so by a writer that was killed. ``added``: in the training data.
    ``refused``: it would teach nothing. ``skipped``: not meant to. ``earlier``: labelled before outcomes were kept.
    """

    WRITING = "writing"
    ADDED = "added"
    REFUSED = "refused"
    SKIPPED = "skipped"
    EARLIER = "earlier"


@dataclass(frozen=True)
class Guess:
    """One of the best three intents, with the confidence between 0 and 1 it had then."""

    intent: str
    confidence: float


@dataclass(frozen=True)
class NewSentence:
    """A redacted message to keep. ``kept_on`` is the day in Kupang; no time is kept.

    ``language`` is the guessed one, ``model`` the id of the model that did not understand it, None for keywords.
    """

    kept_on: date
    text: str
    language: str
    guesses: tuple[Guess, ...]
    reason: Reason
    model: str | None = None


@dataclass(frozen=True)
class Sentence:
    """A kept message as it is labelled. ``chosen`` is the intent the person picked, ``label`` an intent or SKIP.

    ``note``: why it was refused, in our words. ``labelled_by``: as the audit log names them, "" for nobody.
    """

    id: UUID
    text: str
    language: str
    guesses: tuple[Guess, ...]
    reason: Reason
    chosen: str | None = None
    label: str | None = None
    outcome: Outcome | None = None
    note: str = ""
    labelled_by: str = ""
