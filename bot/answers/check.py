"""All rules for the content in one place: what ``bot answers check`` and the content tests run."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.answers.answer_rules import answer_findings, emergency_findings, missing_answers
from bot.answers.catalog import read_catalog
from bot.answers.findings import Finding, Severity, warning
from bot.answers.hotlines import Hotlines, sendable
from bot.answers.translation_rules import dawan_word_findings, translation_findings


def check(responses: Path, today: date) -> list[Finding]:
    """Return everything that is wrong with a content folder, errors first, then by place.

    Files that cannot be read are findings too: nothing is raised for bad content.
    """
    findings: list[Finding] = []
    catalog = read_catalog(responses, findings)
    findings += hotline_findings(catalog.hotlines, today)
    findings += missing_answers(catalog)
    for answer in catalog.answers():
        findings += answer_findings(answer, catalog, today)
    findings += emergency_findings(catalog, today)
    findings += translation_findings(catalog, today)
    findings += dawan_word_findings(catalog, responses)
    unique = dict.fromkeys(findings)
    return sorted(unique, key=lambda finding: (finding.severity is not Severity.ERROR, finding.where))


def hotline_findings(hotlines: Hotlines, today: date) -> Iterator[Finding]:
    """Yield the hotlines that may not be sent, for somebody to ring and note in ``last_checked``."""
    for hotline in hotlines.all():
        if not sendable(hotline, today):
            yield warning(
                f"hotlines.toml [{hotline.id}]",
                "is not sent to anybody: low confidence, or no source or check within 24 months; ring it",
            )
