"""The page of one case, for every act on it: what was done leads back to it, what cannot be done is said on it."""

import re
from collections.abc import Callable
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from bot.answers.dates import country_name
from bot.errors import BadInputError, ChangedMeanwhileError, ForbiddenError
from bot.reports.case_questions import CaseQuestion
from bot.reports.case_work import CHANGES, Outcome, ReferralState, Shared
from bot.reports.cases import CaseState, Level
from bot.reports.map_places import HEIGHT, WIDTH
from bot.services.preview_question import QuestionPreview
from bot.services.read_case import CaseView, read_case
from bot.services.read_takeover import glance
from bot.services.read_work import read_work
from bot.services.show_recruiter import show_if_any
from bot.vocabulary import Language
from webhook.console import case_words
from webhook.console.access import actor
from webhook.console.bubbles import bold
from webhook.console.case_forms import kept_fields, seen
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
    moved: bool = False,
    case: CaseView | None = None,
) -> str:
    """Return the page. ``problem``: why an act was refused; ``address``: the author's, this once.

    ``preview``: of a question that is not asked yet; ``moved``: an act was not done because the case changed meanwhile;
    ``case``: where it was read already.
    """
    runtime = get_runtime()
    case = case or read_case(runtime.store, runtime.clock, code, officer())
    work = read_work(runtime.acting, runtime.wording, code, officer())
    flags = flag_notes(runtime.wording.catalog, case)
    return render_template(
        "kasus.html",
        case=case,
        work=work,
        officer=officer(),
        problem=problem,
        address=address,
        preview=preview,
        talk=glance(runtime.store, runtime.clock, code, officer()),
        questions=list(CaseQuestion),
        facts=[(label, values) for _, label, values in shown_facts(case)],
        flags=flags,
        told=[(part, pieces(part, flags)) for part in case.told],
        waits=any(part.waits for part in case.told),
        typed=request.form if problem or preview or moved else {},
        moved=[one for one in case.events if one.seq > (seen() or 0) and one.event in CHANGES] if moved else [],
        kept=kept_fields() if moved else [],
        taken=not work.may_take,
        choices={"levels": Level, "outcomes": Outcome, "states": ReferralState, "shared": Shared},
        fresh=lambda: uuid4().hex,
        withdrawn=case.state is CaseState.WITHDRAWN,
        recruiter=show_if_any(runtime.store, runtime.clock, code, officer()),
        map_size=(WIDTH, HEIGHT),
        place_name=_place_name,
        bold=bold,
    )


def done(
    code: str, said: str, act: Callable[[], object], part: str = "", *, gone: bool = False
) -> Response | tuple[str, int]:
    """Do it and lead back to the case; where it cannot be done, say why on its page: 422, or 409 where it changed.

    ``part``: of the page, where what was done is seen; ``gone``: the case is not open any more, so to the list.
    """
    try:
        act()
    except ChangedMeanwhileError:
        return case_page(code, moved=True), 409
    except BadInputError as fault:
        return case_page(code, problem=str(fault)), 422
    flash(said, "success")
    return redirect(url_for("cases.show_list") if gone else url_for("cases.show", code=code, _anchor=part or None), 303)


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
