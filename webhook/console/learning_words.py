"""What the words about learning are called on the pages of the console, and intents by the labels of their answers."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from flask_babel import gettext as _

from bot.answers.catalog import Catalog
from bot.conversation.meaning import answer_key
from bot.vocabulary import FIXED_INTENTS, Intent, Language

REASON_WORDS: Mapping[str, str] = MappingProxyType(
    {"unclear": "tidak dipahami", "asked_back": "ditanya balik", "corrected": "dipilih orangnya"}
)
SENTENCE_LANGUAGE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "id": "Indonesia",
        "mkn": "Melayu Kupang",
        "aoz": "Timor (Uab Meto)",
        "en": "Inggris",
        "mixed": "campuran",
        "other": "bahasa lain",
        "und": "belum jelas",
    }
)
SURENESS_WORDS: Mapping[str, str] = MappingProxyType(
    {"sure": "yakin", "fair": "cukup yakin", "doubt": "ragu", "guess": "hampir menebak"}
)
OUTCOME_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "waiting": "menunggu ditulis",
        "writing": "sedang ditulis",
        "added": "masuk data latihan",
        "refused": "tidak ditambahkan",
        "skipped": "dilewati",
        "earlier": "dilabeli sebelumnya",
    }
)
INTENT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "greet": "Salam",
        "goodbye": "Pamit",
        "thanks": "Terima kasih",
        "affirm": "Ya, setuju",
        "deny": "Tidak",
        "dont_know": "Tidak tahu",
        "cancel": "Batal",
        "opt_out": "Berhenti menerima pesan",
        "ask_help": "Minta menu",
        "choose_language": "Ganti bahasa",
        "delete_data": "Hapus data",
        "out_of_scope": "Di luar topik",
        "ask_report_status": "Tanya keadaan laporan",
        "add_to_report": "Tambah laporan",
        "skip": "Lewati",
    }
)
"""Intents whose answers bear no label of their own."""

JOB_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "write": "Menulis label ke data latihan",
        "train": "Melatih calon model",
        "compare": "Membandingkan model",
    }
)
JOB_STATE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "queued": "menunggu pekerja",
        "running": "sedang jalan",
        "done": "selesai",
        "failed": "gagal",
        "cancelled": "dibatalkan",
        "interrupted": "terputus",
    }
)
PHASE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "reading": "mulai",
        "waiting": "menunggu pekerjaan lain selesai",
        "sorting": "membandingkan dengan kalimat yang sudah ada",
        "training": "melatih; biasanya beberapa menit",
        "starting": "menyalakan model",
        "measuring_new": "menguji model ini",
        "measuring_served": "menguji model yang dipakai sekarang",
        "weighing": "menghitung",
    }
)
STANDING_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "served": "dipakai sekarang",
        "previous": "sebelumnya",
        "candidate": "calon",
        "taken_back": "ditarik kembali",
        "older": "lama",
    }
)
LIMIT_WORDS: Mapping[str, str] = MappingProxyType(
    {"at least": "harus paling sedikit", "at most": "boleh paling banyak", "not measured": "tidak diukur"}
)
ALL = (
    LIMIT_WORDS,
    REASON_WORDS,
    SENTENCE_LANGUAGE_WORDS,
    SURENESS_WORDS,
    OUTCOME_WORDS,
    INTENT_WORDS,
    JOB_WORDS,
    JOB_STATE_WORDS,
    PHASE_WORDS,
    STANDING_WORDS,
)
_TALK = "talk"
_SURENESS = ((0.75, "sure"), (0.55, "fair"), (0.25, "doubt"))
"""From which confidence on a guess is called so: 0.55 is where the bot acts by itself (bot/understanding/decide.py)."""


def sureness(confidence: float) -> str:
    """Return a confidence in words."""
    found = next((word for least, word in _SURENESS if confidence >= least), "guess")
    return str(_(SURENESS_WORDS[found]))


def intent_label(intent: str, catalog: Catalog) -> str:
    """Return what an intent is called: the label of its answer, else our own word."""
    if intent in INTENT_WORDS:
        return str(_(INTENT_WORDS[intent]))
    key = answer_key(Intent(intent)) if intent in set(FIXED_INTENTS) else intent
    return catalog.label(key, Language.ID) if key in catalog else intent


def intent_groups(catalog: Catalog, topics: Iterable[str] = ()) -> dict[str, list[tuple[str, str]]]:
    """Return all intents with their labels by topic of the answers, both sorted by what they are called.

    ``topics``: the added ones that may be labels too.
    """
    groups: dict[str, list[tuple[str, str]]] = {}
    known = [(intent.value, answer_key(intent)) for intent in FIXED_INTENTS] + [(key, key) for key in topics]
    for name, key in known:
        topic = catalog.answer(key).topic if key in catalog else _TALK
        groups.setdefault(topic, []).append((name, intent_label(name, catalog)))
    return {topic: sorted(found, key=lambda pair: pair[1].casefold()) for topic, found in groups.items()}


def say_why(line: str, catalog: Catalog) -> str:
    """Return in the language of the page why a label, or a model, was not taken; an unknown line as it is."""
    for pattern, text in _why():
        if match := pattern.fullmatch(line):
            values = {name: _value(name, value, catalog) for name, value in match.groupdict().items()}
            return text % values
    return str(_(line))


def _value(name: str, value: str, catalog: Catalog) -> str:
    if name == "label":
        return intent_label(value, catalog)
    if name in {"side", "value"}:
        return str(_(LIMIT_WORDS[value])) if value in LIMIT_WORDS else value
    return str(_(SENTENCE_LANGUAGE_WORDS.get(value, value))) if name == "language" else value


def _why() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return how the lines of labelled.py, labels.py, promotion.py and thresholds.py read, and what the page says."""
    return (
        (
            re.compile(r"a near twin of a sentence the model is tested with, labelled (?P<label>\w+)"),
            _("hampir sama dengan kalimat ujian model, yang berlabel %(label)s"),
        ),
        (
            re.compile(r"a near twin of a sentence there is already, labelled (?P<label>\w+)"),
            _("hampir sama dengan kalimat yang sudah ada, yang berlabel %(label)s"),
        ),
        (
            re.compile(r"made like (?P<count>\d+) others but for names and figures"),
            _("sama dengan %(count)s kalimat lain, hanya nama dan angkanya berbeda"),
        ),
        (re.compile(r"nothing is left without the marks"), _("tanpa tanda seperti <nama> tidak ada kata yang tersisa")),
        (
            re.compile(r"the language column needs one of .*"),
            _("pilih bahasanya dulu, atau pilih Lewati"),
        ),
        (
            re.compile(r"the text is empty or has more than (?P<most>\d+) characters"),
            _("teksnya kosong atau lebih dari %(most)s huruf"),
        ),
        (
            re.compile(r"no sentence with this id is kept .*"),
            _("kalimat ini sudah tidak disimpan, atau bukan bagian Anda"),
        ),
        (re.compile(r"the label is no intent .*"), _("label itu tidak ada")),
        (
            re.compile(
                r"accuracy, (?P<language>\w+): loses (?P<lost>\d+) sentences and wins (?P<won>\d+) of (?P<of>\d+) .*"
            ),
            _("%(language)s: %(lost)s kalimat yang tadinya benar menjadi salah, %(won)s menjadi benar, dari %(of)s"),
        ),
        (
            re.compile(
                r"emergencies, (?P<language>\w+): misses (?P<lost>\d+) that are found now "
                r"and finds (?P<won>\d+) new of (?P<of>\d+)"
            ),
            _("keadaan darurat, %(language)s: %(lost)s terlewat yang sekarang dikenali, %(won)s baru, dari %(of)s"),
        ),
        (
            re.compile(r"threshold: (?P<name>[\w.]+) is (?P<value>[\w .]+), (?P<side>at \w+) (?P<limit>[\d.]+) wanted"),
            _("batas mutu %(name)s: %(value)s, padahal %(side)s %(limit)s"),
        ),
    )
