"""Writing translations into PO catalogs that Poedit and Weblate open: every text of every answer, gaps included.

The context is the answer's key and form; notes tell a translator the sources, the room there is and the placeholders
that have to stay. The same texts give the same bytes.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

from babel.messages.catalog import Catalog as PoCatalog
from babel.messages.pofile import write_po

from bot.answers.answer_rules import LABEL_SEPTETS, full_limit, short_limit
from bot.answers.catalog import DRAFT_FRAME, Catalog
from bot.answers.model import Answer, Form, Translation
from bot.answers.placeholders import placeholders
from bot.vocabulary import Language

HEADER = """\
{name} texts of the service. README.md in responses/catalogs says what the comments mean.
Written by: bot answers export"""
_NAMES = {Language.AOZ: "Dawan (Uab Meto)", Language.EN: "English"}
_NO_TIME = datetime(2026, 1, 1, tzinfo=UTC)  # a time of writing would make every export another file
_ONE_LINE = 100_000
_IDLE = (b'"Report-', b'"POT-', b'"PO-', b'"Last-Translator', b'"Language-Team', b'"Plural-Forms', b'"Generated-By')


def catalog_file(catalog: Catalog, language: Language) -> bytes:
    """Return the PO file of a language. A stale translation is left empty: the Indonesian it was made for is gone."""
    po = PoCatalog(
        locale=language.value,
        header_comment="\n".join(f"# {line}" for line in HEADER.format(name=_NAMES[language]).splitlines()),
        project="jalan-aman",
        version="1",
        copyright_holder="",
        msgid_bugs_address="",
        creation_date=_NO_TIME,
        revision_date=_NO_TIME,
        last_translator="",
        language_team="",
        fuzzy=False,
    )
    stale = {(t.key, t.form, t.language) for t in catalog.stale()}
    fresh = {(t.key, t.form): t for t in catalog.translations() if t.language is language}
    for answer in catalog.answers():
        for form in Form:
            if not answer.text(form):
                continue
            found = None if (answer.key, form, language) in stale else fresh.get((answer.key, form))
            po.add(
                answer.text(form),
                found.text if found else "",
                context=f"{answer.key}.{form}",
                auto_comments=[*_about_translation(found), *_about_text(answer, form, language, catalog)],
            )
    out = BytesIO()
    write_po(out, po, width=_ONE_LINE)
    return _without_idle_headers(out.getvalue())


def _without_idle_headers(written: bytes) -> bytes:
    """Take out the headers that say nothing here: nobody's address, and which release wrote the file."""
    head, blank, rest = written.partition(b"\n\n")
    kept = [line for line in head.split(b"\n") if not line.startswith(_IDLE)]
    return b"\n".join(kept) + blank + rest


def _about_translation(found: Translation | None) -> Iterator[str]:
    if found is None:
        return
    yield f"state: {found.state}"
    notes = {"grade": found.grade, "rows": found.rows, "weakest": found.weakest, "speaker": found.speaker}
    yield from (f"{name}: {note}" for name, note in notes.items() if note)


def _about_text(answer: Answer, form: Form, language: Language, catalog: Catalog) -> Iterator[str]:
    yield f"limit: {_limit(answer, form, language, catalog)}"
    names = sorted({str(found) for found in placeholders(answer.text(form))})
    if names:
        yield f"placeholders: {' '.join(names)}"
    if form is not Form.LABEL and answer.sources:
        yield f"source: {'; '.join(dict.fromkeys(f'{source.title} ({source.date})' for source in answer.sources))}"


def _limit(answer: Answer, form: Form, language: Language, catalog: Catalog) -> str:
    if form is Form.LABEL:
        return f"{LABEL_SEPTETS} characters"
    if form is Form.FULL:
        return f"{full_limit(answer)} characters once filled"
    room = short_limit(answer)
    mark = len(catalog.answer(DRAFT_FRAME).short) + 1 if language is Language.AOZ else 0
    return f"{room - mark} characters of SMS once filled" + (" (the mark of drafts takes the rest)" if mark else "")
