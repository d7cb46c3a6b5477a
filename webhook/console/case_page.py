"""The page of one case, for every act on it: what was done leads back to it, what cannot be done is said on it."""

import re
from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from bot.answers.dates import country_name
from bot.errors import BadInputError, ForbiddenError
from bot.reports.case_questions import CaseQuestion
from bot.reports.cases import CaseState
from bot.reports.map_places import HEIGHT, WIDTH
from bot.services.preview_question import QuestionPreview
from bot.services.read_case import CaseView, read_case
from bot.vocabulary import Language
from webhook.console import case_words
from webhook.console.access import actor
from webhook.console.bubbles import bold
from webhook.console.told import flag_notes, pieces
from webhook.runtime import get_runtime

_LONGEST_REASON = 1_000
_COUNTRY = re.compile(r"[A-Z]{2}")


def case_page(
    code: str,
    *,
    problem: str = "",
    address: str = "",
    preview: QuestionPreview | None = None,
    case: CaseView | None = None,
) -> str:
    """Return the page. ``problem``: why an act was refused; ``address``: the author's, this once.

    ``preview``: of a question that is not asked yet; ``case``: where it was read already.
    """
    runtime = get_runtime()
    case = case or read_case(runtime.store, runtime.clock, code, officer())
    flags = flag_notes(runtime.wording.catalog, case)
    return render_template(
        "kasus.html",
        case=case,
        problem=problem,
        address=address,
        preview=preview,
        questions=list(CaseQuestion),
        facts=[(label, values) for _, label, values in shown_facts(case)],
        flags=flags,
        told=[(part, pieces(part, flags)) for part in case.told],
        waits=any(part.waits for part in case.told),
        typed=request.form if problem or preview else {},
        taken=case.state is not CaseState.RECEIVED,
        map_size=(WIDTH, HEIGHT),
        place_name=_place_name,
        bold=bold,
    )


def done(code: str, said: str, act: Callable[[], object]) -> Response | tuple[str, int]:
    """Do it and lead back to the case; where it cannot be done, say why on its page."""
    try:
        act()
    except BadInputError as fault:
        return case_page(code, problem=str(fault)), 422
    flash(said, "success")
    return redirect(url_for("cases.show", code=code), 303)


def officer() -> UUID:
    """Return the officer who does this request. Raises ForbiddenError for an account that belongs to none."""
    found = actor().officer
    if found is None:
        raise ForbiddenError("this account belongs to no officer")
    return found


def reason() -> str:
    """Return the reason that was typed. Raises BadInputError for one that is too long."""
    found = request.form.get("alasan", "").strip()
    if len(found) > _LONGEST_REASON:
        raise BadInputError("a reason has at most 1,000 characters")
    return found


def shown_facts(case: CaseView) -> list[tuple[str, str, list[str]]]:
    """Return what the machine understood: the name of each fact, what it is called, and its values as they are read."""
    values = {name: list(getattr(case.facts, name)) for name in case_words.FACT_WORDS}
    values["destinations"] = [_place_name(value) for value in values["destinations"]]
    return [(name, label, values[name]) for name, label in case_words.FACT_WORDS.items()]


def _place_name(name: str) -> str:
    """Return a place as it is read: countries by their names."""
    return country_name(name, Language.ID) if _COUNTRY.fullmatch(name) else name
