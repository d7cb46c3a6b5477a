"""Keys by which a text that somebody types finds recruiters: those of blocking.py, the narrow ones only.

A phone or an account is looked for alone. Of a name any two words find it, as written or by their consonants, or a word
with an initial; of a company how its first five letters sound. Else every word has to be found, each in a name, a
company or a place.
"""

import re
from dataclasses import dataclass

from bot.recruiters.agency_rows import e164
from bot.recruiters.blocking import COMPANY, WORD, blocking_keys
from bot.recruiters.company_names import name_words, sound_key
from bot.recruiters.identity import Identity, IdentityKind, accounts_in, identities_of, is_kind_of_place
from bot.recruiters.person_names import MOST_WORDS, read_name

_PHONE = re.compile(r"[+(]?\d(?:[ .()/-]{0,2}\d){6,17}")
_PAIRS, _INITIALS, _PIECES, _BEGINNING = ("2:", "s:"), "i:", ("f:", "e:"), "b:"
_LEAST_OF_COMPANY = 5
_LEAST_OF_ACCOUNT = 10
_LEFT_OUT = frozenset(["dari", "di", "ke", "dan", "yang", "pt", "cv"])


@dataclass(frozen=True)
class WordKeys:
    """One word as it was typed. ``any_of``: one key is enough; ``pieces``: one identity must have all of them."""

    word: str
    any_of: tuple[str, ...]
    pieces: tuple[str, ...]


@dataclass(frozen=True)
class SearchKeys:
    """``any_of``: keys each of which finds a recruiter by itself. ``words``: or every one of these has to."""

    any_of: tuple[str, ...] = ()
    words: tuple[WordKeys, ...] = ()


def search_keys(typed: str) -> SearchKeys:
    """Return what a typed text is looked up by; nothing where it holds neither a number nor letters."""
    numbers = tuple(dict.fromkeys(key for one in _numbers(typed) for key in blocking_keys(one)))
    if numbers:
        return SearchKeys(numbers)
    tokens = [word for word in re.split(r"[\W_]+", typed.casefold()) if _tells(word)]
    words = [word for word in tokens if len(word) > 1][:MOST_WORDS]
    wanted = _PAIRS if all(len(word) > 1 for word in tokens) else (*_PAIRS, _INITIALS)
    pairs = (key for key in _keys(IdentityKind.NAME, " ".join(tokens)) if key.startswith(wanted))
    return SearchKeys((*pairs, *_of_company(typed)), tuple(map(_of_word, words)))


def _tells(word: str) -> bool:
    """Tell whether a word is neither a title, a preposition nor what kind of place or company it is."""
    return bool(word and read_name(word).words) and word not in _LEFT_OUT and not is_kind_of_place(word)


def _numbers(typed: str) -> tuple[Identity, ...]:
    """Return the phones and accounts in a text; a long number may be either."""
    phones, accounts = [], list(accounts_in(typed))
    for found in _PHONE.findall(typed):
        phones.append(e164(found) or found)
        digits = re.sub(r"\D", "", found)
        if len(digits) >= _LEAST_OF_ACCOUNT:
            accounts.append(f"bank:{digits}")
    return identities_of(phones=phones, accounts=accounts)


def _of_word(word: str) -> WordKeys:
    keys = _keys(IdentityKind.NAME, word)
    sure = (key for key in keys if key.startswith(WORD))
    return WordKeys(word, (*sure, *_of_company(word)), tuple(key for key in keys if key.startswith(_PIECES)))


def _of_company(typed: str) -> tuple[str, ...]:
    long = len(sound_key("".join(name_words(typed)))) >= _LEAST_OF_COMPANY
    wanted = (COMPANY, _BEGINNING) if long else (COMPANY,)
    return tuple(key for key in _keys(IdentityKind.COMPANY, typed) if key.startswith(wanted))


def _keys(kind: IdentityKind, value: str) -> tuple[str, ...]:
    return blocking_keys(Identity(kind, value))
