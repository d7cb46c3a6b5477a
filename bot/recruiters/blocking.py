"""Keys by which a recruiter who was told before is looked up. The store keeps only keyed hashes of them.

Two tellings of one recruiter share at least one key that few others share: a phone; a pair of name words, whole, as
first letter and word, or without their vowels; one name word with the village or the company; a company's name.
A single name word and a place are keys too, of which the store reads the newest few only: a rare one finds its
bearer, "Maria" shows how common it is.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations

from bot.recruiters.company_names import name_words, sound_key
from bot.recruiters.identity import Identity, IdentityKind, place_key
from bot.recruiters.person_names import PersonName, read_name, skeleton

WORD, PLACE, COMPANY = "n:", "l:", "c:"
"""Beginnings of the keys of a single name word, of a place and of a company; how they are compared follows."""

MOST_PLACES = 4
"""Places and companies that are put together with each word of a name."""

_COMPANY_PART = 5
_SHORT_FORM = 3


def blocking_keys(identity: Identity, beside: Iterable[Identity] = ()) -> tuple[str, ...]:
    """Return the keys of one identity. ``beside``: what the same report tells as well."""
    if identity.kind is IdentityKind.NAME:
        return tuple(dict.fromkeys(_of_name(read_name(identity.value), tuple(beside))))
    if identity.kind is IdentityKind.COMPANY:
        return tuple(dict.fromkeys(_of_company(identity.value, tuple(beside))))
    if identity.kind is IdentityKind.PLACE:
        return tuple(f"{PLACE}{place}" for place in _places([identity]))
    return (f"{identity.kind}:{identity.value}",)


def all_keys(identities: Iterable[Identity]) -> tuple[str, ...]:
    """Return the keys of all identities of one report, each once, in their order."""
    told = tuple(identities)
    return tuple(dict.fromkeys(key for identity in told for key in blocking_keys(identity, told)))


def _of_name(name: PersonName, beside: tuple[Identity, ...]) -> Iterator[str]:
    words = name.full_sounds
    yield from (f"{WORD}{word}" for word in words)
    yield from (f"2:{one}+{other}" for one, other in combinations(words, 2))
    yield from (f"s:{'+'.join(sorted(map(skeleton, pair)))}" for pair in combinations(words, 2))
    for heard in words:
        yield from (f"i:{other[0]}+{heard}" for other in set(name.sounds) - {heard})
    around = [*_places(beside), *_companies(beside)]
    for heard in words:
        for where in around:
            yield f"w:{heard}@{where}"
            yield f"a:{heard[:3]}@{where}"
    for heard in words:
        if len(heard) >= _SHORT_FORM:
            yield f"f:{heard[:_SHORT_FORM]}"
            yield f"e:{heard[-_SHORT_FORM:]}"


def _of_company(told: str, beside: tuple[Identity, ...]) -> Iterator[str]:
    heard = _company_sound(told)
    if heard:
        yield f"{COMPANY}{heard}"
        yield f"b:{heard[:_COMPANY_PART]}"
        yield from (f"d:{heard[:_COMPANY_PART]}@{where}" for where in _places(beside))


def _places(beside: Iterable[Identity]) -> list[str]:
    keys = (place_key(one.value) for one in beside if one.kind is IdentityKind.PLACE)
    return [key for key in dict.fromkeys(keys) if key][:MOST_PLACES]


def _companies(beside: Iterable[Identity]) -> list[str]:
    heard = (_company_sound(one.value)[:_COMPANY_PART] for one in beside if one.kind is IdentityKind.COMPANY)
    return [f"c:{key}" for key in dict.fromkeys(heard) if key][:MOST_PLACES]


def _company_sound(told: str) -> str:
    return sound_key("".join(name_words(told)))
