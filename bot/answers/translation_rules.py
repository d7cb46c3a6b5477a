"""Rules for translations: what they translate, what is known about them, lengths, and Dawan words."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.answers.answer_rules import (
    LABEL_SEPTETS,
    LONG_FULL,
    LONG_LABEL,
    LONG_SHORT,
    ODD_CHARACTERS,
    filled,
    full_limit,
    short_limit,
    wording_findings,
)
from bot.answers.catalog import DRAFT_FRAME, Catalog
from bot.answers.findings import Finding, error, said, warning
from bot.answers.model import Form, State, Translation
from bot.answers.sms import outside_gsm7, segments, to_gsm7
from bot.answers.translation_files import catalog_name
from bot.answers.wording_rules import named
from bot.vocabulary import Language

WORDS_FILE = "dawan_words.txt"

_UNKNOWN_WORDS = "has words that are not in dawan_words.txt: {words}"
_EXTRA = "has placeholders the Indonesian lacks: {names}"
_LACKS = "lacks placeholders of the Indonesian: {names}"
_LONG_DRAFT = "has {units} septets once filled with the mark of drafts ({mark}); at most {most}"

_TOKEN = re.compile(r"'?[^\W\d_]+(?:['-][^\W\d_]+)*'?")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def translation_findings(catalog: Catalog, today: date, key: str = "") -> Iterator[Finding]:
    """Yield every fault of every translation, or of those of one answer; stale ones are warnings."""
    stale = {(t.language, t.key, t.form) for t in catalog.stale()}
    for translation in _of(catalog, key):
        where = _where(translation)
        if translation.key not in catalog:
            yield error(where, "translates an answer that does not exist; correct or remove it")
        elif (translation.language, translation.key, translation.form) in stale:
            yield warning(where, "is stale: msgid is not the present Indonesian text; it is not sent")
        else:
            yield from _placeholder_findings(translation)
            yield from _length_findings(translation, catalog, today)
            yield from wording_findings(where, translation.text, catalog)
        yield from _note_findings(translation)


def dawan_word_findings(catalog: Catalog, responses: Path, key: str = "") -> Iterator[Finding]:
    """Yield Dawan texts, or those of one answer, with words that are not in ``dawan_words.txt`` where there is one."""
    path = responses / WORDS_FILE
    if not path.exists():
        return
    words = read_words(path)
    for translation in _of(catalog, key):
        if translation.language is Language.AOZ:
            unknown = unknown_words(translation.text, words)
            if unknown:
                yield error(_where(translation), said(_UNKNOWN_WORDS, words=", ".join(unknown)))


def _of(catalog: Catalog, key: str) -> Iterator[Translation]:
    return (translation for translation in catalog.translations() if not key or translation.key == key)


def read_words(path: Path) -> frozenset[str]:
    """Return the allowed words, one a line, ``#`` begins a comment."""
    lines = (line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return frozenset(to_gsm7(line).lower() for line in lines if line)


def unknown_words(text: str, words: frozenset[str]) -> list[str]:
    """Return the words of a text that are not allowed. Commands and abbreviations in capitals may stand."""
    tokens = _TOKEN.findall(_PLACEHOLDER.sub(" ", to_gsm7(text)))
    unknown = [token for token in tokens if not _is_capitals(token) and not _is_known(token.lower(), words)]
    return list(dict.fromkeys(unknown))


def _is_capitals(token: str) -> bool:
    return len(token) > 1 and token.isupper()


def _is_known(token: str, words: frozenset[str]) -> bool:
    # An apostrophe at the edge is a glottal stop or a quotation mark.
    if {token, token.strip("'"), token.lstrip("'"), token.rstrip("'")} & words:
        return True
    parts = token.split("-")
    return len(parts) > 1 and all(_is_known(part, words) for part in parts if part)


def _where(translation: Translation) -> str:
    return f"{catalog_name(translation.language)} {translation.key}.{translation.form}"


def _placeholder_findings(translation: Translation) -> Iterator[Finding]:
    theirs, ours = named(translation.reference), named(translation.text)
    if extra := ours - theirs:
        yield error(_where(translation), said(_EXTRA, names=", ".join(sorted(extra))))
    if missing := theirs - ours:
        # A draft goes out beside the Indonesian and may say less; a text that stands alone may not.
        found = error if translation.stands_alone else warning
        yield found(_where(translation), said(_LACKS, names=", ".join(sorted(missing))))


def _length_findings(translation: Translation, catalog: Catalog, today: date) -> Iterator[Finding]:
    where = _where(translation)
    if translation.form is Form.LABEL:
        if (units := segments(to_gsm7(translation.text)).units) > LABEL_SEPTETS:
            yield error(where, said(LONG_LABEL, units=units, most=LABEL_SEPTETS))
        return
    text = filled(translation.key, translation.text, translation.language, catalog, today)
    if text is None:
        return
    if translation.form is Form.FULL:
        limit = full_limit(catalog.answer(translation.key))
        if len(text) > limit:
            yield error(where, said(LONG_FULL, units=len(text), most=limit))
        return
    if odd := outside_gsm7(to_gsm7(text)):
        yield error(where, said(ODD_CHARACTERS, odd=odd))
    yield from _short_length(translation, text, catalog)


def _short_length(translation: Translation, text: str, catalog: Catalog) -> Iterator[Finding]:
    mark = ""
    if not translation.stands_alone and DRAFT_FRAME in catalog:
        mark = catalog.answer(DRAFT_FRAME).short + " "
    limit = short_limit(catalog.answer(translation.key))
    units = segments(to_gsm7(mark + text)).units
    if units > limit:
        pattern = _LONG_DRAFT if mark else LONG_SHORT
        yield error(_where(translation), said(pattern, units=units, most=limit, mark=len(mark)))


def _note_findings(translation: Translation) -> Iterator[Finding]:
    where = _where(translation)
    if translation.state is State.APPROVED:
        if not translation.speaker:
            yield error(where, 'is approved but does not say by whom: add "#. speaker: NAME"')
        return
    if translation.language is not Language.AOZ:
        return
    for name in ("grade", "rows", "weakest"):
        if not getattr(translation, name):
            yield error(where, said('is a draft without the comment "#. {name}: ..."', name=name))
