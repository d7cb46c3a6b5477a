"""A small, faultless content folder to write into tmp_path, and edits that break it in one place."""

from datetime import date
from pathlib import Path

from bot.answers.answer_rules import FAQ_KEYS
from bot.answers.catalog import Catalog, load_catalog
from bot.answers.findings import Finding, refuse_errors
from bot.answers.hotline_files import read_hotlines
from bot.answers.hotlines import Hotlines

TODAY = date(2026, 11, 21)

HOTLINE = """
[{id}]
label = "{label}"
name = "{label} lengkap"
number = "{number}"
channels = ["call"]
country = "{country}"
area = "{area}"
hours = "24 jam"
toll_free_from = ["ID"]
kind = "{kind}"
emergency = {emergency}
source = "https://contoh.id/nomor"
source_date = "{source_date}"
confidence = "{confidence}"
"""

ANSWER = """
[{key}]
label = "{label}"
short = "{short}"
full = \"\"\"
{full}\"\"\"
next = [{next}]
reviewed_on = 2026-11-21
review_by = 2027-05-21

[[{key}.sources]]
fact = "F-001"
title = "UU 18/2017 pasal 5"
url = "https://contoh.id/uu-18-2017"
date = "2017-11-22"
confidence = "high"
perishable = true
"""

TALK = """
[frame_more]
short = "Ketik LAGI"
full = "Ketik LAGI"

[frame_draft]
short = "(belum diperiksa penutur)"
full = "(belum diperiksa penutur)"

[frame_withdrawn]
short = "Jawaban ini sedang diperiksa ulang. Tanya kantor desa. Ketik MENU"
full = "Jawaban ini sedang diperiksa ulang. Tanya kantor desa."

[emergency]
label = "Bahaya"
short = "Bahaya? {emergency_numbers}. Pergi ke tempat aman kalau bisa."
full = "Bahaya sekarang?\\n{emergency_numbers}\\nPergi ke tempat aman kalau bisa."

[menu]
label = "Menu"
short = "Pilih nomor:\\n{choices}"
full = "Silakan pilih nomor:\\n{choices}\\nAtau tulis pertanyaan Anda."
"""

ENTRY = """
{comments}
msgctxt "{context}"
msgid "{msgid}"
msgstr "{msgstr}"
"""

DRAFT = "#. state: draft\n#. grade: assembled\n#. rows: frasa 12\n#. weakest: lof"
APPROVED = "#. state: approved\n#. speaker: Penutur Contoh"

SHORT = "Jawaban singkat. Tanya {hotline:kp2mi}. Ketik LAGI"
FULL = "Jawaban lengkap dengan satu kalimat lagi. Tanya {hotline:kp2mi}."


def hotline(hotline_id: str, number: str, **changes: str) -> str:
    """Return one hotline's table."""
    fields = {
        "label": hotline_id.title(),
        "country": "ID",
        "area": "Indonesia",
        "kind": "other",
        "emergency": "false",
        "source_date": "2026-08",
        "confidence": "high",
    }
    return HOTLINE.format(id=hotline_id, number=number, **{**fields, **changes})


HOTLINES = "".join(
    (
        hotline("polisi", "110", kind="police", emergency="true"),
        hotline("sapa", "129", label="SAPA", kind="women_children", emergency="true"),
        hotline("kp2mi", "08001000", label="KP2MI", kind="labour"),
        hotline("kp2mi_luar", "+622129244800", country="ZZ", kind="labour", emergency="true"),
        hotline("polisi_my", "999", country="MY", area="Malaysia", kind="police", emergency="true"),
        hotline("kbri_kl", "+60176688032", country="MY", area="Malaysia", kind="mission", emergency="true"),
        hotline("kbri_sg", "+6567377422", country="SG", kind="mission", emergency="true", confidence="medium"),
    )
)


def answer(key: str, short: str = SHORT, full: str = FULL, label: str = "") -> str:
    """Return one answer's tables."""
    others = [f'"{other}"' for other in ("ask_cost", "ask_age", "ask_visa", "ask_contract") if other != key]
    return ANSWER.format(key=key, short=short, full=full, label=label or key[:24], next=", ".join(others[:3]))


def entry(context: str, msgid: str, msgstr: str, comments: str = DRAFT) -> str:
    """Return one PO entry."""
    return ENTRY.format(context=context, msgid=msgid, msgstr=msgstr, comments=comments)


def po(*entries: str) -> str:
    """Return a PO catalog."""
    header = 'msgid ""\nmsgstr ""\n"Language: aoz\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    return header + "".join(entries)


def write_content(folder: Path, aoz: str = "", en: str = "", faq: str | None = None, talk: str = TALK) -> Path:
    """Write a content folder in which every question has an answer; returns the folder."""
    (folder / "answers").mkdir(exist_ok=True)
    (folder / "catalogs").mkdir(exist_ok=True)
    (folder / "hotlines.toml").write_text(HOTLINES)
    questions = "".join(answer(key) for key in sorted(FAQ_KEYS)) if faq is None else faq
    (folder / "answers" / "questions.toml").write_text(questions)
    (folder / "answers" / "talk.toml").write_text(talk)
    for name, text in (("aoz", aoz), ("en", en)):
        if text:
            (folder / "catalogs" / f"{name}.po").write_text(text)
    return folder


def catalog_of(folder: Path, **content: str) -> Catalog:
    """Write a content folder and load it."""
    return load_catalog(write_content(folder, **content))


def load_hotlines(path: Path) -> Hotlines:
    """Return the hotlines of a file. Raises BadInputError listing every fault."""
    findings: list[Finding] = []
    hotlines = read_hotlines(path, findings)
    refuse_errors(path.name, findings)
    return hotlines
