"""The checker: nothing to say about good content, and each fault named with file, key and form."""

from datetime import date
from pathlib import Path

import pytest

from bot.answers.answer_rules import FAQ_KEYS
from bot.answers.check import check
from bot.answers.findings import Severity
from tests.answers.content import (
    APPROVED,
    DRAFT,
    FULL,
    HOTLINES,
    SHORT,
    TALK,
    TODAY,
    answer,
    entry,
    hotline,
    po,
    write_content,
)

COST = "ask_cost"


def errors(folder: Path, today: date = TODAY) -> list[str]:
    return [str(finding) for finding in check(folder, today) if finding.severity is Severity.ERROR]


def warnings(folder: Path, today: date = TODAY) -> list[str]:
    return [str(finding) for finding in check(folder, today) if finding.severity is Severity.WARNING]


def with_cost(folder: Path, table: str, **content: str) -> Path:
    """Write content whose answer on cost is the given one."""
    others = "".join(answer(key) for key in sorted(FAQ_KEYS - {COST}))
    return write_content(folder, faq=others + table, **content)


def test_good_content_has_no_findings(tmp_path: Path) -> None:
    aoz = po(entry(f"{COST}.short", SHORT, "Loit {hotline:kp2mi}. Ketik LAGI"))
    write_content(tmp_path, aoz=aoz, en=po(entry(f"{COST}.label", COST, "Cost", "#. state: draft")))
    (tmp_path / "dawan_words.txt").write_text("# kata\nloit\nketik\n")
    assert check(tmp_path, TODAY) == []


def test_every_question_needs_an_answer(tmp_path: Path) -> None:
    write_content(tmp_path, faq="".join(answer(key) for key in sorted(FAQ_KEYS - {"ask_insurance"})))
    assert errors(tmp_path) == ["error: answers: [ask_insurance] is missing; every question needs an answer"]


def test_unreadable_content_is_reported_and_the_rest_still_checked(tmp_path: Path) -> None:
    with_cost(tmp_path, answer(COST, short="Tanpa jalan lanjut."))
    (tmp_path / "answers" / "rusak.toml").write_text("[x")
    (tmp_path / "hotlines.toml").unlink()
    found = "\n".join(errors(tmp_path))
    assert "rusak.toml: is no valid TOML" in found
    assert "hotlines.toml: cannot be read" in found
    assert "[ask_cost].short: must end with the way on" in found


@pytest.mark.parametrize(
    ("table", "place", "message"),
    [
        (answer(COST, label="L" * 25), "label", "has 25 characters; at most 24"),
        (answer(COST).replace('label = "ask_cost"', ""), "label", "is missing"),
        (answer(COST, short="a" * 155 + " LAGI."), "short", "has 161 septets once filled; at most 160"),
        (answer(COST, short="€" * 78 + " LAGI"), "short", "has 161 septets"),
        (answer(COST, short="Mesê. Ketik LAGI"), "short", "characters SMS does not know, which halve its room: ê"),
        (answer(COST, short="Kata “ini”. Ketik LAGI"), "short", "“”"),
        (answer(COST, short="Tanya saja."), "short", "must end with the way on"),
        (answer(COST, short="Ketik LAGI untuk sisanya. Titik."), "short", "must end with the way on"),
        (answer(COST, full="a" * 1025), "full", "has 1025 characters once filled; at most 1024"),
        (answer(COST, full="Telepon 110 sekarang."), "full", 'has a typed phone number ("110...")'),
        (answer(COST, full="Anda pasti aman."), "full", 'promises what nobody can keep: "pasti aman"'),
        (answer(COST, full="{hotline:tua}"), "full", "{hotline:tua} may not be sent"),
        (answer(COST, full="{hotline:lain}"), "full", "not in hotlines.toml: {hotline:lain}"),
        (answer(COST, full="{apa}"), "full", "unknown placeholder {apa}"),
        (answer(COST, full="{number:polisi} {number:sapa} {number:kp2mi} {number:kbri_kl}"), "full", "carries 4 phone"),
        (answer(COST).replace('"ask_visa"', '"ask_agee"'), "next", 'names "ask_agee"'),
        (answer(COST).replace(', "ask_visa", "ask_contract"', ""), "next", "2 to 4 answers, not 1"),
        (answer(COST).replace('"ask_visa"', '"ask_age"'), "next", "one answer twice"),
        (answer(COST).replace('"ask_visa"', '"frame_more"'), "next", "has no label to show"),
        (answer(COST).partition("[[")[0], "sources", "are missing"),
        (answer(COST).replace('confidence = "high"', 'confidence = "low"'), "sources", "F-001 has low confidence"),
        (answer(COST).replace("2017-11-22", "2027-01"), "sources", "date in the future"),
        (answer(COST).replace("2027-05-21", "2027-05-22"), "review_by", "later than 6 months"),
        (answer(COST).replace("review_by = 2027-05-21", ""), "review_by", "is missing"),
        (answer(COST).replace("2027-05-21", "2026-11-21"), "review_by", "must be after"),
        (answer(COST).replace("= 2026-11-21", "= 2026-11-22"), "reviewed_on", "is in the future"),
        (answer(COST).replace("perishable = true", 'perishable = "ya"'), "sources 1.perishable", "true or false"),
    ],
)
def test_each_fault_of_an_answer_is_named(tmp_path: Path, table: str, place: str, message: str) -> None:
    with_cost(tmp_path, table)
    (tmp_path / "hotlines.toml").write_text(HOTLINES + hotline("tua", "175", source_date="2019"))
    found = [line for line in errors(tmp_path) if f"questions.toml [{COST}].{place}" in line]
    assert any(message in line for line in found), errors(tmp_path)


def test_naming_itself_as_next_is_a_fault(tmp_path: Path) -> None:
    with_cost(tmp_path, answer(COST).replace('"ask_visa"', f'"{COST}"'))
    assert errors(tmp_path) == [f"error: questions.toml [{COST}].next: names the answer itself or one answer twice"]


def test_lasting_content_may_rest_eighteen_months(tmp_path: Path) -> None:
    lasting = answer("ask_age").replace("perishable = true", "perishable = false").replace("2027-05-21", "2028-05-21")
    others = "".join(answer(key) for key in sorted(FAQ_KEYS - {"ask_age"}))
    write_content(tmp_path, faq=others + lasting)
    assert not [line for line in errors(tmp_path) if "review_by" in line]


def test_past_review_dates_are_errors(tmp_path: Path) -> None:
    write_content(tmp_path)
    late = [line for line in errors(tmp_path, date(2027, 5, 22)) if "[ask_age]" in line]
    assert late == ["error: questions.toml [ask_age].review_by: is past; check the facts again and set both dates"]


def test_small_talk_with_figures_needs_a_source(tmp_path: Path) -> None:
    talk = TALK + '\n[salam]\nshort = "Bayar Rp5 juta?"\nfull = "Halo."\n'
    write_content(tmp_path, talk=talk)
    assert [line for line in errors(tmp_path) if "[salam]" in line] == [
        "error: talk.toml [salam].sources: are missing although the text states law, money or a length of time"
    ]


def test_emergency_texts_are_measured_for_every_country(tmp_path: Path) -> None:
    talk = TALK.replace("Bahaya? ", "Bahaya? " + "Cari tempat yang aman dulu. " * 9)
    write_content(tmp_path, talk=talk)
    found = [line for line in errors(tmp_path) if "[emergency].short for" in line]
    assert found
    assert all("needs 3 SMS in id; at most 2" in line for line in found)
    assert any("for an unknown country" in line for line in found)


def test_an_emergency_without_any_number_is_an_error(tmp_path: Path) -> None:
    write_content(tmp_path)
    (tmp_path / "hotlines.toml").write_text(hotline("kp2mi", "08001000"))
    assert any("for ID: has no number to give" in line for line in errors(tmp_path))


def test_hotlines_nobody_is_sent_are_warnings(tmp_path: Path) -> None:
    write_content(tmp_path)
    (tmp_path / "hotlines.toml").write_text(HOTLINES + hotline("tua", "175", source_date="2019"))
    assert len(warnings(tmp_path)) == 1
    assert "hotlines.toml [tua]: is not sent to anybody" in warnings(tmp_path)[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (entry("ask_x.short", "a", "b"), "ask_x.short: translates an answer that does not exist"),
        (entry(f"{COST}.label", COST, "L" * 25), "has 25 characters; at most 24"),
        (entry(f"{COST}.short", SHORT, "a" * 140), "with the mark of drafts (26); at most 160"),
        (entry(f"{COST}.full", FULL, "a" * 1025), "has 1025 characters once filled"),
        (entry(f"{COST}.short", SHORT, "Loit {hotline:polisi}"), "placeholders the Indonesian lacks: {hotline:polisi}"),
        (entry(f"{COST}.short", SHORT, "Loit", APPROVED), "lacks placeholders of the Indonesian: {hotline:kp2mi}"),
        (entry(f"{COST}.short", SHORT, "mesê {hotline:kp2mi}"), "halve its room: ê"),
        (entry(f"{COST}.short", SHORT, "hubungi 110 {hotline:kp2mi}"), "typed phone number"),
        (entry(f"{COST}.label", COST, "Loit", "#. state: approved"), "does not say by whom"),
        (entry(f"{COST}.label", COST, "Loit", "#. state: draft"), '"#. grade: ..."'),
        (entry(f"{COST}.label", COST, "Loit", DRAFT.replace("#. rows: frasa 12\n", "")), '"#. rows: ..."'),
        (entry(f"{COST}.label", COST, "Loit", DRAFT.replace("\n#. weakest: lof", "")), '"#. weakest: ..."'),
    ],
)
def test_each_fault_of_a_translation_is_named(tmp_path: Path, text: str, message: str) -> None:
    write_content(tmp_path, aoz=po(text))
    found = [line for line in errors(tmp_path) if line.startswith("error: aoz.po ask_")]
    assert any(message in line for line in found), errors(tmp_path)


def test_a_draft_may_say_less_than_the_indonesian(tmp_path: Path) -> None:
    write_content(tmp_path, aoz=po(entry(f"{COST}.short", SHORT, "Loit")))
    assert not [line for line in errors(tmp_path) if "aoz.po" in line]
    assert any("lacks placeholders" in line for line in warnings(tmp_path))


def test_stale_translations_are_warnings(tmp_path: Path) -> None:
    write_content(tmp_path, aoz=po(entry(f"{COST}.short", "Teks lama", "Loit")))
    assert any("aoz.po ask_cost.short: is stale" in line for line in warnings(tmp_path))


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Loit na’ko 'mese'. Ketik LAGI {hotline:kp2mi} KTP", ""),
        ("Loit lek-leok", ""),
        ("Loit lek-apa", "lek-apa"),
        ("Loit uang, Uang", "uang, Uang"),
    ],
)
def test_dawan_words_must_be_attested(tmp_path: Path, text: str, unknown: str) -> None:
    write_content(tmp_path, aoz=po(entry(f"{COST}.short", SHORT, text)))
    (tmp_path / "dawan_words.txt").write_text("loit\nna'ko # dari\nmese'\nketik\nlek\nleok\n\n")
    found = [line for line in errors(tmp_path) if "dawan_words.txt" in line]
    if unknown:
        assert found == [f"error: aoz.po ask_cost.short: has words that are not in dawan_words.txt: {unknown}"]
    else:
        assert found == []
