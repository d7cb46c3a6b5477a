"""What an alert may hold and how it reads."""

from datetime import datetime

import pytest

from bot.answers.sms import Encoding, segments
from bot.errors import BadInputError
from bot.messaging.alert_words import KINDS, LEVELS, worded
from bot.messaging.alerts import Digest
from bot.reports.cases import CaseKind, Level
from tests.contract.alert_samples import ID, LINK, NOW, make_alert, make_digest


def test_every_level_and_kind_has_words_in_their_order() -> None:
    assert list(LEVELS) == [str(level) for level in Level]
    assert set(KINDS) == {str(kind) for kind in CaseKind}


def test_an_alert_reads_the_same_by_mail_and_by_sms() -> None:
    words = worded(make_alert(level=Level.NOW, kind=CaseKind.DANGER))
    assert words.subject == "[Jalan Aman] NTT-7K3QX BAHAYA SEKARANG, Kab. TTS"
    assert words.line == f"{words.subject}. Terima: balas TERIMA NTT-7K3QX. Buka: {LINK}"
    assert words.text.splitlines() == [
        "Kasus NTT-7K3QX: BAHAYA SEKARANG.",
        "Perihal: orang dalam bahaya",
        "Tempat: Kab. TTS",
        "Waktu: 21-11-2026 15.00 WITA",
        "",
        "Buka dan terima kasus ini di konsol:",
        LINK,
        "",
        "Surel ini dibuat otomatis. Jangan dibalas dan jangan diteruskan.",
    ]


def test_a_drill_and_an_unconfirmed_report_say_so_everywhere() -> None:
    words = worded(make_alert(test=True, unconfirmed=True, regency=""))
    said = "UJI COBA, bukan kasus, BAHAYA SEKARANG, belum dikonfirmasi"
    assert words.subject == f"[Jalan Aman] NTT-7K3QX {said}, tempat belum diketahui"
    assert all(said in text for text in (words.text, words.line))


def test_a_word_nobody_translated_does_not_hold_an_alert_back() -> None:
    assert "NTT-7K3QX GRAVE, Kab. TTS" in worded(make_alert(level="grave", kind="other")).line


@pytest.mark.parametrize("regency", ["Kab. TTS", "Kab. Timor Tengah Selatan", "Kota Kupang", ""])
@pytest.mark.parametrize("level", Level)
def test_an_alert_is_at_most_one_segment_and_a_second_one_long(level: Level, regency: str) -> None:
    size = segments(worded(make_alert(level=level, regency=regency)).line)
    assert size.count <= 2
    assert size.encoding is Encoding.GSM7


def test_a_digest_counts_by_level_and_names_the_cases() -> None:
    low = make_alert(level="low", case_code="NTT-22222", unconfirmed=True)
    words = worded(make_digest(make_alert(), make_alert(case_code="NTT-33333"), low))
    assert words.subject == "[Jalan Aman] 3 kasus menunggu: 2 BAHAYA SEKARANG, 1 TIDAK MENDESAK"
    assert words.line == f"{words.subject}. Buka: https://konsol.example.org/"
    assert "- NTT-22222 TIDAK MENDESAK, belum dikonfirmasi, Kab. TTS, orang dalam bahaya" in words.text.splitlines()


def test_a_long_digest_names_thirty_cases_and_counts_the_rest() -> None:
    lines = worded(make_digest(*[make_alert()] * 33)).text.splitlines()
    assert sum(line.startswith("- NTT-") for line in lines) == 30
    assert "- dan 3 kasus lagi" in lines


def test_a_service_name_with_a_line_end_makes_no_second_line() -> None:
    assert worded(make_alert(), "Jalan\r\nAman").subject.startswith("[Jalan Aman] NTT-")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("case_code", "rahasia"),
        ("case_code", "NTT-7K3QX\n"),
        ("case_code", "NTT-628123456789"),
        ("level", "Rahasia"),
        ("level", ""),
        ("kind", "telepon 0812"),
        ("regency", "Kab. TTS\r\nBcc: rahasia@example.org"),
        ("regency", "Kab. TTS, 081234567890"),
        ("regency", "r" * 61),
        ("regency", " "),
        ("console_url", "rahasia"),
        ("console_url", "javascript:rahasia"),
        ("console_url", "https://"),
        ("console_url", "https://[rahasia"),
        ("console_url", f"{LINK}\n"),
        ("console_url", f"{LINK} rahasia"),
        ("at", datetime(2026, 11, 21)),  # noqa: DTZ001
    ],
)
def test_what_no_case_has_is_refused_without_being_quoted(name: str, value: object) -> None:
    with pytest.raises(BadInputError, match=f"^{name}: ") as fault:
        make_alert(**{name: value})
    assert "rahasia" not in str(fault.value).lower()
    assert "08123" not in str(fault.value)


@pytest.mark.parametrize(
    "regency", ["Kab. TTS", "Kota Kupang (NTT)", "Sabu-Raijua", "Kab. Sumba Barat Daya", "Nunukan"]
)
def test_names_of_places_pass(regency: str) -> None:
    assert make_alert(regency=regency).regency == regency


def test_an_empty_digest_is_none() -> None:
    with pytest.raises(BadInputError):
        Digest(ID, (), LINK, NOW)


def test_news_asks_nobody_to_take_the_case_again() -> None:
    words = worded(make_alert(news=True, unconfirmed=True))
    assert words.subject == "[Jalan Aman] NTT-7K3QX ADA KABAR BARU, Kab. TTS"
    assert "TERIMA" not in words.line
    assert "terima kasus" not in words.text
    assert words.line.endswith(LINK)
