"""Names of recruiters, with their title as written: "Pak Yos", "Om Beni", "calo bernama [Yanto]".

Rules, in order: a title and what follows it; the name after a word for a recruiter or after "bernama"; a listed or
capitalised name after "diajak", "ditipu", "oleh"; and a listed name whose own verb is a recruiter's ("Frengky tipu
saya"). Never the writer's or the victim's name: not after "nama saya", "anak saya", "korban".
"""

from collections.abc import Iterator

from bot.understanding.model import Entity
from bot.understanding.pieces.entity_words import entity_words
from bot.understanding.pieces.everyday import is_everyday, is_given_name
from bot.understanding.pieces.places import is_place
from bot.understanding.pieces.reading import Reading

_MOST_WORDS = 4
_REACH = 7


def find_recruiters(reading: Reading) -> Iterator[Entity]:
    """Yield recruiters' names; ``normalised`` is the name with single blanks."""
    index = 0
    while index < len(reading.words):
        found = _at(reading, index)
        if found:
            first, last = found
            start, end = reading.words[first].start, reading.words[last - 1].end
            yield reading.entity("recruiter_name", start, end, " ".join(reading.text[start:end].split()))
        index = found[1] if found else index + 1


def _at(reading: Reading, index: int) -> tuple[int, int] | None:
    """Return the words of the name that is told from ``index`` on: its first and the one after its last."""
    word = reading.words[index].text
    if word in entity_words("titles"):
        return _titled(reading, index)
    if word in entity_words("recruiter_words") or word in entity_words("name_is"):
        return _told(reading, index)
    if word in entity_words("done_by"):
        return _done_by(reading, index)
    return _doer(reading, index)


def _titled(reading: Reading, index: int) -> tuple[int, int] | None:
    first = index + 1
    while first < len(reading.words) and reading.words[first].text in entity_words("titles") and reading.joined(first):
        first += 1  # "Ibu Mama Ros", "Pak Haji Mul"
    if first > index + 1 and _end(reading, first, titled=True) == first:
        first -= 1  # "Kak Nona"
    last = _end(reading, first, titled=reading.words[index].text not in entity_words("doubtful_titles"))
    if last == first or reading.between(index + 1) == "-" or _is_own(reading, index):
        return None  # no name, "ibu-ibu", "suami saya Pak Anton"
    return index, last


def _told(reading: Reading, index: int) -> tuple[int, int] | None:
    """Return the name after "calo", "calo nama", "bernama", "namanya"."""
    first = index + 1
    introduced = reading.words[index].text in entity_words("name_is")
    while first < min(index + 4, len(reading.words)) and reading.words[first].text in entity_words("name_fillers"):
        introduced = introduced or reading.words[first].text in entity_words("name_is")
        first += 1
    if introduced and (_is_victim(reading, index) or _is_agency(reading, index)):
        return None
    if first < len(reading.words) and reading.words[first].text in entity_words("titles"):
        return _titled(reading, first)
    last = _end(reading, first, titled=introduced)
    return (first, last) if last > first else None


def _done_by(reading: Reading, index: int) -> tuple[int, int] | None:
    """Return the name right after "diajak", "ditipu", "oleh": a listed one, or any with a capital."""
    first = index + 1
    if first >= len(reading.words) or reading.words[first].text in entity_words("titles"):
        return None
    last = _end(reading, first, titled=False)
    return (first, last) if last > first else None


def _doer(reading: Reading, index: int) -> tuple[int, int] | None:
    """Return a listed name that a recruiter's verb follows, or with a capital in a message that accuses somebody."""
    capital = reading.is_capital(index)
    if not is_given_name(reading.words[index].text, capital=capital) or _is_own(reading, index):
        return None
    last = _end(reading, index, titled=False)
    if last == index:
        return None
    verbs = reading.after(last, 3)
    listed = is_given_name(reading.words[index].text) or not reading.opens_sentence(index)
    accused = capital and listed and any(word.text in entity_words("accusing") for word in reading.words)
    return (index, last) if accused or any(verb in entity_words("recruiter_verbs") for verb in verbs) else None


def _end(reading: Reading, first: int, *, titled: bool) -> int:
    """Return the index after the last word of the name that begins at ``first``, ``first`` when there is none."""
    last = first
    while last < min(first + _MOST_WORDS, len(reading.words)) and _is_part(reading, first, last, titled=titled):
        last += 1
    return last


def _is_part(reading: Reading, first: int, index: int, *, titled: bool) -> bool:
    word, capital = reading.words[index].text, reading.is_capital(index)
    if not _is_next(reading, first, index) or not word.isalpha() or len(word) < 2:
        return False
    if capital and len(word) > 1 and reading.read[reading.words[index].start : reading.words[index].end].isupper():
        capital = False  # "WNA", "ATM"; a name in capitals has to be listed
    if index > first and capital and reading.is_capital(first):
        return word not in entity_words("company_forms")
    if word in entity_words("no_names") or (index > first and reading.is_capital(first) != capital):
        return False
    if is_given_name(word, capital=capital):
        return True
    if is_place(word) and not titled:
        return False
    return (capital and (titled or not is_everyday(word))) or (titled and not is_everyday(word))


def _is_next(reading: Reading, first: int, index: int) -> bool:
    """Tell whether the word at ``index`` goes on without a stop; the dot of "Bpk." is none."""
    gap = reading.between(index)
    if index > first:
        return gap.strip() in {"", "-"}
    short = index > 0 and reading.words[index - 1].text in entity_words("dotted_titles")
    return gap.strip() in {"", ":", '"', "'", "“"} or (gap.strip() == "." and short)


def _is_own(reading: Reading, index: int) -> bool:
    """Tell whether the name at ``index`` is the writer's, a relative's or a victim's: "nama saya", "suami saya"."""
    before = reading.before(index, 3)
    if not before:
        return False
    if before[-1] in entity_words("me"):
        return len(before) < 2 or before[-2] in entity_words("own") or before[-2] in entity_words("name_is")
    return before[-1] in entity_words("own")


def _is_agency(reading: Reading, index: int) -> bool:
    """Tell whether "bernama" goes on from a company: "agensi di Hong Kong bernama ..."."""
    before = reading.before(index, _REACH)
    return any(word in entity_words("company_nouns") for word in before) and not any(
        word in entity_words("recruiter_words") for word in before
    )


def _is_victim(reading: Reading, index: int) -> bool:
    """Tell whether "bernama" goes on from a victim or the writer rather than from a recruiter."""
    before = reading.before(index, _REACH)
    after = reading.after(index + 1, 1)
    if after and after[0] in entity_words("me"):
        return True
    if any(word in entity_words("recruiter_words") or word in entity_words("somebody") for word in before):
        return False
    return any(word in entity_words("own") or word in entity_words("me") for word in before[-4:])
