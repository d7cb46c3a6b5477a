"""What stands in exports, and what the choices of an export are called."""

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import gettext as _

from bot.recruiters.red_flags import answer_key
from bot.services.export_rows import ExportWords
from webhook.console.case_words import KIND_WORDS, LEVEL_WORDS, STATE_WORDS, word
from webhook.runtime import get_runtime

FILE_TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "code": "Kode",
        "kind": "Perihal",
        "level": "Tingkat",
        "state": "Keadaan",
        "regency": "Kabupaten",
        "confirmed": "Dikonfirmasi",
        "began": "Masuk (WITA)",
        "act_by": "Batas (WITA)",
        "taken": "Diambil (WITA)",
        "ended": "Berakhir (WITA)",
        "flags": "Tanda bahaya",
        "names": "Nama perekrut",
        "phones": "Nomor perekrut",
        "companies": "PT",
        "story": "Cerita",
        "month": "Bulan",
        "cases": "Kasus",
        "total": "Jumlah",
        "no_place": "tempat belum jelas",
        "unreadable": "tidak terbaca",
        "yes": "ya",
        "no": "tidak",
        "heading": "Kasus,",
        "foot": "Rahasia. Simpan terkunci, jangan disebarkan, hancurkan sesudah dipakai.",
        "unprinted": "Tanda ? bisa berarti huruf atau gambar yang tidak bisa dicetak di sini.",
        "cut": "(terlalu panjang untuk dicetak; baca di konsol)",
    }
)
REDACTION_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "numbers": "Angka saja",
        "nobody": "Tanpa orang",
        "recruiters": "Dengan perekrut",
        "all": "Lengkap",
    }
)
REDACTION_HINTS: Mapping[str, str] = MappingProxyType(
    {
        "numbers": "Jumlah kasus per kabupaten, perihal, tingkat, bulan. Angka di bawah 5 ditutup. Tanpa sandi.",
        "nobody": "Satu baris tiap kasus: kode, perihal, keadaan, kabupaten, tanggal, tanda bahaya. Tanpa nama.",
        "recruiters": "Ditambah nama, nomor, dan PT perekrut.",
        "all": "Ditambah cerita pelapor apa adanya, dengan nama orang di dalamnya.",
    }
)
KIND_OF_FILE_WORDS: Mapping[str, str] = MappingProxyType(
    {"csv": "CSV (untuk program lain)", "xlsx": "XLSX (untuk Excel)", "pdf": "PDF (untuk dicetak)"}
)
ALL = (FILE_TEXTS, REDACTION_WORDS, REDACTION_HINTS, KIND_OF_FILE_WORDS)


def words_of_export() -> ExportWords:
    """Return the words of a file in the language of the page."""
    catalog = get_runtime().wording.catalog

    def flag(code: str) -> str:
        key = answer_key(code)
        return (catalog.answer(key).label or key) if key in catalog else code

    return ExportWords(
        say=lambda name: str(_(FILE_TEXTS[name])),
        kind=lambda kind: word(KIND_WORDS, kind),
        level=lambda level: word(LEVEL_WORDS, level),
        state=lambda state: word(STATE_WORDS, state),
        flag=flag,
    )
