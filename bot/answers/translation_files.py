"""Reading translations from PO catalogs: the answer's key and form are the message context."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, read_po

from bot.answers.findings import Finding, error, warning
from bot.answers.model import Form, Grade, State, Translation
from bot.vocabulary import Language, Word

NOTES = frozenset({"state", "grade", "rows", "weakest", "speaker", "limit", "placeholders", "source"})
"""The machine-readable comments, ``#. name: value``. Translation says what the first five mean; the others tell a
translator about the Indonesian text and are written anew by every export.
"""

WordType = TypeVar("WordType", bound=Word)

TRANSLATED_INTO = (Language.AOZ, Language.EN)


def catalog_name(language: Language) -> str:
    """Return the file name of a language's catalog."""
    return f"{language}.po"


def read_translations(folder: Path, findings: list[Finding]) -> list[Translation]:
    """Return the translations of all catalogs; every fault goes to ``findings``. A language may have none."""
    translations = []
    for language in TRANSLATED_INTO:
        path = folder / catalog_name(language)
        if path.exists():
            translations += read_translation_file(path, language, findings)
    for path in sorted(folder.glob("*.po")):
        if path.stem not in set(TRANSLATED_INTO):
            findings.append(error(path.name, f"is no catalog of {', '.join(TRANSLATED_INTO)}; rename it"))
    return translations


def read_translation_file(path: Path, language: Language, findings: list[Finding]) -> list[Translation]:
    """Return the translations of one catalog; every fault goes to ``findings``."""
    try:
        with path.open("rb") as file:
            # No locale is passed: Babel knows no "aoz" and takes an unknown language header as none.
            messages = list(read_po(file, charset="utf-8", abort_invalid=True))
    except (PoFileError, UnicodeDecodeError, ValueError) as problem:
        findings.append(error(path.name, f"is no valid PO file: {problem}"))
        return []
    found: dict[str, Translation] = {}
    for message in messages:
        if message.id and message.string and message.fuzzy:
            findings.append(warning(f"{path.name} {message.context}", "is marked fuzzy and not served"))
        elif message.id and message.string:
            _add(found, message, path.name, language, findings)
    return list(found.values())


def _add(
    found: dict[str, Translation], message: Message, file: str, language: Language, findings: list[Finding]
) -> None:
    context = message.context or ""
    where = f"{file} {context or 'line ' + str(message.lineno)}"
    before = len(findings)
    findings += [error(where, fault) for fault in _shape_faults(message, context, found)]
    notes = _notes(message, where, findings)
    state = _word(notes, "state", State, where, findings)
    grade = _word(notes, "grade", Grade, where, findings)
    if state is None:
        findings.append(error(where, 'needs the comment "#. state: draft" or "#. state: approved"'))
    if len(findings) > before or state is None:
        return
    key, _, form = context.rpartition(".")
    found[context] = Translation(
        key=key,
        form=Form(form),
        language=language,
        reference=str(message.id).strip(),
        text=str(message.string).strip(),
        state=state,
        grade=grade,
        rows=notes.get("rows", ""),
        weakest=notes.get("weakest", ""),
        speaker=notes.get("speaker", ""),
    )


def _shape_faults(message: Message, context: str, found: Mapping[str, Translation]) -> Iterator[str]:
    if context in found:
        yield "is there twice; keep one of the two"
    key, _, form = context.rpartition(".")
    if not key or form not in set(Form):
        yield 'needs msgctxt "key.form" with form label, short or full'
    if not isinstance(message.id, str) or not isinstance(message.string, str):
        yield "must not have plural forms"


def _notes(message: Message, where: str, findings: list[Finding]) -> dict[str, str]:
    """Return the ``name: value`` comments. Lines without a known name continue the note before them."""
    notes: dict[str, str] = {}
    last = ""
    for comment in message.auto_comments:
        name, colon, value = comment.partition(":")
        if colon and name.strip() in NOTES:
            last = name.strip()
            if last in notes:
                findings.append(error(where, f'has the comment "{last}" twice'))
            notes[last] = value.strip()
        elif last:
            notes[last] += " " + comment.strip()
        else:
            findings.append(error(where, f"has a comment that is none of {', '.join(sorted(NOTES))}"))
    return notes


def _word(
    notes: Mapping[str, str], name: str, kind: type[WordType], where: str, findings: list[Finding]
) -> WordType | None:
    """Return a note as one of the kind's words, None when the note is missing or wrong."""
    text = notes.get(name, "")
    if not text:
        return None
    try:
        return kind(text)
    except ValueError:
        findings.append(error(where, f'{name} must be one of {", ".join(kind)}, not "{text[:40]}"'))
        return None
