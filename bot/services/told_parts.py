"""What a reporter said, part by part: its language, its red flags, and the Indonesian an officer wrote beside."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.errors import BadInputError
from bot.reports.facts import Facts
from bot.services.handle_case import Who, case_of
from bot.services.mask_told import mask_told
from bot.store.case_renderings import Rendering, add_rendering, part_name, parts_named, renderings_of
from bot.store.cases import add_event, additions_of, facts_of
from bot.store.engine import Store
from bot.store.journal import note_case, officer_actor
from bot.store.tables.cases import Case
from bot.store.vault import Vault
from bot.understanding.language import guess_language
from bot.understanding.sign_spans import SignSpan, sign_spans
from bot.vocabulary import MessageLanguage

LONGEST_RENDERING = 4_000
"""Characters: twice the longest message we read."""

SURE_ENOUGH = 0.6
"""How probable another language must be before Indonesian is asked for beside it: our choice, an Indonesian story with
one strange word comes to 0.54. Too seldom would hide the place to write it, too often only clutters the page."""

_NEEDS_NO_RENDERING = frozenset({MessageLanguage.ID, MessageLanguage.UND})


@dataclass(frozen=True)
class ToldPart:
    """One message. ``name``: by what pages name it; ``at``: None for what the report began with.

    ``waits``: it came from another phone and no officer accepted it yet. ``marks``: where its red flags stand.
    ``foreign``: it seems not to be Indonesian, so that somebody may want to write down what it says.
    ``indonesian``: what an officer wrote down, "" for nothing yet; ``by``: who. ``to_officer``: it was written to an
    officer in the conversation. ``hidden``: how many pieces of
    ``text`` and ``indonesian`` are masked, ``meaning_masked``: whether some of the latter are.
    """

    name: str
    text: str
    at: datetime | None
    waits: bool
    language: MessageLanguage
    foreign: bool
    marks: tuple[SignSpan, ...]
    indonesian: str
    by: str
    to_officer: bool = False
    hidden: int = 0
    meaning_masked: bool = False


def told_parts(
    session: Session, vault: Vault, case: Case, facts: Facts, names: Mapping[UUID, str]
) -> tuple[ToldPart, ...]:
    """Return all that was told, in order. ``names``: of officers by their ids."""
    begun = [(text, None, False, False) for text in facts.story]
    added = [
        (text, row.at, row.accepted_at is None, row.takeover_id is not None)
        for row, text in additions_of(session, vault, case.id)
    ]
    told: list[tuple[str, datetime | None, bool, bool]] = [*begun, *added]
    written = renderings_of(session, vault, case.id, [text for text, *_ in told])
    return tuple(
        replace(_part(vault, text, at, waits, written.get(text), names), to_officer=to_officer)
        for text, at, waits, to_officer in told
    )


def mask_part(part: ToldPart, facts: Facts) -> ToldPart:
    """Return a part with the names and numbers of people masked, but for the recruiter's in ``facts``."""
    text, meaning = mask_told(part.text, facts), mask_told(part.indonesian, facts)
    return replace(
        part,
        text=text.text,
        marks=sign_spans(text.text) if text.hidden else part.marks,
        indonesian=meaning.text,
        hidden=text.hidden + meaning.hidden,
        meaning_masked=meaning.hidden > 0,
    )


def _part(
    vault: Vault, text: str, at: datetime | None, waits: bool, written: Rendering | None, names: Mapping[UUID, str]
) -> ToldPart:
    guess = guess_language(text)
    sure = guess.confidence >= SURE_ENOUGH
    return ToldPart(
        name=part_name(vault, text),
        text=text,
        at=at,
        waits=waits,
        language=guess.language,
        foreign=bool(written) or (sure and guess.language not in _NEEDS_NO_RENDERING),
        marks=sign_spans(text),
        indonesian=written.text if written else "",
        by=names.get(written.officer, "") if written else "",
    )


def render_part(store: Store, clock: Clock, code: str, officer: Who, name: str, text: str) -> None:
    """Keep what a part says in Indonesian, in an officer's words. Raises BadInputError.

    Flags and facts stay as they were read from the part itself.
    """
    written = text.strip()
    if not written or len(written) > LONGEST_RENDERING:
        raise BadInputError("write what it says in Indonesian, in at most 4,000 characters")
    with case_of(store, code, officer) as (session, case, officer_id):
        vault, now = store.vault, clock.now()
        told = [*facts_of(vault, case).story, *(text for _, text in additions_of(session, vault, case.id))]
        found = parts_named(vault, name, told)
        if not found:
            raise BadInputError("this part of the report is not there any more: open the case again")
        add_rendering(session, vault, case.id, found[0], Rendering(written, officer_id, now))
        add_event(session, case, now, officer_actor(officer_id), "rendered")
        note_case(session, now, officer_id, "rendered_part", case.id)
