"""The handover card: one printed page on a case, with as much on it as the officer chooses."""

from flask import Blueprint, render_template, request

from bot.services.read_case import read_case
from bot.staff.permissions import Permission
from webhook.console import case_words
from webhook.console.access import needs
from webhook.console.case_page import officer, shown_facts
from webhook.console.told import flag_notes
from webhook.runtime import get_runtime

PARTS = ("perekrut", "perjalanan", "tanda", "keinginan", "cerita", "riwayat")
_AT_FIRST = frozenset({"perekrut", "perjalanan", "tanda", "keinginan"})
"""What stands on a card unless it is chosen otherwise: the story and the history may say who reported."""

_RECRUITER = ("names", "phones", "companies", "money")

blueprint = Blueprint("card", __name__, url_prefix="/cases/<code>/card")


@blueprint.get("")
@needs(Permission.READ_CASES)
def show(code: str) -> str:
    """The card. The reporter's number is never on it."""
    runtime = get_runtime()
    case = read_case(runtime.store, runtime.clock, code, officer(), action="opened_card")
    chosen = frozenset(request.args.getlist("bagian")) & frozenset(PARTS)
    facts = shown_facts(case)
    return render_template(
        "kartu.html",
        case=case,
        parts=PARTS,
        chosen=chosen if "pilih" in request.args else _AT_FIRST,
        recruiter=[(label, values) for name, label, values in facts if name in _RECRUITER],
        journey=[(label, values) for name, label, values in facts if name not in _RECRUITER],
        flags=flag_notes(runtime.wording.catalog, case),
        now=runtime.clock.now(),
        words=case_words.CARD_WORDS,
    )
