"""Replies as people get them: first forms, pages, languages, choices, numbers and values."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.answers.catalog import Catalog
from bot.answers.directory import AnswerDirectory
from bot.answers.filling import Context, ReplySpec
from bot.answers.fitting import Text, page_count, render
from bot.answers.sms import segments
from bot.errors import BadInputError
from bot.vocabulary import Channel, Language
from tests.answers.content import APPROVED, FULL, SHORT, TALK, TODAY, answer, catalog_of, entry, po

COST = "ask_cost"
CONTEXT = Context(TODAY, "Jalan Aman")
LONG = "Satu kalimat yang panjangnya kira-kira enam puluh huruf begini. " * 12
MARK = "(belum diperiksa penutur)"
DAWAN_SHORT = entry(f"{COST}.short", SHORT, "Loit fauk? {hotline:kp2mi}. Ketik LAGI")
DAWAN_FULL = entry(f"{COST}.full", FULL, "Loit fauk lek-leok? {hotline:kp2mi}.")


def sms(catalog: Catalog, reply: ReplySpec, language: Language = Language.ID, context: Context = CONTEXT) -> list[Text]:
    return list(render(reply, Channel.SMS, language, catalog, context))


def whatsapp(catalog: Catalog, reply: ReplySpec, language: Language = Language.ID) -> list[Text]:
    return list(render(reply, Channel.WHATSAPP, language, catalog, CONTEXT))


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return catalog_of(tmp_path)


@pytest.fixture
def long_catalog(tmp_path: Path) -> Catalog:
    return catalog_of(tmp_path, faq=answer(COST, full=LONG))


def test_sms_begins_short_and_whatsapp_in_full(catalog: Catalog) -> None:
    short = "Jawaban singkat. Tanya KP2MI 08001000. Ketik LAGI"
    assert sms(catalog, ReplySpec(COST)) == [Text(short, Language.ID, 1)]
    full = "Jawaban lengkap dengan satu kalimat lagi. Tanya KP2MI 08001000."
    assert whatsapp(catalog, ReplySpec(COST)) == [Text(full, Language.ID, 1)]


def test_pages_are_numbered_fit_two_segments_and_say_the_way_on(long_catalog: Catalog) -> None:
    count = page_count(ReplySpec(COST), Language.ID, long_catalog, CONTEXT)
    pages = [sms(long_catalog, ReplySpec(COST, page=page))[0] for page in range(1, count + 1)]
    assert count == 3
    assert [page.text[:4] for page in pages] == ["1/3 ", "2/3 ", "3/3 "]
    assert all(page.segments <= 2 for page in pages)
    assert [page.text.endswith("\nKetik LAGI") for page in pages] == [True, True, False]
    bodies = [page.text[4:].removesuffix("\nKetik LAGI") for page in pages]
    assert " ".join(bodies) == LONG.strip()


def test_a_page_beyond_the_last_is_the_last(long_catalog: Catalog) -> None:
    assert sms(long_catalog, ReplySpec(COST, page=9)) == sms(long_catalog, ReplySpec(COST, page=3))


def test_a_full_text_that_fits_is_one_page_without_number(catalog: Catalog) -> None:
    assert page_count(ReplySpec(COST), Language.ID, catalog, CONTEXT) == 1
    assert sms(catalog, ReplySpec(COST, page=1))[0].text.startswith("Jawaban lengkap")


def test_choices_are_numbered_labels_below(catalog: Catalog) -> None:
    reply = ReplySpec(COST, choices=("ask_age", "Label {service} lain"))
    text = sms(catalog, reply)[0]
    assert text.text.endswith("Ketik LAGI\n1 ask_age\n2 Label {service} lain")
    assert text.choices == ("ask_age", "Label {service} lain")
    assert whatsapp(catalog, reply)[0].text.endswith(".\n\n1 ask_age\n2 Label {service} lain")


def test_choices_stand_where_the_text_wants_them(catalog: Catalog) -> None:
    text = whatsapp(catalog, ReplySpec("menu", choices=("ask_age",)))[0].text
    assert text == "Silakan pilih nomor:\n1 ask_age\nAtau tulis pertanyaan Anda."


def test_choices_below_the_last_page(long_catalog: Catalog) -> None:
    text = sms(long_catalog, ReplySpec(COST, page=3, choices=(COST,)))[0]
    assert text.text.startswith("3/3 ")
    assert text.text.endswith("\n1 ask_cost")


def test_a_draft_comes_before_the_indonesian_and_is_marked(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, aoz=po(DAWAN_SHORT, DAWAN_FULL))
    dawan, indonesian = sms(catalog, ReplySpec(COST), Language.AOZ)
    assert dawan.text == f"{MARK} Loit fauk? KP2MI 08001000. Ketik LAGI"
    assert (dawan.language, indonesian.language) == (Language.AOZ, Language.ID)
    assert indonesian.text.startswith("Jawaban singkat")
    dawan, indonesian = whatsapp(catalog, ReplySpec(COST), Language.AOZ)
    assert dawan.text == f"{MARK}\nLoit fauk lek-leok? KP2MI 08001000."
    assert indonesian.text.startswith("Jawaban lengkap")


def test_with_drafts_off_only_the_indonesian_is_sent(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, aoz=po(DAWAN_SHORT))
    texts = sms(catalog, ReplySpec(COST), Language.AOZ, replace(CONTEXT, drafts=False))
    assert [text.language for text in texts] == [Language.ID]


def test_approved_the_dawan_stands_alone(tmp_path: Path) -> None:
    approved = entry(f"{COST}.short", SHORT, "Loit {hotline:kp2mi}. Ketik LAGI", APPROVED)
    texts = sms(catalog_of(tmp_path, aoz=po(approved)), ReplySpec(COST), Language.AOZ)
    assert texts == [Text("Loit KP2MI 08001000. Ketik LAGI", Language.AOZ, 1)]


def test_where_only_the_short_text_is_translated_whatsapp_sends_it_before_the_full_one(tmp_path: Path) -> None:
    dawan, indonesian = whatsapp(catalog_of(tmp_path, aoz=po(DAWAN_SHORT)), ReplySpec(COST), Language.AOZ)
    assert dawan.text == f"{MARK}\nLoit fauk? KP2MI 08001000."
    assert indonesian.text.startswith("Jawaban lengkap")


def test_in_an_emergency_the_indonesian_comes_first(tmp_path: Path) -> None:
    short = "Bahaya? {emergency_numbers}. Pergi ke tempat aman kalau bisa."
    dawan = entry("emergency.short", short, "Hoe! {emergency_numbers}")
    texts = sms(catalog_of(tmp_path, aoz=po(dawan)), ReplySpec("emergency"), Language.AOZ)
    assert [text.language for text in texts] == [Language.ID, Language.AOZ]
    assert texts[1].text == f"{MARK} Hoe! Polisi 110, SAPA 129"


def test_choices_below_go_with_the_indonesian_only(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, aoz=po(DAWAN_SHORT, entry("ask_age.label", "ask_age", "Ton fauk")))
    dawan, indonesian = sms(catalog, ReplySpec(COST, choices=("ask_age",)), Language.AOZ)
    assert (dawan.choices, indonesian.choices) == ((), ("ask_age",))
    assert "1 ask_age" not in dawan.text
    assert indonesian.text.endswith("1 ask_age")


def test_a_draft_menu_uses_draft_labels_and_the_indonesian_one_does_not(tmp_path: Path) -> None:
    menu = entry("menu.short", "Pilih nomor:\\n{choices}", "Ho he mloem saa'?\\n{choices}")
    catalog = catalog_of(tmp_path, aoz=po(menu, entry("ask_age.label", "ask_age", "Ton fauk")))
    dawan, indonesian = sms(catalog, ReplySpec("menu", choices=("ask_age", COST)), Language.AOZ)
    assert dawan.text.endswith("1 Ton fauk\n2 ask_cost")
    assert dawan.choices == ("Ton fauk", COST)
    assert indonesian.choices == ("ask_age", COST)


def test_a_page_only_the_longer_version_has_comes_alone(tmp_path: Path) -> None:
    faq = answer(COST, full=LONG)
    draft = entry(f"{COST}.full", LONG.strip(), "Loit fauk lek-leok?")
    catalog = catalog_of(tmp_path, faq=faq, aoz=po(draft))
    assert page_count(ReplySpec(COST), Language.AOZ, catalog, CONTEXT) == 3
    assert [t.language for t in sms(catalog, ReplySpec(COST, page=1), Language.AOZ)] == [Language.AOZ, Language.ID]
    assert [t.language for t in sms(catalog, ReplySpec(COST, page=2), Language.AOZ)] == [Language.ID]


def test_every_page_of_a_draft_is_marked_and_fits(tmp_path: Path) -> None:
    long_draft = "Loit fauk lek-leok mes ka nabe'i fa. " * 25
    catalog = catalog_of(tmp_path, aoz=po(entry(f"{COST}.full", FULL, long_draft)))
    count = page_count(ReplySpec(COST), Language.AOZ, catalog, CONTEXT)
    for page in range(1, count + 1):
        text = sms(catalog, ReplySpec(COST, page=page), Language.AOZ)[0]
        assert text.text.startswith(f"{page}/{count} {MARK} ")
        assert text.segments <= 2
    last = sms(catalog, ReplySpec(COST, page=count, choices=(COST,)), Language.AOZ)
    assert [text.choices for text in last] == [(COST,)]


def test_english_falls_back_to_indonesian(catalog: Catalog) -> None:
    assert sms(catalog, ReplySpec(COST), Language.EN)[0].language is Language.ID


@pytest.mark.parametrize(
    ("country", "numbers"),
    [
        ("ID", "Polisi 110, SAPA 129"),
        ("MY", "Polisi_My 999, Kbri_Kl +60176688032"),
        ("TR", "Kp2Mi_Luar +622129244800"),
    ],
)
def test_emergency_numbers_are_those_of_the_country(catalog: Catalog, country: str, numbers: str) -> None:
    text = sms(catalog, ReplySpec("emergency", values={"country": country}))[0].text
    assert text == f"Bahaya? {numbers}. Pergi ke tempat aman kalau bisa."


def test_without_a_country_the_emergency_numbers_are_those_at_home(catalog: Catalog) -> None:
    assert "Polisi 110, SAPA 129" in sms(catalog, ReplySpec("emergency"))[0].text


def test_a_number_gone_stale_is_not_sent_any_more(catalog: Catalog) -> None:
    text = sms(catalog, ReplySpec(COST), context=replace(CONTEXT, today=date(2030, 1, 1)))[0].text
    assert text == "Jawaban singkat. Tanya KP2MI lengkap. Ketik LAGI"


VALUES_TALK = (
    TALK + '\n[salam]\nshort = "{company} di {country}, {service}, {language}"\nfull = "*Tebal* “{company}”"\n'
)


def test_values_are_cleaned_and_never_expanded(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, talk=VALUES_TALK)
    values = {"company": "PT {service}\n\x07{hotline:polisi}", "country": "MY"}
    text = sms(catalog, ReplySpec("salam", values=values))[0].text
    assert text == "PT {service} {hotline:polisi} di Malaysia, Jalan Aman, Bahasa Indonesia"
    plain = sms(catalog, ReplySpec("salam", page=1, values={"company": "Maju ‘Jaya’"}))[0]
    assert plain.text == "Tebal \"Maju 'Jaya'\""
    assert segments(plain.text).count == plain.segments == 1


def test_a_missing_value_is_an_error_that_repeats_no_value(tmp_path: Path) -> None:
    catalog = catalog_of(tmp_path, talk=VALUES_TALK)
    with pytest.raises(BadInputError, match=r"salam needs the value \{country\}"):
        sms(catalog, ReplySpec("salam", values={"company": "PT Maju"}))


def test_an_unknown_answer_is_a_key_error(catalog: Catalog) -> None:
    with pytest.raises(KeyError):
        sms(catalog, ReplySpec("lain"))


def test_the_directory_tells_what_the_conversation_asks(tmp_path: Path) -> None:
    directory = AnswerDirectory(catalog_of(tmp_path, faq=answer(COST, full=LONG) + answer("ask_age")), CONTEXT)
    assert directory.can_offer(COST)
    assert not directory.can_offer("lain")
    assert not directory.can_offer("frame_more")
    assert directory.page_count(COST, Language.ID) == 3
    assert directory.follow_ups(COST) == ("ask_age",)
