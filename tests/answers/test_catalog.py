"""Loading the content, which translations are served, and revisions over it."""

from pathlib import Path

import pytest

from bot.answers.catalog import Catalog, Revision, load_catalog
from bot.answers.model import Form, Grade, State
from bot.errors import BadInputError
from bot.vocabulary import Language
from tests.answers.content import (
    APPROVED,
    DRAFT,
    FULL,
    SHORT,
    answer,
    catalog_of,
    entry,
    hotline,
    po,
    write_content,
)

COST = "ask_cost"
GUESSED = DRAFT.replace("assembled", "guessed")


def test_answers_keep_their_sources_and_dates(tmp_path: Path) -> None:
    found = catalog_of(tmp_path).answer(COST)
    assert found.topic == "questions"
    assert found.short == SHORT
    assert found.full == FULL
    assert found.next == ("ask_age", "ask_visa", "ask_contract")
    assert found.sources[0].date == "2017-11-22"
    assert found.sources[0].perishable
    assert str(found.review_by) == "2027-05-21"


def test_an_unknown_key_is_an_error(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path)
    assert "lain" not in catalog
    with pytest.raises(KeyError):
        catalog.answer("lain")


def test_a_draft_is_found_but_does_not_stand_alone(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, aoz=po(entry(f"{COST}.short", SHORT, "Loit {hotline:kp2mi}. Ketik LAGI")))
    found = catalog.translation(COST, Form.SHORT, Language.AOZ)
    assert found is not None
    assert (found.state, found.grade, found.rows, found.weakest) == (
        State.DRAFT,
        Grade.ASSEMBLED,
        "frasa 12",
        "lof",
    )
    assert not found.stands_alone
    assert catalog.text(COST, Form.SHORT, Language.AOZ) == SHORT


def test_an_approved_text_stands_alone(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, aoz=po(entry(f"{COST}.label", COST, "Loit", APPROVED)))
    assert catalog.text(COST, Form.LABEL, Language.AOZ) == "Loit"
    assert catalog.label(COST, Language.AOZ) == "Loit"
    assert catalog.label(COST, Language.ID) == COST
    assert catalog.label(COST, Language.EN) == COST


def test_a_guessed_draft_is_never_served(tmp_path: Path) -> None:
    texts = po(entry(f"{COST}.short", SHORT, "Loit", GUESSED))
    catalog = catalog_of(tmp_path, aoz=texts, en=texts)
    for language in (Language.AOZ, Language.EN):
        assert catalog.translation(COST, Form.SHORT, language) is None
    assert len(catalog.translations()) == 2


def test_english_needs_no_speaker_to_stand_alone(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, en=po(entry(f"{COST}.label", COST, "Cost", "#. state: draft")))
    assert catalog.label(COST, Language.EN) == "Cost"


def test_a_translation_of_another_text_is_stale(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, aoz=po(entry(f"{COST}.short", "Teks lama", "Loit", APPROVED)))
    assert catalog.text(COST, Form.SHORT, Language.AOZ) == SHORT
    assert [stale.text for stale in catalog.stale()] == ["Loit"]


def test_a_fuzzy_entry_is_not_served(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, aoz=po(entry(f"{COST}.label", COST, "Loit", APPROVED + "\n#, fuzzy")))
    assert catalog.translations() == ()


def test_a_long_comment_may_run_over_two_lines(tmp_path: Path) -> None:
    comments = DRAFT.replace("#. weakest: lof", "#. weakest: lof\n#. dan nbaen")
    catalog = catalog_of(tmp_path, aoz=po(entry(f"{COST}.label", COST, "Loit", comments)))
    assert catalog.translations()[0].weakest == "lof dan nbaen"


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        (entry("ask_cost", SHORT, "Loit"), 'needs msgctxt "key.form"'),
        (entry("ask_cost.isi", SHORT, "Loit"), 'needs msgctxt "key.form"'),
        (entry("ask_cost.short", SHORT, "Loit", "#. grade: attested"), "state: draft"),
        (entry("ask_cost.short", SHORT, "Loit", "#. state: selesai"), "state must be one of draft, approved"),
        (entry("ask_cost.short", SHORT, "Loit", "#. state: draft\n#. grade: bagus"), "grade must be one of"),
        (entry("ask_cost.short", SHORT, "Loit", "#. catatan bebas"), "has a comment that is none of"),
        (entry("ask_cost.short", SHORT, "Loit") + entry("ask_cost.short", "lain", "Loit"), "is there twice"),
        (entry("ask_cost.short", SHORT, "Loit {apa}"), "unknown placeholder {apa}"),
        ('\nmsgctxt "ask_cost.short"\nmsgid "a\n', "no valid PO file"),
    ],
)
def test_faults_of_a_po_file_are_named(tmp_path: Path, entries: str, message: str) -> None:
    with pytest.raises(BadInputError, match=r"aoz\.po") as refused:
        catalog_of(tmp_path, aoz=po(entries))
    assert message in str(refused.value)


def test_a_catalog_of_an_unknown_language_is_named(tmp_path: Path) -> None:
    write_content(tmp_path)
    (tmp_path / "catalogs" / "dawan.po").write_text(po())
    with pytest.raises(BadInputError, match=r"dawan\.po: is no catalog"):
        load_catalog(tmp_path)


def test_every_fault_is_listed_at_once(tmp_path: Path) -> None:
    write_content(tmp_path, aoz=po(entry("x", "a", "b")))
    (tmp_path / "hotlines.toml").write_text(hotline("polisi", "5"))
    (tmp_path / "answers" / "rusak.toml").write_text("[ask")
    (tmp_path / "answers" / "aneh.toml").write_text('ask = "x"\n[ask_cost]\nshort = 3\n')
    with pytest.raises(BadInputError) as refused:
        load_catalog(tmp_path)
    for part in (
        "hotlines.toml [polisi].number",
        "rusak.toml: is no valid TOML",
        "aneh.toml [ask]: must be a table",
        "aneh.toml [ask_cost].short: must be a text",
        "aneh.toml [ask_cost].full: is missing",
        "is already in aneh.toml",
        "aoz.po x: needs msgctxt",
    ):
        assert part in str(refused.value)


def test_no_answers_is_hopeless(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="holds no answers"):
        load_catalog(tmp_path)


def test_the_frames_are_needed(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="frame_more"):
        catalog_of(tmp_path, talk="")


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return catalog_of(tmp_path, aoz=po(entry(f"{COST}.short", SHORT, "Loit. Ketik LAGI", APPROVED)))


def test_a_revision_replaces_the_text_and_makes_translations_stale(catalog: Catalog) -> None:
    changed = catalog.with_revisions([Revision(COST, Language.ID, short="Baru. Ketik LAGI")])
    assert changed.answer(COST).short == "Baru. Ketik LAGI"
    assert changed.answer(COST).full == FULL
    assert changed.text(COST, Form.SHORT, Language.AOZ) == "Baru. Ketik LAGI"
    assert len(changed.stale()) == 1
    assert catalog.answer(COST).short == SHORT
    assert catalog.text(COST, Form.SHORT, Language.AOZ) == "Loit. Ketik LAGI"


def test_a_revised_translation_stands_while_its_reference_does(catalog: Catalog) -> None:
    reference = catalog.answer(COST).reference_hash
    revision = Revision(COST, Language.AOZ, short="Loit feu. Ketik LAGI", reference_hash=reference)
    assert catalog.with_revisions([revision]).text(COST, Form.SHORT, Language.AOZ) == "Loit feu. Ketik LAGI"
    both = [revision, Revision(COST, Language.ID, short="Baru. Ketik LAGI")]
    assert catalog.with_revisions(both).text(COST, Form.SHORT, Language.AOZ) == "Baru. Ketik LAGI"


def test_a_revision_for_a_revised_reference_is_served(catalog: Catalog) -> None:
    indonesian = Revision(COST, Language.ID, label="Biaya", short="Baru. Ketik LAGI")
    reference = catalog.with_revisions([indonesian]).answer(COST).reference_hash
    dawan = Revision(COST, Language.AOZ, short="Feu. Ketik LAGI", reference_hash=reference)
    assert catalog.with_revisions([dawan, indonesian]).text(COST, Form.SHORT, Language.AOZ) == "Feu. Ketik LAGI"


@pytest.mark.parametrize(
    "revision",
    [Revision("sudah_dihapus", Language.ID, short="Baru"), Revision(COST, Language.ID, short="Baru {hotline:hilang}")],
)
def test_an_unusable_revision_leaves_the_shipped_text(catalog: Catalog, revision: Revision) -> None:
    changed = catalog.with_revisions([revision])
    assert changed.answer(COST).short == SHORT
    assert changed.keys() == catalog.keys()


def test_no_revisions_change_nothing(catalog: Catalog) -> None:
    assert catalog.with_revisions([]).answers() == catalog.answers()


def test_answer_faults_name_file_key_and_field(tmp_path: Path) -> None:
    faq = answer(COST).replace("reviewed_on = 2026-11-21", 'reviewed_on = "2026-11-21"\nreview = 1')
    faq = faq.replace('url = "https://contoh.id/uu-18-2017"', 'url = "lihat UU"').replace('"high"', '"yakin"')
    faq = faq.replace('date = "2017-11-22"', 'date = "kemarin"')
    with pytest.raises(BadInputError) as refused:
        catalog_of(tmp_path, faq=faq)
    for part in ("reviewed_on: must be a date", "review: is not", "url: must", "confidence: must", "date: must"):
        assert f"questions.toml [{COST}]" in str(refused.value)
        assert part in str(refused.value)
