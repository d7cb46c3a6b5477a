"""What keeps a revision from being published: the content's own rules, applied as if it were published."""

from datetime import date
from pathlib import Path

from bot.answers.answer_rules import answer_findings, emergency_findings
from bot.answers.catalog import FRAMES, Catalog, Revision
from bot.answers.findings import Finding, Severity, error
from bot.answers.fitting import is_emergency
from bot.answers.placeholders import unusable
from bot.answers.translation_rules import dawan_word_findings, translation_findings
from bot.vocabulary import Language


def revision_faults(revision: Revision, served: Catalog, responses: Path, today: date) -> list[Finding]:
    """Return the errors that the served content would have with this revision, none of them older than it.

    ``served`` is what is published now, withdrawn answers too; ``responses`` holds the list of Dawan words.
    """
    return [one for one in revision_findings(revision, served, responses, today) if one.severity is Severity.ERROR]


def revision_findings(revision: Revision, served: Catalog, responses: Path, today: date) -> list[Finding]:
    """Return the errors as ``revision_faults`` does, and the warnings."""
    where = f"{revision.key} ({revision.language})"
    if revision.key not in served:
        return [error(where, "there is no such answer")]
    faults = [
        error(f"{where}.{form}", fault)
        for form, text in revision.texts().items()
        for fault in unusable(text, served.hotlines)
    ]
    if revision.language is not Language.ID and revision.reference_hash != served.answer(revision.key).reference_hash:
        faults.append(error(where, "translates an Indonesian text that has changed since; renew it"))
    if faults:
        return faults
    after = _findings(revision, served.with_revisions([revision]), responses, today)
    if all(_is_own(one, revision) for one in after):
        return after
    # A fault that the served text has already does not keep its correction back, unless it is this answer's own.
    before = set(_findings(revision, served, responses, today))
    return [one for one in after if _is_own(one, revision) or one not in before]


def _is_own(finding: Finding, revision: Revision) -> bool:
    return revision.language is not Language.ID or f"[{revision.key}]" in finding.where


def _findings(revision: Revision, catalog: Catalog, responses: Path, today: date) -> list[Finding]:
    if revision.language is Language.ID:
        own = answer_findings(catalog.answer(revision.key), catalog, today)
        # Emergency texts stand alone but for the frames around them; all of them for all countries take a second.
        urgent = is_emergency(revision.key, catalog) or revision.key in FRAMES
        return [*own, *(emergency_findings(catalog, today) if urgent else ())]
    every = [
        *translation_findings(catalog, today, revision.key),
        *dawan_word_findings(catalog, responses, revision.key),
    ]
    return [one for one in every if one.where.startswith(f"{revision.language}.po {revision.key}.")]
