"""When somebody leaves or is moved: "besok pagi", "minggu depan", "tanggal 5 maret", "tgl 5/3", "hari senin".

A time counts where the sentence tells a journey; where it tells something else (a birthday, opening hours, a
payment) it does not; where it tells neither, it counts when it is near ("besok", "malam ini"). Right beside a place
somebody goes to ("ke malaysia besok") it counts whatever else the sentence says of a question or a report, and beside
a place abroad whatever it says at all: a departure that is missed costs more than a day too many. ``normalised`` is
the time in folded words: the day it falls on depends on when the message was written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.understanding.model import Entity
from bot.understanding.pieces.entity_words import entity_words
from bot.understanding.pieces.places import find_places, is_abroad
from bot.understanding.pieces.reading import Reading
from bot.understanding.text import GLOTTAL_MARKS, fold

_PART = r"(?:pagi|siang|sore|malam|malem|subuh|dini\ hari)"
_DAY = r"(?:senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu)"
_MONTH = (
    r"(?:januari|februari|pebruari|maret|april|mei|juni|juli|agustus|september|oktober|november|nopember|desember"
    r"|jan|feb|mar|apr|jun|jul|agt|agu|sept|sep|okt|nov|des)"
)
_NUMBER = r"(?:\d{1,2}|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|beberapa)"
_YEAR = r"(?:\ (?:tahun\ )?20\d\d)?"
_TIME = re.compile(
    rf"""(?<![\w/.-])(?P<time>
      (?:besok|besuk|bsok|bsk|lusa)(?:\ lusa)?(?:\ {_PART})?
     |noka['{GLOTTAL_MARKS}]?
     |nanti\ {_PART}
     |(?:hari|{_PART}|minggu|bulan|krei)\ (?:ini|ii)(?:\ juga)?
     |(?:minggu|bulan|tahun|{_DAY})\ (?:depan|dpn|muka|besok)
     |(?:hari|malam|hr)\ {_DAY}(?:\ (?:depan|dpn|besok|ini|{_PART}))?
     |{_DAY}\ (?:{_PART}|ini)
     |(?:tanggal|tgl|tggl)\.?\ ?\d{{1,2}}(?:(?:[/-]\d{{1,2}}(?:[/-]\d{{2,4}})?)|\ {_MONTH}{_YEAR})?
     |\d{{1,2}}\ {_MONTH}{_YEAR}
     |{_NUMBER}\ (?:hari|minggu|bulan)\ lagi
     |(?:awal|akhir|pertengahan)\ (?:bulan|minggu|tahun)(?:\ (?:ini|depan))?
     |(?:senin|selasa|rabu|kamis|jumat|sabtu)
     |(?:habis|setelah|sesudah|abis)\ (?:natal|paskah|lebaran|tahun\ baru|panen)
    )(?!\w)""",
    re.I | re.X,
)
_NEAR = re.compile(r"besok|besuk|bsk|bsok|lusa|noka|nanti|malam ini|minggu depan|lagi$", re.I)

_TO = frozenset({"ke", "k"})
_ASKING = frozenset({"lapor", "melapor", "cek", "tanya"})
_GAP = " ,"


def find_departure_dates(reading: Reading) -> Iterator[Entity]:
    """Yield the times at which somebody is to leave."""
    times = list(_TIME.finditer(reading.read))
    aims = list(_aims(reading)) if times else []
    for match in times:
        sentence = _sentence(reading, match.start())
        leaves = not sentence.isdisjoint(entity_words("going")) or any(_beside(match, aim, sentence) for aim in aims)
        other = not sentence.isdisjoint(entity_words("not_going"))
        near = _NEAR.match(match["time"]) is not None
        born = not sentence.isdisjoint(entity_words("born"))
        if (leaves and not born) or (near and not other):
            yield reading.entity("departure_date", match.start(), match.end(), fold(match["time"]))


@dataclass(frozen=True)
class _Aim:
    """A place somebody goes to, with its "ke" and the blanks and commas on either side: where all that stands."""

    start: int
    end: int
    abroad: bool


def _aims(reading: Reading) -> Iterator[_Aim]:
    starts = {word.start: index for index, word in enumerate(reading.words)}
    for place in find_places(reading):
        at = starts.get(place.start, 0)
        if at and reading.words[at - 1].text in _TO:
            before = reading.read[: reading.words[at - 1].start].rstrip(_GAP)
            after = reading.read[place.end :].lstrip(_GAP)
            abroad = place.entity == "country" or is_abroad(fold(place.value))
            yield _Aim(len(before), len(reading.read) - len(after), abroad)


def _beside(time: re.Match[str], aim: _Aim, sentence: frozenset[str]) -> bool:
    """Tell whether a time stands right before or after a place that somebody goes to."""
    if time.start() != aim.end and time.end() != aim.start:
        return False
    return aim.abroad or sentence.isdisjoint(entity_words("not_going") - _ASKING)


def _sentence(reading: Reading, start: int) -> frozenset[str]:
    """Return the words of the sentence that the character at ``start`` belongs to."""
    at = next((index for index, word in enumerate(reading.words) if word.end > start), len(reading.words) - 1)
    return frozenset((*reading.before(at, 25), *reading.after(at, 25)))
