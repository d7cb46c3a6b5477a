"""What people would read: the texts of a draft as SMS, page by page, and on WhatsApp, with what is wrong with them."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bot.answers.answer_rules import sample_reply
from bot.answers.catalog import Catalog, Revision
from bot.answers.filling import Context, Filler, ReplySpec
from bot.answers.findings import Finding, Severity
from bot.answers.fitting import Text, page_count, render
from bot.answers.model import Form
from bot.answers.placeholders import placeholders, unusable
from bot.answers.sms import Segmentation, outside_gsm7, segments, to_gsm7
from bot.errors import BadInputError
from bot.services.editing import Editing
from bot.services.revision_faults import revision_findings
from bot.store.revisions import published_catalog
from bot.vocabulary import Channel, Language


@dataclass(frozen=True)
class Previewed:
    """One message. ``page`` of ``pages``: None for the first form. ``size``: what it costs by SMS, None on WhatsApp.

    ``odd``: the characters that make an SMS travel in the costly way.
    """

    text: Text
    page: int | None = None
    pages: int = 0
    size: Segmentation | None = None
    odd: str = ""


@dataclass(frozen=True)
class OddCharacter:
    """A character that SMS does not know, and what could stand in its place; "" where nothing is known."""

    form: Form
    character: str
    instead: str


@dataclass(frozen=True)
class Preview:
    """How the texts of a draft would be sent. Without messages when they cannot be filled: ``findings`` say why.

    ``fills``: each placeholder with what it becomes, numbers as they are today, other values as examples.
    """

    sms: tuple[Previewed, ...]
    whatsapp: tuple[Previewed, ...]
    findings: tuple[Finding, ...]
    fills: tuple[tuple[str, str], ...]
    odd: tuple[OddCharacter, ...]

    @property
    def parts(self) -> int:
        """Return how many SMS are sent to somebody who reads to the end: the first message and every page."""
        return sum(one.size.count for one in self.sms if one.size is not None)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return what keeps the draft from being published."""
        return tuple(one for one in self.findings if one.severity is Severity.ERROR)


def preview(editing: Editing, context: Context, revision: Revision) -> Preview:
    """Return how a revision would be sent if it were published now. Changes nothing."""
    with editing.store.reading() as session:
        served = published_catalog(session, editing.shipped)
    # A speaker is named when the text is approved; until then it is read as if somebody had.
    shown = replace(revision, speaker=revision.speaker or "-")
    findings = tuple(revision_findings(shown, served, editing.responses, editing.today))
    usable = not any(unusable(text, served.hotlines) for text in revision.texts().values())
    draft = served.with_revisions([shown]) if usable else served
    fits = revision.language is Language.ID or revision.reference_hash == served.answer(revision.key).reference_hash
    messages = _messages(revision, draft, context) if usable and fits else ((), ())
    return Preview(*messages, findings, tuple(_fills(revision, draft, context)), tuple(_odd_characters(revision)))


def _messages(
    revision: Revision, draft: Catalog, context: Context
) -> tuple[tuple[Previewed, ...], tuple[Previewed, ...]]:
    key, language = revision.key, revision.language
    reply = _reply(key, draft)
    ending = replace(reply, choices=draft.answer(key).next)
    try:
        pages = page_count(reply, language, draft, context)
        sms = [_by_sms(text) for text in render(reply, Channel.SMS, language, draft, context)]
        for page in range(1, pages + 1):
            asked = replace(ending if page == pages else reply, page=page)
            sms += [_by_sms(text, page, pages) for text in render(asked, Channel.SMS, language, draft, context)]
        whole = render(ending if draft.answer(key).next else reply, Channel.WHATSAPP, language, draft, context)
    except (BadInputError, KeyError, ValueError):
        return (), ()
    return tuple(sms), tuple(Previewed(text) for text in whole)


def _reply(key: str, catalog: Catalog) -> ReplySpec:
    """Return a reply with sample values; choices only where the text itself says where they go."""
    sample = sample_reply(key, catalog)
    named = {found.name for form in Form for found in placeholders(catalog.answer(key).text(form))}
    return sample if "choices" in named else replace(sample, choices=())


def _by_sms(text: Text, page: int | None = None, pages: int = 0) -> Previewed:
    return Previewed(text, page, pages, segments(text.text), outside_gsm7(text.text))


def _fills(revision: Revision, catalog: Catalog, context: Context) -> Iterator[tuple[str, str]]:
    filler = Filler(sample_reply(revision.key, catalog), revision.language, catalog, context)
    named = {str(found) for text in revision.texts().values() for found in placeholders(text)}
    for name in sorted(named):
        if not unusable(name, catalog.hotlines):
            yield name, filler.fill(name)


def _odd_characters(revision: Revision) -> Iterator[OddCharacter]:
    for form, text in revision.texts().items():
        # The full text's plain look-alikes are put in by the way; nothing is lost by them.
        odd = outside_gsm7(to_gsm7(text) if form is Form.FULL or revision.language is not Language.ID else text)
        yield from (OddCharacter(form, character, instead_of(character)) for character in odd)


def instead_of(character: str) -> str:
    """Return the plain character that could stand for one that SMS does not know, "" where there is none."""
    plain = to_gsm7(character)
    if plain != character:
        return plain
    base = unicodedata.normalize("NFD", character)[0]
    return base if base != character and not outside_gsm7(base) else ""


def findings_by_field(findings: tuple[Finding, ...]) -> Mapping[str, list[Finding]]:
    """Return the findings by the field of the form they belong to: a form, "sources", a date, "" for the whole."""
    sorted_out: dict[str, list[Finding]] = {}
    for one in findings:
        words = one.where.replace("]", "].").replace("..", ".").split(".")
        known = [word.split()[0] for word in words if word and word.split()[0] in _FIELDS]
        sorted_out.setdefault(known[-1] if known else "", []).append(one)
    return sorted_out


_FIELDS = frozenset({*(form.value for form in Form), "sources", "reviewed_on", "review_by", "next"})
