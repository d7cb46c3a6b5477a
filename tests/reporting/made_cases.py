"""Cases made straight from facts, without a talk, and what is listed of them."""

from dataclasses import replace
from random import Random
from uuid import UUID, uuid4

from bot.bootstrap import Runtime
from bot.reports.cases import NOTHING_ALLOWED, CaseKind, Consent
from bot.reports.facts import NOTHING_TOLD, Facts
from bot.services.list_cases import CaseList, Wanted, list_cases
from bot.services.open_case import NewCase, open_case, update_case
from bot.services.tell_officers import NOTHING_SET_UP, look_again
from bot.store.cases import add_to_case, case_with_code, consent_of, facts_of, fresh_code
from bot.store.tables.cases import Case

ALL = Wanted(ended=True, page_size=200)


def make_case(
    runtime: Runtime,
    facts: Facts = NOTHING_TOLD,
    kind: CaseKind = CaseKind.RECRUITER,
    consent: Consent = NOTHING_ALLOWED,
    random: Random | None = None,
) -> str:
    """Make a case that leads to no phone; return its code."""
    store, now = runtime.store, runtime.clock.now()
    with store.writing() as session:
        code = fresh_code(session, random or Random(uuid4().int))
        new = NewCase(code, kind, facts, consent, None)
        open_case(session, store.vault, new, None, now, NOTHING_SET_UP)
    return code


def tell_more(runtime: Runtime, code: str, text: str) -> None:
    """Let somebody add to a case, as a turn does."""
    store = runtime.store
    with store.writing() as session:
        case = existing(case_with_code(session, code))
        add_to_case(session, store.vault, case, None, text, runtime.clock.now(), own_phone=False)  # type: ignore[arg-type]
        look_again(session, store.vault, case)


def correct(runtime: Runtime, code: str, story: str) -> None:
    """Let the author tell another sentence."""
    store = runtime.store
    with store.writing() as session:
        case = existing(case_with_code(session, code))
        before = facts_of(store.vault, case)
        facts = replace(before, story=(*before.story, story))
        update_case(
            *(session, store.vault, case, facts, consent_of(store.vault, case), runtime.clock.now()), NOTHING_SET_UP
        )


def existing(case: Case | None) -> Case:
    """Return a case that is there."""
    assert case is not None
    return case


def listed(runtime: Runtime, officer: UUID, wanted: Wanted = ALL) -> CaseList:
    """Return an officer's list."""
    return list_cases(runtime.store, runtime.clock, officer, wanted)


def codes(runtime: Runtime, officer: UUID, wanted: Wanted = ALL) -> list[str]:
    """Return the codes of an officer's list, in its order."""
    return [case.code for case in listed(runtime, officer, wanted).cases]


def searched(runtime: Runtime, officer: UUID, text: str) -> set[str]:
    """Return the codes of what an officer finds."""
    return set(codes(runtime, officer, replace(ALL, search=text)))
