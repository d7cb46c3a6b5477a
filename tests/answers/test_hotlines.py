"""Reading hotlines, what may be sent, and whom to call in an emergency."""

from datetime import date
from pathlib import Path

import pytest

from bot.answers.hotlines import Hotlines, sendable
from bot.errors import BadInputError
from tests.answers.content import HOTLINES, TODAY, hotline, load_hotlines


def load(folder: Path, text: str) -> Hotlines:
    path = folder / "hotlines.toml"
    path.write_text(text)
    return load_hotlines(path)


def test_a_hotline_shows_label_and_number(tmp_path: Path) -> None:
    hotlines = load(tmp_path, HOTLINES)
    assert hotlines["kp2mi"].shown == "KP2MI 08001000"
    assert "kp2mi" in hotlines
    assert "lain" not in hotlines


def test_a_whatsapp_only_hotline_says_so(tmp_path: Path) -> None:
    text = hotline("ksatria", "+60105288040", country="MY", label="KJRI Johor")
    text = text.replace("number =", "whatsapp =").replace('"call"', '"whatsapp"')
    assert load(tmp_path, text)["ksatria"].shown == "KJRI Johor WA +60105288040"


@pytest.mark.parametrize(
    ("number", "changes", "allowed"),
    [
        ("08001000", {}, True),
        ("08001000", {"confidence": "medium"}, True),
        ("08001000", {"confidence": "low"}, False),
        ("08001000", {"source_date": "2024-11-21"}, True),
        ("08001000", {"source_date": "2024-11-20"}, False),
        ("08001000", {"source_date": "2024"}, False),
        ("110", {"source_date": "2015"}, True),
        ("110", {"source_date": "2015", "confidence": "low"}, False),
        ("175", {"source_date": "2015"}, False),
        ("112", {"source_date": "2015", "country": "MY"}, False),
    ],
)
def test_low_or_stale_numbers_are_not_sent(tmp_path: Path, number: str, changes: dict[str, str], allowed: bool) -> None:
    hotlines = load(tmp_path, hotline("satu", number, **changes))
    assert sendable(hotlines["satu"], TODAY) is allowed


def test_a_newer_check_makes_an_old_source_good(tmp_path: Path) -> None:
    text = hotline("satu", "08001000", source_date="2015") + 'last_checked = "2026-11-01"\n'
    assert sendable(load(tmp_path, text)["satu"], TODAY)


@pytest.mark.parametrize(
    ("field", "line", "message"),
    [
        ("number", 'number = "+62811808"', "no valid number"),
        ("number", 'number = "+62 811-8080-141"', "no valid number"),
        ("number", 'number = "0811808014"', "no valid number"),
        ("number", 'number = "555"', "no valid number"),
        ("number", "", "is missing"),
        ("number", "number = 110", "text in"),
        ("label", "", "label: is missing"),
        ("country", 'country = "Indonesia"', "two-letter"),
        ("kind", 'kind = "polisi"', "must be one of police"),
        ("channels", "channels = []", "is missing"),
        ("channels", 'channels = ["telepon"]', "must be one of call"),
        ("channels", 'channels = ["call", "whatsapp"]', "whatsapp: is missing"),
        ("emergency", 'emergency = "ya"', "true or false"),
        ("source", 'source = "contoh.id"', "web address"),
        ("source_date", 'source_date = "21-11-2026"', "YYYY-MM"),
        ("source_date", "", "source_date: is missing"),
        ("hours", 'hourss = "24 jam"', "hourss: is not a known field"),
    ],
)
def test_each_fault_is_named_with_its_place(tmp_path: Path, field: str, line: str, message: str) -> None:
    good = hotline("polisi", "110", kind="police").splitlines()
    broken = "\n".join(line if each.startswith(f"{field} =") else each for each in good)
    with pytest.raises(BadInputError, match=r"hotlines\.toml \[polisi\]") as refused:
        load(tmp_path, broken)
    assert message in str(refused.value)


def test_all_faults_are_listed_at_once_and_no_number_is_repeated(tmp_path: Path) -> None:
    text = hotline("satu", "+6281234") + hotline("Dua", "110", kind="x")
    with pytest.raises(BadInputError, match="3 fault") as refused:
        load(tmp_path, text)
    assert "6281234" not in str(refused.value)


def test_broken_toml_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="valid TOML"):
        load(tmp_path, "[polisi")
    with pytest.raises(BadInputError, match="cannot be read"):
        load_hotlines(tmp_path / "nowhere.toml")


def ids(hotlines: Hotlines, country: str | None, today: date = TODAY) -> list[str]:
    return [line.id for line in hotlines.emergency_lines(country, today)]


@pytest.mark.parametrize("country", ["ID", "id", None])
def test_at_home_the_police_and_another_line_stand_side_by_side(tmp_path: Path, country: str | None) -> None:
    assert ids(load(tmp_path, HOTLINES), country) == ["polisi", "sapa"]


def test_abroad_the_police_of_the_country_and_the_mission(tmp_path: Path) -> None:
    hotlines = load(tmp_path, HOTLINES)
    assert ids(hotlines, "MY") == ["polisi_my", "kbri_kl"]
    assert ids(hotlines, "MY-SBH") == ["polisi_my", "kbri_kl"]


def test_a_number_of_medium_confidence_is_never_alone(tmp_path: Path) -> None:
    assert ids(load(tmp_path, HOTLINES), "SG") == ["kbri_sg", "kp2mi_luar"]


def test_two_medium_numbers_do_not_vouch_for_each_other(tmp_path: Path) -> None:
    second = hotline("kbri_sg_dua", "+6567377422", country="SG", emergency="true", confidence="medium")
    third = second.replace("kbri_sg_dua", "kbri_sg_tiga")
    assert ids(load(tmp_path, HOTLINES + second + third), "SG") == ["kbri_sg", "kbri_sg_dua", "kp2mi_luar"]


def test_the_only_number_of_a_country_gets_company(tmp_path: Path) -> None:
    sure = hotline("kbri_th", "+66929031103", country="TH", emergency="true")
    assert ids(load(tmp_path, HOTLINES + sure), "TH") == ["kbri_th", "kp2mi_luar"]


def test_a_country_without_lines_gets_only_the_line_for_abroad(tmp_path: Path) -> None:
    assert ids(load(tmp_path, HOTLINES), "TR") == ["kp2mi_luar"]


def test_stale_low_regional_and_surplus_lines_stay_out(tmp_path: Path) -> None:
    extra = "".join(
        (
            hotline("ttu", "112", area="Timor Tengah Utara", emergency="true"),
            hotline("my_low", "+60176688032", country="MY", emergency="true", confidence="low"),
            hotline("my_old", "+60176688032", country="MY", emergency="true", source_date="2019"),
            hotline("my_calm", "+60176688032", country="MY"),
            hotline("my_more", "+60198228800", country="MY", emergency="true"),
            hotline("my_surplus", "+60146060067", country="MY", emergency="true"),
        )
    )
    hotlines = load(tmp_path, HOTLINES + extra)
    assert ids(hotlines, "MY") == ["polisi_my", "kbri_kl", "my_more"]
    assert ids(hotlines, "ID") == ["polisi", "sapa"]
