"""docs/content.md: every answer with its sources, dates and confidence, and what is translated how far."""

from collections import Counter
from collections.abc import Iterator

from bot.answers.catalog import Catalog
from bot.answers.model import Answer, Form, Grade, Source, State
from bot.vocabulary import Language

_HEAD = """\
# Content: every answer, its sources and its dates

Written by `bot answers table`; a test fails when it no longer fits `responses/`. Fact ids are those of the project's
fact base (21 November 2026); titles and addresses stand at the end. Confidence: high = the law's text, an official page
or several agreeing reports; medium = one report, or older. Low never reaches the public. `*` = perishable: reviewed
every 6 months, else 18.
"""

_LINE = "|---|---|---|---|---|"


def content_table(catalog: Catalog) -> str:
    """Return the whole page as Markdown."""
    parts = [_HEAD, *_translated(catalog)]
    head = "| answer | for | sources (date, confidence) | reviewed | review by |"
    for topic in dict.fromkeys(answer.topic for answer in catalog.answers()):
        rows = [_row(answer) for answer in catalog.answers() if answer.topic == topic]
        parts += [f"\n## {topic}\n", head, _LINE, *rows]
    parts += ["\n## Sources\n", "| fact | what it says | where | date | confidence |", _LINE]
    parts += sorted({_source_row(source) for answer in catalog.answers() for source in answer.sources})
    return "\n".join(parts) + "\n"


def _translated(catalog: Catalog) -> Iterator[str]:
    """Yield how much is translated: English by count, Dawan by grade, with the gaps by name."""
    texts = [(answer.key, form) for answer in catalog.answers() for form in Form if answer.text(form)]
    yield "## How much is translated\n"
    variants = sum(bool(answer.variant_of) for answer in catalog.answers())
    yield f"{len(catalog.keys())} answers, {variants} of them variants; {len(texts)} Indonesian texts.\n"
    for language in (Language.EN, Language.AOZ):
        fresh = [one for one in catalog.translations() if one.language is language and one not in catalog.stale()]
        have = {(one.key, one.form) for one in fresh}
        grades = Counter(str(one.grade) if one.state is State.DRAFT and one.grade else str(one.state) for one in fresh)
        told = ", ".join(f"{grades[name]} {name}" for name in [*map(str, Grade), "draft", "approved"] if grades[name])
        yield f"- **{language}**: {len(have)} texts ({told}), {len(texts) - len(have)} missing."
    yield "  No speaker has checked a Dawan text yet. A missing one is sent in Indonesian alone.\n"
    yield "Without any Dawan text: " + _without(catalog, Language.AOZ, tuple(Form)) + "\n"
    yield "Without a Dawan short text: " + _without(catalog, Language.AOZ, (Form.SHORT,))


def _without(catalog: Catalog, language: Language, forms: tuple[Form, ...]) -> str:
    stale = set(catalog.stale())
    have = {
        one.key for one in catalog.translations() if one.language is language and one.form in forms and one not in stale
    }
    return ", ".join(f"`{key}`" for key in (answer.key for answer in catalog.answers()) if key not in have) or "none"


def _row(answer: Answer) -> str:
    whom = answer.destination or str(answer.audience or "") or ("all" if answer.sources else "")
    sources = "; ".join(f"{one.fact}{'*' * one.perishable} ({one.date}, {one.confidence})" for one in answer.sources)
    return f"| `{answer.key}` | {whom} | {sources} | {answer.reviewed_on or ''} | {answer.review_by or ''} |"


def _source_row(source: Source) -> str:
    title = source.title.replace("|", "/")
    return f"| {source.fact} | {title} | {source.url} | {source.date} | {source.confidence} |"
