"""How far two names of persons may be one person's: word by word, with initials, short forms and slips of the pen.

Likeness with RapidFuzz. All thresholds are our choice.
"""

from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.recruiters.person_names import PersonName
from bot.vocabulary import Word

ALIKE = 0.72
"""Likeness from which two words may be one word, misheard or misspelt."""

SHORT_FORM, CALL_NAME = 0.8, 0.76
"""Of "Yan" to "Yanto" and of "Nus" to "Yunus", names cut at one end; of "Toni" to "Antonius", cut at both."""

INITIAL = 0.6
SURE = 0.84
"""Likeness below which a pair of words does not count as the same word for an automatic link ("Maria", "Mario")."""

_JOINED = 0.88


class Agreement(Word):
    """What two names have in common."""

    SAME = "same"
    PART = "part"
    SOME = "some"
    NONE = "none"


@dataclass(frozen=True)
class NameLikeness:
    """``words``: of every pair of words that agree how the first's sounds, and how alike they are, 0 to 1.

    ``apart``: words that neither has of the other, counted on the side that has fewer: a contradiction. ``surplus``:
    words that only one has. ``sexes_differ``: titles say so ("Pak", "Mama"). ``sure``: nothing speaks
    against one person.
    """

    agreement: Agreement
    words: tuple[tuple[str, float], ...] = ()
    apart: int = 0
    surplus: int = 0
    sexes_differ: bool = False
    sure: bool = False

    @property
    def weak(self) -> bool:
        """Whether some word agrees as a short form or an initial only."""
        return any(value < SURE for _, value in self.words)


def compare_names(one: PersonName, other: PersonName) -> NameLikeness:
    """Return how alike two names are, whichever comes first."""
    if _joined(one) == _joined(other) or _joined_likeness(one, other) >= _JOINED:
        return _as_one_word(one, other)
    pairs, left_one, left_other = _paired(one, other)
    apart, surplus = min(left_one, left_other), abs(left_one - left_other)
    differ = _sexes_differ(one, other)
    sure = not apart and not differ and _are_sure(pairs, one, other)
    if not pairs:
        agreement = Agreement.NONE
    elif apart:
        agreement = Agreement.SOME
    else:
        agreement = Agreement.PART if surplus else Agreement.SAME
    return NameLikeness(agreement, tuple(pairs), apart, surplus, differ, sure)


def word_likeness(one: str, other: str, heard_one: str, heard_other: str) -> float:
    """Return how alike two words of names are, 0 to 1; below ALIKE they are different words and it is 0."""
    if heard_one == heard_other:
        return 1.0 if one == other else 0.96
    short, long = sorted((heard_one, heard_other), key=len)
    if len(short) == 1:
        return INITIAL if long.startswith(short) else 0.0
    if len(short) >= 3 and (long.startswith(short) or long.endswith(short)):
        return SHORT_FORM
    if len(short) >= 3 and short in long:
        return CALL_NAME
    value = max(OSA.normalized_similarity(one, other), OSA.normalized_similarity(heard_one, heard_other))
    return value * 0.98 if value >= ALIKE and len(short) >= 3 else 0.0


def _paired(one: PersonName, other: PersonName) -> tuple[list[tuple[str, float]], int, int]:
    """Pair the words that are most alike first; return the pairs and how many words are left on each side."""
    scored = [
        (word_likeness(word, against, heard, heard_against), i, j, heard if len(heard) > 1 else heard_against)
        for i, (word, heard) in enumerate(zip(one.words, one.sounds, strict=True))
        for j, (against, heard_against) in enumerate(zip(other.words, other.sounds, strict=True))
    ]
    taken_one: set[int] = set()
    taken_other: set[int] = set()
    pairs: list[tuple[str, float]] = []
    for value, i, j, heard in sorted(scored, key=lambda each: (-each[0], abs(each[1] - each[2]))):
        if value and i not in taken_one and j not in taken_other:
            taken_one.add(i)
            taken_other.add(j)
            pairs.append((heard, value))
    return pairs, len(one.words) - len(taken_one), len(other.words) - len(taken_other)


def _as_one_word(one: PersonName, other: PersonName) -> NameLikeness:
    """Return the likeness of names that differ in blanks or a letter only ("Siti Mariam", "Sitimariam")."""
    pairs, left_one, left_other = _paired(one, other)
    if left_one or left_other:
        shorter = one if len(one.words) <= len(other.words) else other
        pairs = [(heard, _joined_likeness(one, other)) for heard in shorter.sounds]
    differ = _sexes_differ(one, other)
    sure = not differ and _are_sure(pairs, one, other)
    return NameLikeness(Agreement.SAME, tuple(pairs), sexes_differ=differ, sure=sure)


def _joined(name: PersonName) -> str:
    return "".join(name.sounds)


def _joined_likeness(one: PersonName, other: PersonName) -> float:
    return OSA.normalized_similarity(_joined(one), _joined(other), score_cutoff=_JOINED)


def _are_sure(pairs: list[tuple[str, float]], one: PersonName, other: PersonName) -> bool:
    """Tell whether words that agree are enough not to be another person of the family, or of the same first letter.

    One word is enough when it stands first on both sides: the last is the name of the clan, which relatives share. A
    short form or an initial is enough only where no other word is left over.
    """
    values = [value for _, value in pairs]
    left_over = len(one.words) != len(other.words)
    if not values or not all(value >= SURE or (value in {SHORT_FORM, INITIAL} and not left_over) for value in values):
        return False
    if len(pairs) > 1:
        return any(value >= SURE for value in values)
    return word_likeness(one.words[0], other.words[0], one.sounds[0], other.sounds[0]) >= SHORT_FORM


def _sexes_differ(one: PersonName, other: PersonName) -> bool:
    return bool(one.sex and other.sex and one.sex != other.sex)
