"""A simulated conversation as the phone shows it: bubbles with their time, language, cost and delivery."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel.dates import format_date
from markupsafe import Markup, escape

from bot.answers.sms import segments
from bot.clock import WITA
from bot.store.talks import Line
from bot.vocabulary import Channel, Language

WAITING = timedelta(seconds=20)
"""How long the page expects an answer: people get theirs within a few seconds, the worker's sweep comes every 10."""

_LANGUAGES = {
    Language.ID.value: "Indonesia",
    Language.AOZ.value: "bahasa Timor (Uab Meto)",
    Language.EN.value: "Inggris",
}
_STATES = {
    "queued": "menunggu dikirim",
    "sending": "sedang dikirim",
    "maybe_sent": "mungkin terkirim, sedang dicek",
    "accepted": "diterima pengirim",
    "sent": "terkirim",
    "delivered": "sampai",
    "read": "dibaca",
    "failed": "gagal dikirim",
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

    ``waiting``: an answer is on its way. ``silent``: none came. ``choices``: what may be answered by a number.
    """

    bubbles: tuple[Bubble, ...]
    choices: tuple[str, ...]
    waiting: bool
    silent: bool


def show(lines: list[Line], channel: Channel, now: datetime) -> Screen:
    """Lay out a conversation, oldest message first, as the phone of ``channel`` shows it at ``now``."""
    today = now.astimezone(WITA).date()
    bubbles = []
    day: date | None = None
    for line in lines:
        at = line.at.astimezone(WITA)
        bubbles.append(_bubble(line, channel, at, _day_name(at.date(), today) if at.date() != day else ""))
        day = at.date()
    unanswered = bool(lines) and lines[-1].content is None
    waiting = unanswered and now - lines[-1].at < WAITING
    return Screen(tuple(bubbles), _choices(lines), waiting, unanswered and not waiting)


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
    notes = (_LANGUAGES.get(content.language, content.language), *cost, _STATES.get(line.state, line.state))
    return Bubble(True, html, time, notes, day, line.state == "failed", content.language)


def _choices(lines: list[Line]) -> tuple[str, ...]:
    """Return the choices of our last message, unless the person wrote after it."""
    if not lines or lines[-1].content is None:
        return ()
    return lines[-1].content.choices


def _day_name(day: date, today: date) -> str:
    if day == today:
        return "Hari ini"
    if day == today - timedelta(days=1):
        return "Kemarin"
    return format_date(day, "EEEE, d MMMM y", locale="id")
