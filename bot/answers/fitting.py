"""Making a reply fit its channel and its reader's language: one SMS first, numbered pages, or WhatsApp."""

import re
from dataclasses import dataclass, replace

from bot.answers.catalog import DRAFT_FRAME, MORE_FRAME, Catalog
from bot.answers.filling import Context, Filler, ReplySpec
from bot.answers.model import Form
from bot.answers.placeholders import placeholders
from bot.answers.sms import segments, split, to_gsm7
from bot.vocabulary import Channel, Language

PAGE_SEGMENTS = 2
"""Segments of one SMS page, 306 septets: long enough to read on, short enough to arrive whole."""

_BOLD = re.compile(r"\*(\S[^*\n]*?)\*")
_WIDEST_PAGE_MARK = "99/99 "


@dataclass(frozen=True)
class Text:
    """One message, ready to send. ``segments`` is what it costs by SMS, 1 on WhatsApp."""

    text: str
    language: Language
    segments: int
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Version:
    """A reply in one language, not yet filled. ``mark`` opens a draft."""

    language: Language
    wording: str
    mark: str = ""


def render(
    reply: ReplySpec, channel: Channel, language: Language, catalog: Catalog, context: Context
) -> tuple[Text, ...]:
    """Return the messages of a reply, in the order they are to be sent.

    A Dawan draft comes with the Indonesian after it, in an emergency before it. Raises KeyError for an
    unknown answer and BadInputError when a named value is missing.
    """
    if channel is Channel.WHATSAPP:
        if reply.brief:
            versions = _versions(reply.key, Form.SHORT, language, catalog, context)
        else:
            versions = _whole_versions(reply.key, language, catalog, context)
        return tuple(_whatsapp(version, _filler(version, reply, catalog, context)) for version in versions)
    if reply.page is None:
        versions = _versions(reply.key, Form.SHORT, language, catalog, context)
        return tuple(_first_sms(version, _filler(version, reply, catalog, context)) for version in versions)
    return _page(reply, reply.page, language, catalog, context)


def page_count(reply: ReplySpec, language: Language, catalog: Catalog, context: Context) -> int:
    """Return how many SMS pages the full text of a reply has; of two versions the longer one counts."""
    versions = _versions(reply.key, Form.FULL, language, catalog, context)
    return max(len(_pages(version, _filler(version, reply, catalog, context))) for version in versions)


def is_emergency(key: str, catalog: Catalog) -> bool:
    """Return whether an answer is for people in danger: named so, or giving the emergency numbers."""
    answer = catalog.answer(key)
    named = placeholders(answer.short) + placeholders(answer.full)
    return key.startswith("emergency") or any(found.name == "emergency_numbers" for found in named)


def _versions(key: str, form: Form, language: Language, catalog: Catalog, context: Context) -> tuple[_Version, ...]:
    """Return what to send of one form: a text that stands alone, or a draft and the Indonesian."""
    indonesian = _Version(Language.ID, catalog.answer(key).text(form))
    found = catalog.translation(key, form, language)
    if found is None or not (found.stands_alone or context.drafts):
        return (indonesian,)
    if found.stands_alone:
        return (_Version(language, found.text),)
    draft = _Version(language, found.text, catalog.text(DRAFT_FRAME, Form.SHORT, language))
    return (indonesian, draft) if is_emergency(key, catalog) else (draft, indonesian)


def _whole_versions(key: str, language: Language, catalog: Catalog, context: Context) -> tuple[_Version, ...]:
    """Return what to send by WhatsApp: the full text, after the short one where only that is translated."""
    full = _versions(key, Form.FULL, language, catalog, context)
    if language is Language.ID or any(version.language is language for version in full):
        return full
    short = _versions(key, Form.SHORT, language, catalog, context)
    own = tuple(version for version in short if version.language is language)
    return (*full, *own) if is_emergency(key, catalog) else (*own, *full)


def _filler(version: _Version, reply: ReplySpec, catalog: Catalog, context: Context) -> Filler:
    return Filler(reply, version.language, catalog, context, own_drafts=bool(version.mark))


def _whatsapp(version: _Version, filler: Filler) -> Text:
    mark = f"{version.mark}\n" if version.mark else ""
    below = filler.choices_below(version.wording)
    # Nothing more comes after a WhatsApp message, so a short text that stands in drops its hint.
    body = filler.fill(version.wording).removesuffix(_hint(version, filler)).rstrip()
    text = "\n\n".join(part for part in (mark + body, filler.note(), below) if part)
    return Text(text, version.language, 1, filler.choices(version.wording))


def _first_sms(version: _Version, filler: Filler) -> Text:
    text = _mark(version) + filler.fill(version.wording)
    return _sms(f"{text}\n{filler.note()}" if filler.note() else text, version, filler)


def _page(reply: ReplySpec, wanted: int, language: Language, catalog: Catalog, context: Context) -> tuple[Text, ...]:
    """Return one page of every version that has it. Choices go below and may cost one segment more."""
    made = []
    for version in _versions(reply.key, Form.FULL, language, catalog, context):
        filler = _filler(version, reply, catalog, context)
        made.append((version, filler, _pages(version, filler)))
    index = max(0, min(wanted, max(len(pages) for _, _, pages in made)) - 1)
    shown = [(pages[index], version, filler) for version, filler, pages in made if index < len(pages)]
    if len(shown) == 1:
        # The companion has no such page, so this text has to carry the choices.
        shown = [(text, version, replace(filler, own_drafts=False)) for text, version, filler in shown]
    return tuple(_sms(text, version, filler) for text, version, filler in shown)


def _pages(version: _Version, filler: Filler) -> tuple[str, ...]:
    """Return the full text as whole SMS pages: numbered and with the way on unless there is only one."""
    mark = _mark(version)
    body = _plain(filler.fill(version.wording))
    if segments(mark + body).count <= PAGE_SEGMENTS:
        return (mark + body,)
    hint = "\n" + to_gsm7(_hint(version, filler))
    pages = split(body, PAGE_SEGMENTS, _WIDEST_PAGE_MARK + mark, hint)
    last = len(pages)
    return tuple(
        f"{number}/{last} {mark}{page}{hint if number < last else ''}" for number, page in enumerate(pages, start=1)
    )


def _mark(version: _Version) -> str:
    return f"{to_gsm7(version.mark)} " if version.mark else ""


def _plain(text: str) -> str:
    """Return the text in plain characters, without the marks that make it bold on WhatsApp."""
    return _BOLD.sub(r"\1", to_gsm7(text))


def _hint(version: _Version, filler: Filler) -> str:
    return filler.catalog.text(MORE_FRAME, Form.SHORT, version.language)


def _sms(text: str, version: _Version, filler: Filler) -> Text:
    below = filler.choices_below(version.wording)
    plain = _plain(f"{text}\n{below}" if below else text)
    return Text(plain, version.language, segments(plain).count, filler.choices(version.wording))
