"""A simulated conversation as the phone shows it: bubbles with their time, language, cost and delivery."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel.dates import format_date
from markupsafe import Markup, escape

from bot.answers.sms import segments
from bot.clock import WITA
from bot.store.outbox import OPEN_STATES
from bot.store.talks import Line
from bot.vocabulary import Channel, Language
from webhook.console.work_words import SENDING_WORDS

WAITING = timedelta(seconds=20)
"""How long the page expects an answer: people get theirs within a few seconds, the worker's sweep comes every 10."""

_LANGUAGES = {
    Language.ID.value: "Indonesia",
    Language.AOZ.value: "bahasa Timor (Uab Meto)",
    Language.EN.value: "Inggris",
}
_BOLD = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]*[^\s*])\*(?![\w*])")
"""WhatsApp's *bold*: the marks touch the words they embrace, within one line."""


@dataclass(frozen=True)
class Bubble:
    """One message on the screen. ``day`` is set on the first of each day, ``notes`` stand below it."""

    ours: bool
    html: Markup
    time: str
    notes: tuple[str, ...]
    day: str = ""
    failed: bool = False
    lang: str = ""


@dataclass(frozen=True)
class Screen:
    """What the phone shows.

    ``typing``: an answer is on its way. ``silent``: none came. ``unsettled``: it will soon look different, so look
    again. ``choices``: what may be answered by a number.
    """

    bubbles: tuple[Bubble, ...]
    choices: tuple[str, ...]
    typing: bool
    silent: bool
    unsettled: bool


def show(lines: list[Line], channel: Channel, now: datetime) -> Screen:
    """Lay out a conversation, oldest message first, as the phone of ``channel`` shows it at ``now``."""
    today = now.astimezone(WITA).date()
    bubbles = []
    day: date | None = None
    for line in lines:
        at = line.at.astimezone(WITA)
        bubbles.append(_bubble(line, channel, at, _day_name(at.date(), today) if at.date() != day else ""))
        day = at.date()
    last = lines[-1] if lines else None
    fresh = last is not None and now - last.at < WAITING
    unanswered = last is not None and last.content is None
    return Screen(
        bubbles=tuple(bubbles),
        choices=_choices(lines),
        typing=unanswered and fresh,
        silent=unanswered and not fresh,
        unsettled=fresh and (unanswered or any(line.state in OPEN_STATES for line in lines)),
    )


def bold(text: str) -> Markup:
    """Return the text as HTML in which only WhatsApp's ``*bold*`` means anything; all else is escaped."""
    parts = _BOLD.split(text)
    strong = Markup("<strong>{}</strong>")
    return Markup("").join(strong.format(part) if index % 2 else escape(part) for index, part in enumerate(parts))


def _bubble(line: Line, channel: Channel, at: datetime, day: str) -> Bubble:
    sms = channel is Channel.SMS
    text = line.text if line.content is None else line.content.text
    html = escape(text) if sms else bold(text)
    time = f"{at:%H.%M}"
    if line.content is None:
        cost = (f"{segments(text).count} SMS",) if sms else ()
        return Bubble(False, html, time, cost, day)
    content = line.content
    cost = (f"{content.segments} SMS",) if sms else ()
    notes = (_LANGUAGES.get(content.language, content.language), *cost, SENDING_WORDS.get(line.state, line.state))
    return Bubble(True, html, time, notes, day, line.state == "failed", content.language)


def _choices(lines: list[Line]) -> tuple[str, ...]:
    """Return the choices offered since the person last wrote."""
    for line in reversed(lines):
        if line.content is None:
            return ()
        if line.content.choices:
            return line.content.choices
    return ()


def _day_name(day: date, today: date) -> str:
    if day == today:
        return "Hari ini"
    if day == today - timedelta(days=1):
        return "Kemarin"
    return format_date(day, "EEEE, d MMMM y", locale="id")
