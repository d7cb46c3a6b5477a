"""The documents keep up with the code: every setting is explained, every module stays readable."""

from bot.config import PROJECT, Settings

_LONGEST_MODULE = 250


def test_every_setting_is_explained() -> None:
    page = (PROJECT / "docs" / "settings.md").read_text(encoding="utf-8")
    missing = [name.upper() for name in Settings.model_fields if f"`{name.upper()}`" not in page]
    assert missing == []


def test_no_setting_is_explained_that_does_not_exist() -> None:
    page = (PROJECT / "docs" / "settings.md").read_text(encoding="utf-8")
    explained = {line.split("`")[1] for line in page.splitlines() if line.startswith("| `")}
    assert explained == {name.upper() for name in Settings.model_fields}


def test_packages_import_nothing_by_themselves() -> None:
    """Python runs ``__init__.py`` files, but the import rules cannot see it."""
    for package in ("bot", "webhook"):
        for file in (PROJECT / package).rglob("__init__.py"):
            assert file.read_text(encoding="utf-8").strip() == "", file


def test_modules_stay_readable() -> None:
    modules = [file for package in ("bot", "webhook", "ops") for file in (PROJECT / package).rglob("*.py")]
    lengths = {str(file.relative_to(PROJECT)): len(file.read_text(encoding="utf-8").splitlines()) for file in modules}
    assert {name: length for name, length in lengths.items() if length > _LONGEST_MODULE} == {}
