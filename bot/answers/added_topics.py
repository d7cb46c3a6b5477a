"""Topics that admins added, among the answers: in the catalog and out of it, and what their texts must keep to."""

from collections.abc import Collection, Iterable, Iterator

from bot.answers.answer_files import answer_where
from bot.answers.catalog import Catalog
from bot.answers.findings import Finding, error
from bot.answers.model import Answer, Form
from bot.answers.placeholders import REFERENCES, placeholders
from bot.vocabulary import is_topic


def with_topics(catalog: Catalog, topics: Iterable[Answer]) -> Catalog:
    """Return a catalog with added topics behind the shipped answers; a key that is there already stays as it is."""
    new = [topic for topic in topics if topic.key not in catalog]
    return Catalog([*catalog.answers(), *new], catalog.translations(), catalog.hotlines) if new else catalog


def without_topics(catalog: Catalog, keys: Collection[str]) -> Catalog:
    """Return a catalog without these added topics: whoever asks for one is asked back, or not understood."""
    gone = {key for key in keys if is_topic(key) and key in catalog}
    if not gone:
        return catalog
    answers = [answer for answer in catalog.answers() if answer.key not in gone]
    translations = [translation for translation in catalog.translations() if translation.key not in gone]
    return Catalog(answers, translations, catalog.hotlines)


def topic_findings(answer: Answer) -> Iterator[Finding]:
    """Yield what an added topic lacks. Only numbers fill its texts: so it can be withdrawn, and is no emergency's."""
    for form in (Form.SHORT, Form.FULL):
        if not answer.text(form):
            yield error(answer_where(answer, form), "is missing")
        if any(found.name not in REFERENCES for found in placeholders(answer.text(form))):
            yield error(answer_where(answer, form), "may name {hotline:ID}, {number:ID} and {whatsapp:ID} only")
