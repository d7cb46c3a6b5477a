"""Answers, their sources and their translations as plain values."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from bot.vocabulary import Language, Word

ADDED_TOPICS = "added"
"""The file of the topics that admins added, as exports name it."""

FLAG_PREFIX = "flag_"
"""How the keys of the answers about red flags begin."""


class Form(Word):
    """The texts of an answer: for menus, for one SMS, and in full."""

    LABEL = "label"
    SHORT = "short"
    FULL = "full"


class Confidence(Word):
    """How sure a fact or a number is. ``LOW`` never reaches the public."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Audience(Word):
    """Who asks, where the advice differs: for a relative who leaves, or as somebody not yet 18. Else the worker."""

    FAMILY = "family"
    UNDER_18 = "under_18"


class State(Word):
    """Whether a speaker of the language approved a translation."""

    DRAFT = "draft"
    APPROVED = "approved"


class RevisionState(Word):
    """What became of a version of an answer.

    ``SHIPPED``: a file's text, noted for the history only. ``SCHEDULED``: read and approved, published at its time.
    """

    SHIPPED = "shipped"
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    RETIRED = "retired"


class WithdrawalKind(Word):
    """What can be withdrawn."""

    ANSWER = "answer"
    HOTLINE = "hotline"


class Grade(Word):
    """How a draft came about: a whole attested sentence, attested pieces put together, or a guess."""

    ATTESTED = "attested"
    ASSEMBLED = "assembled"
    GUESSED = "guessed"


@dataclass(frozen=True)
class Source:
    """Where a statement comes from. ``date`` is YYYY, YYYY-MM or YYYY-MM-DD, as precise as it is known."""

    fact: str
    title: str
    url: str
    date: str
    confidence: Confidence
    perishable: bool = False


@dataclass(frozen=True)
class AskedAs:
    """How people ask for an added topic. ``language``: id, mkn, aoz or en; ``speaker``: who wrote a Dawan one."""

    language: str
    text: str
    speaker: str = ""


@dataclass(frozen=True)
class Answer:
    """What people read about one topic, in Indonesian, the reference language.

    ``label`` may be empty when the answer is never offered as a choice. ``next`` are the keys of what people
    ask next. ``topic`` is the name of its file. Answers that state no fact have no sources and no dates.
    A variant names the answer it stands in for (``variant_of``) and either the destination (an ISO 3166 code; ``ID``
    is work inside Indonesia) or the audience that gets it. ``sentences``: of an added topic, as its file has them.
    """

    key: str
    topic: str
    label: str
    short: str
    full: str
    next: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    reviewed_on: date | None = None
    review_by: date | None = None
    variant_of: str = ""
    destination: str = ""
    audience: Audience | None = None
    sentences: tuple[AskedAs, ...] = ()

    @property
    def question(self) -> str:
        """Return the key of the answer that people ask for: its own, or that of which it is a variant."""
        return self.variant_of or self.key

    def text(self, form: Form) -> str:
        """Return one of its texts, placeholders not filled."""
        match form:
            case Form.LABEL:
                return self.label
            case Form.SHORT:
                return self.short
            case Form.FULL:
                return self.full

    @property
    def reference_hash(self) -> str:
        """Return the SHA-256 of its three texts, by which stored translations know what they belong to."""
        return sha256("\0".join((self.label, self.short, self.full)).encode()).hexdigest()


@dataclass(frozen=True)
class Translation:
    """One text of one answer in another language, bound to the Indonesian text it translates.

    ``grade``, ``rows`` (of the language reference it is built on) and ``weakest`` (the word or choice most in
    doubt) describe a draft; ``speaker`` says who approved it.
    """

    key: str
    form: Form
    language: Language
    reference: str
    text: str
    state: State
    grade: Grade | None = None
    rows: str = ""
    weakest: str = ""
    speaker: str = ""

    @property
    def where(self) -> str:
        """Return its address in the catalogs."""
        return f"{self.language}: {self.key}.{self.form}"

    @property
    def stands_alone(self) -> bool:
        """Return whether it may be sent without the Indonesian: approved, or not Dawan.

        Speakers of Dawan have to check its drafts; English is written by people who command it.
        """
        return self.state is State.APPROVED or (self.language is not Language.AOZ and not self.is_guess)

    @property
    def is_guess(self) -> bool:
        """Return whether it is a guessed draft, which is never sent."""
        return self.state is State.DRAFT and self.grade is Grade.GUESSED
