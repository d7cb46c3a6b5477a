"""The console in two languages: every text has its English, and nothing is translated that is not there."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.bootstrap import Runtime
from bot.staff.permissions import StaffRole
from tests.web.console.conftest import Visitor
from tests.web.console.staff import newcomer
from webhook.console import (
    answer_words,
    audit_words,
    case_words,
    export_words,
    learning_words,
    overview_words,
    step_words,
    topic_words,
)
from webhook.console.app import create_app
from webhook.console.errors import _KNOWN
from webhook.console.languages import CATALOGS

CONSOLE = Path(__file__).parents[3] / "webhook" / "console"
_METHODS = [("**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract")]
_SAID_BY_ERRORS = {text for pair in _KNOWN.values() for text in pair}
_TABLES = (
    *(*answer_words.ALL, *audit_words.ALL, *case_words.ALL),
    *(*export_words.ALL, *learning_words.ALL, *overview_words.ALL, *step_words.ALL),
    *topic_words.ALL,
)
_CASE_WORDS = {text for table in _TABLES for text in table.values()}
_ROLES = {f"peran {role}" for role in StaffRole}


def written() -> set[str]:
    found = extract_from_dir(str(CONSOLE), method_map=_METHODS, keywords={"_": None})
    return {message for _, _, message, _, _ in found if isinstance(message, str)}


def catalog(language: str) -> dict[str, str]:
    with (CATALOGS / f"{language}.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale=language) if message.id}


def test_every_text_has_its_english() -> None:
    english = catalog("en")
    assert written() | _SAID_BY_ERRORS | _ROLES | _CASE_WORDS <= set(english)
    assert all(english.values())


def test_placeholders_are_the_same() -> None:
    for language in ("en", "id"):
        for text, translated in catalog(language).items():
            assert text.count("%(") == translated.count("%("), text


@pytest.mark.parametrize("path", ["/masuk", "/undangan/nothing"])
def test_the_switch_holds_for_the_session_and_leads_back(visitor: Visitor, path: str) -> None:
    assert 'lang="id"' in visitor.client.get(path).text
    changed = visitor.post("/bahasa", bahasa="en", dari=path)
    assert changed.headers["Location"] == path
    page = visitor.client.get(path).text
    assert '<html lang="en">' in page
    assert "Sign in" in page


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", ""])
def test_the_switch_leads_nowhere_else(visitor: Visitor, back: str) -> None:
    assert visitor.post("/bahasa", bahasa="en", dari=back).headers["Location"] == "/"


def test_another_language_is_refused(visitor: Visitor) -> None:
    assert visitor.post("/bahasa", bahasa="xx").status_code == 400


def test_what_the_library_says_is_indonesian_too(runtime: Runtime) -> None:
    person = newcomer(create_app(runtime), runtime, StaffRole.ADMIN)
    person.choose_password()
    assert "Alamat surel atau sandi tidak cocok" in person.type_password("wrong wrong wrong wrong").text
