"""The content people read keeps all its rules."""

from datetime import date
from pathlib import Path

import pytest

from bot.answers.answer_rules import FAQ_KEYS, is_question
from bot.answers.catalog import Catalog, load_catalog
from bot.answers.check import check
from bot.answers.content_table import content_table
from bot.answers.findings import Severity
from bot.answers.model import Form, State
from bot.vocabulary import Language

RESPONSES = Path(__file__).parents[2] / "responses"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(RESPONSES)


@pytest.fixture(scope="module")
def reviewed(catalog: Catalog) -> date:
    """Return the day of the last review: whether content has aged since is asked by ``bot answers check``."""
    return max(answer.reviewed_on for answer in catalog.answers() if answer.reviewed_on)


def test_the_content_has_no_faults(reviewed: date) -> None:
    faults = [str(finding) for finding in check(RESPONSES, reviewed) if finding.severity is Severity.ERROR]
    assert not faults, "\n".join(faults)


def test_no_translation_is_stale(catalog: Catalog) -> None:
    assert [translation.where for translation in catalog.stale()] == []


def test_no_dawan_text_claims_approval_without_a_speaker(catalog: Catalog) -> None:
    dawan = [translation for translation in catalog.translations() if translation.language is Language.AOZ]
    assert dawan
    assert not [t.where for t in dawan if t.state is State.APPROVED and not t.speaker]


def test_indonesia_and_malaysia_have_emergency_numbers(catalog: Catalog, reviewed: date) -> None:
    assert [line.number for line in catalog.hotlines.emergency_lines("ID", reviewed)] == ["110", "129"]
    assert "999" in [line.number for line in catalog.hotlines.emergency_lines("MY", reviewed)]


def test_the_table_in_the_docs_is_todays(catalog: Catalog) -> None:
    page = (RESPONSES.parent / "docs" / "content.md").read_text(encoding="utf-8")
    assert page == content_table(catalog), "run: .venv/bin/bot answers table > docs/content.md"


def test_every_question_is_whole_in_indonesian_and_english(catalog: Catalog) -> None:
    asked = [answer for answer in catalog.answers() if is_question(answer)]
    assert {answer.question for answer in asked} == set(FAQ_KEYS)
    missing = [
        f"{answer.key}.{form}"
        for answer in asked
        for form in Form
        if answer.text(form) and not catalog.translation(answer.key, form, Language.EN)
    ]
    assert missing == []


def test_the_template_in_the_docs_is_the_text_that_goes_out(catalog: Catalog) -> None:
    """A knock whose template says something else could not be found at the provider by its text."""
    text = catalog.answer("officer_knock").text(Form.FULL).replace("{service}", "Jalan Aman")
    assert f"\n```\n{text}\n```\n" in (RESPONSES.parent / "docs" / "reports.md").read_text(encoding="utf-8")
