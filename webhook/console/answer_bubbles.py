"""Texts of answers as HTML: previewed messages, marked characters, and what went and came between two versions."""

from collections.abc import Iterable

from flask_babel import gettext as _
from markupsafe import Markup, escape

from bot.answers.sms import Encoding
from bot.answers.word_diff import Change, Step
from bot.services.preview_answer import Previewed
from webhook.console.bubbles import bold
from webhook.console.sms_price import cost_of


def message_html(message: Previewed) -> Markup:
    """Return a message as the phone shows it; by SMS the characters that cost room are marked."""
    if message.size is None:
        return bold(message.text.text)
    return marked(message.text.text, message.odd)


def marked(text: str, odd: str) -> Markup:
    """Return the text with these characters marked; everything is escaped."""
    mark = Markup("<mark>{}</mark>")
    return Markup("").join(mark.format(character) if character in odd else escape(character) for character in text)


def message_notes(message: Previewed) -> list[str]:
    """Return what stands below a message: which one it is, and what it costs."""
    notes = []
    if message.page is not None and message.pages > 1:
        notes.append(_("halaman %(page)s dari %(pages)s, sesudah LAGI", page=message.page, pages=message.pages))
    elif message.page is not None:
        notes.append(_("sesudah LAGI"))
    if message.size is not None:
        cost = cost_of(message.size.count)
        notes.append(_("%(count)s SMS", count=message.size.count) + (f", {cost}" if cost else ""))
        unit = _("huruf") if message.size.encoding is Encoding.GSM7 else _("huruf, aksara khusus: hanya 70 per SMS")
        notes.append(f"{message.size.units} {unit}")
    else:
        notes.append(_("%(count)s huruf", count=len(message.text.text)))
    return notes


def diff_html(steps: Iterable[Step]) -> Markup:
    """Return a text with what went struck out and what came underlined, said aloud too."""
    frames = {
        Change.GONE: (Markup('<del><span class="hidden">{} </span>{}</del>'), _("[dihapus:]")),
        Change.NEW: (Markup('<ins><span class="hidden">{} </span>{}</ins>'), _("[baru:]")),
    }
    shown = []
    for step in steps:
        if step.change is Change.SAME:
            shown.append(escape(step.text))
            continue
        frame, name = frames[step.change]
        shown.append(frame.format(name, step.text))
    return Markup(" ").join(shown)
