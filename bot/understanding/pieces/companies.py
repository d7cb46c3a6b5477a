"""Names of companies and agencies, with "PT", "CV", "Yayasan" and the like as they are written.

Rules: what follows such a word, capitals as long as they go on, small letters as long as no everyday word comes;
the same after "perusahaan" or "agensi", a word that does not belong to the name; and names in capitals that hold
a word agencies are called by ("Jaya", "Manpower"; data/entity_words.tsv).
"""

from collections.abc import Iterator

from bot.understanding.model import Entity
from bot.understanding.pieces.entity_words import entity_words
from bot.understanding.pieces.everyday import is_everyday, is_given_name
from bot.understanding.pieces.places import is_abroad, is_place
from bot.understanding.pieces.reading import Reading

_MOST_WORDS = 6
_REACH = 7


def find_companies(reading: Reading) -> Iterator[Entity]:
    """Yield company names; ``normalised`` is the name with single blanks."""
    for index, word in enumerate(reading.words):
        if word.text in entity_words("company_forms"):
            last = _end(reading, index + 1) if _is_linked(reading, index + 1) else index
            if last > index + 1 and not _is_country(reading, index + 1, last):
                yield _entity(reading, index, last)
        elif word.text in entity_words("agency_words") or _names_agency(reading, index):
            yield from _after_agency(reading, index)
        elif _begins(reading, index):
            last = _end(reading, index)
            if _is_name(reading, index, last):
                yield _entity(reading, index, last)


def _begins(reading: Reading, index: int) -> bool:
    """Tell whether a name in capitals may begin here: not with a sentence's first everyday word, nor inside another."""
    if not reading.is_capital(index) or _is_opening(reading, index):
        return False
    inside = index > 0 and reading.is_capital(index - 1) and reading.joined(index)
    return not inside or _is_opening(reading, index - 1)


def _is_opening(reading: Reading, index: int) -> bool:
    word = reading.words[index].text
    return reading.opens_sentence(index) and is_everyday(word) and word not in entity_words("company_words")


def _names_agency(reading: Reading, index: int) -> bool:
    """Tell whether "bernama", "namanya" here goes on from a company: "agensi di Hong Kong bernama ..."."""
    if reading.words[index].text not in entity_words("name_is"):
        return False
    before = reading.before(index, _REACH)
    return any(word in entity_words("company_nouns") for word in before) and not any(
        word in entity_words("recruiter_words") or word in entity_words("titles") for word in before
    )


def _is_country(reading: Reading, first: int, last: int) -> bool:
    return last == first + 1 and (is_abroad(reading.words[first].text) or reading.words[first].text == "indonesia")


def _is_linked(reading: Reading, index: int) -> bool:
    """Tell whether a name can begin at ``index``, right after "PT" or "PT."."""
    if index >= len(reading.words) or reading.between(index).strip() not in {"", ".", '"', "“"}:
        return False
    word = reading.words[index].text
    return reading.between(index) != ". " or not is_everyday(word) or word in entity_words("company_words")


def _is_name(reading: Reading, first: int, last: int) -> bool:
    """Tell whether words in capitals are an agency's name: two and more with an agency's word, not its first alone."""
    words = [reading.words[index].text for index in range(first, last)]
    typical = sum(word in entity_words("company_words") for word in words[1:])
    previous = reading.words[first - 1].text if first and reading.joined(first) else ""
    if len(words) < 2 or previous in entity_words("titles") or words[0] in entity_words("titles"):
        return False
    if is_place(" ".join(words)):
        return False
    if len(words) == 2 and (is_given_name(words[0], capital=True) or reading.opens_sentence(first)):
        return False
    return typical > 0


def _after_agency(reading: Reading, index: int) -> Iterator[Entity]:
    """Yield the name after "perusahaan", "agensi", also after "perusahaannya namanya", "agensi itu nama"."""
    first = index + 1
    while first < min(index + 4, len(reading.words)) and reading.words[first].text in entity_words("name_fillers"):
        first += 1
    if first >= len(reading.words) or not reading.is_capital(first):
        return
    last = _end(reading, first)
    named = first > index + 1 or reading.words[index].text in entity_words("name_is")
    name = " ".join(word.text for word in reading.words[first:last])
    if not is_place(name) and (last - first >= 2 or (named and last > first)):
        yield _entity(reading, first, last)


def _end(reading: Reading, first: int) -> int:
    """Return the index after the last word of a name that begins at ``first``; ``first`` itself when none does."""
    last = first
    capital = first < len(reading.words) and reading.is_capital(first)
    while last < min(first + _MOST_WORDS, len(reading.words)) and _goes_on(reading, first, last, capital=capital):
        last += 1
        if reading.read[reading.words[last - 1].end : reading.words[last - 1].end + 2] == ". ":
            break
    return last


def _goes_on(reading: Reading, first: int, index: int, *, capital: bool) -> bool:
    word = reading.words[index].text
    if (index > first and not reading.joined(index)) or not word[0].isalpha() or word in entity_words("company_forms"):
        return False
    if capital:
        return reading.is_capital(index) and (index > first or not _is_barred(word))
    typical = word in entity_words("company_words")
    if word in entity_words("no_company"):
        return typical and index + 1 < len(reading.words) and _is_fit(reading.words[index + 1].text)
    return _is_fit(word)


def _is_barred(word: str) -> bool:
    return word in entity_words("no_company") and word not in entity_words("company_words")


def _is_fit(word: str) -> bool:
    """Tell whether a word written small can be part of a company's name."""
    if word in entity_words("no_company"):
        return False
    return word in entity_words("company_words") or (not is_everyday(word) and len(word) > 2 and word.isalpha())


def _entity(reading: Reading, first: int, last: int) -> Entity:
    start, end = reading.words[first].start, reading.words[last - 1].end
    return reading.entity("company_name", start, end, " ".join(reading.text[start:end].split()))
