"""The audit log for the auditor: who did what and looked at what, and whether the chain is whole."""

import re
from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from bot.errors import BadInputError
from bot.services.audit_desk import PAGE, AuditPerson, last_verified, look_up, people, verify_chain
from bot.services.read_audit import AuditSearch, Verdict
from bot.staff.permissions import Permission
from webhook.console import audit_words
from webhook.console.access import actor, needs
from webhook.console.case_words import word
from webhook.runtime import get_runtime

_FIELDS = ("orang", "tindakan", "kode", "dari", "sampai")
_ACTION = re.compile(r"[a-z_]{1,60}")
_LONGEST_CODE = 20

blueprint = Blueprint("audit", __name__, url_prefix="/audit")
blueprint.add_app_template_filter(lambda key, table: word(getattr(audit_words, table), key), "audit_words")
blueprint.add_app_template_filter(audit_words.actor_words, "actor_words")


@blueprint.get("")
@needs(Permission.READ_AUDIT)
def show() -> str | tuple[str, int]:
    """Acts, the newest first; what is looked for stands in the address: ids, words, days and a case code."""
    runtime, known, problem = get_runtime(), people(get_runtime().store, actor()), ""
    try:
        acts = look_up(runtime.store, runtime.clock, _wanted(known), actor())
    except BadInputError as fault:
        problem, acts = str(fault), []
    names = {each.rpartition(" ")[2]: one.name for one in known for each in one.actors}
    kept = {name: request.args[name] for name in _FIELDS if request.args.get(name)}
    page = render_template(
        "audit.html",
        acts=acts,
        people=known,
        actions=sorted(audit_words.ACTION_WORDS, key=lambda one: word(audit_words.ACTION_WORDS, one)),
        asked=request.args,
        problem=problem,
        filtered=bool(kept),
        older=urlencode(kept | {"sebelum": str(acts[-1].row)}) if len(acts) == PAGE else "",
        newest=urlencode(kept) if request.args.get("sebelum") else None,
        subject_of=lambda act: audit_words.subject_words(act, names),
        detail_of=audit_words.detail_words,
    )
    return (page, 422) if problem else page


@blueprint.get("/chain")
@needs(Permission.READ_AUDIT)
def chain() -> str:
    """When the chain was verified last, and the form to verify it now."""
    return _chain_page()


@blueprint.post("/chain")
@needs(Permission.READ_AUDIT)
def verify() -> str | tuple[str, int]:
    """Verify the chain now and say what was found."""
    runtime = get_runtime()
    try:
        verdict = verify_chain(runtime.store, runtime.clock, actor(), request.form.get("kepala", "")[:100])
    except BadInputError as fault:
        return _chain_page(problem=str(fault)), 422
    return _chain_page(verdict=verdict)


def _chain_page(*, verdict: Verdict | None = None, problem: str = "") -> str:
    last = None if verdict else last_verified(get_runtime().store, actor())
    typed = request.form.get("kepala", "").strip()
    return render_template("audit_rantai.html", verdict=verdict, last=last, problem=problem, typed=typed)


def _wanted(known: tuple[AuditPerson, ...]) -> AuditSearch:
    asked = request.args
    key, action, code = asked.get("orang", ""), asked.get("tindakan", ""), asked.get("kode", "").strip()
    chosen = next((one.actors for one in known if one.key == key), ())
    if (key and not chosen) or (action and not _ACTION.fullmatch(action)):
        raise BadInputError("choose one of the filters on the page")
    if len(code) > _LONGEST_CODE:
        raise BadInputError("there is no case with this code")
    return AuditSearch(
        action=action,
        code=code,
        since=_day(asked.get("dari", "")),
        until=_day(asked.get("sampai", "")),
        before=_row(asked.get("sebelum", "")),
        actors=chosen,
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        day = date.min
    if day is not None and not 2000 <= day.year <= 2099:
        raise BadInputError("give days from 2000 to 2099")
    return day


def _row(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 12):
        raise BadInputError("choose one of the filters on the page")
    return int(text)


def found_words(verdict: Verdict) -> str:
    """Return in words what is wrong with the chain, "" for nothing."""
    if verdict.first is None:
        return ""
    return str(_(audit_words.WRONG_WORDS[verdict.first.wrong.value], row=verdict.first.row))


blueprint.add_app_template_filter(found_words, "found_words")
