"""What a version changes of an answer, as HTML: its texts word by word, and what people ask next by titles."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from flask import g
from markupsafe import Markup

from bot.answers.model import Form
from bot.answers.word_diff import Step, steps
from bot.services.follow_ups import NEXT, follow_up_steps, follow_up_titles
from bot.services.read_answer import AnswerOnDesk
from bot.vocabulary import Language
from webhook.console.answer_bubbles import diff_html
from webhook.console.answer_form import Filled, filled_from
from webhook.console.answers import editing


def titles() -> Mapping[str, str]:
    """Return the titles of the answers by their keys; read once a page."""
    if "follow_up_titles" not in g:
        g.follow_up_titles = follow_up_titles(editing())
    found: Mapping[str, str] = g.follow_up_titles
    return found


def change_html(form: str, pieces: Iterable[Step]) -> Markup:
    """Return what a version changes of a text, or of what people ask next."""
    return diff_html(map(_titled, pieces)) if form == NEXT else diff_html(pieces)


def diffs_of(desk: AnswerOnDesk) -> Mapping[str, Markup]:
    """Return what the draft changes, by form or NEXT."""
    if desk.pending is None:
        return {}
    served = {form: one.text for form, one in desk.served.items()}
    found = _between(served, desk.pending.revision.texts())
    follow_ups = desk.pending.revision.next
    return found if follow_ups is None else found | _next_between(desk.answer.next, follow_ups)


def theirs(desk: AnswerOnDesk, fields: Filled) -> Mapping[str, Markup]:
    """Return, for two who wrote at once, the way from the other's text to one's own, by form or NEXT."""
    found = _between(desk.texts(), {form: fields.texts.get(form.value, "").strip() for form in Form})
    return found if desk.language is not Language.ID else found | _next_between(filled_from(desk).next, fields.next)


def _between(before: Mapping[Form, str], after: Mapping[Form, str]) -> dict[str, Markup]:
    return {
        form: diff_html(steps(before.get(form, ""), text))
        for form, text in after.items()
        if text != before.get(form, "")
    }


def _next_between(before: tuple[str, ...], after: tuple[str, ...]) -> dict[str, Markup]:
    return {} if before == after else {NEXT: change_html(NEXT, follow_up_steps(before, after))}


def _titled(step: Step) -> Step:
    return replace(step, text=" ".join(f"• {titles().get(key, key)}" for key in step.text.split()))
