"""What the words about answers are called on the pages of the console, and what is wrong with a text in plain words."""

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import gettext as _

from bot.answers.findings import Said

TOPIC_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "abroad": "Di luar negeri",
        "added": "Topik tambahan",
        "agencies": "Perusahaan penempatan",
        "by_audience": "Untuk keluarga dan anak",
        "by_destination": "Menurut negara tujuan",
        "danger": "Bahaya",
        "destinations": "Negara tujuan",
        "documents": "Surat-surat",
        "frames": "Bingkai pesan",
        "money": "Uang",
        "recruiters": "Perekrut",
        "red_flags": "Tanda bahaya tawaran",
        "reporting": "Mengadu",
        "reports": "Laporan",
        "steps": "Langkah berangkat",
        "talk": "Percakapan",
    }
)
ANSWER_STATE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "draft": "ada draf",
        "in_review": "menunggu ditelaah",
        "scheduled": "dijadwalkan",
        "stale": "terjemahan usang",
        "overdue": "lewat tanggal tinjau",
        "withdrawn": "ditarik",
        "changed": "diubah di konsol",
    }
)
REVISION_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "shipped": "teks bawaan",
        "draft": "draf",
        "in_review": "menunggu ditelaah",
        "scheduled": "dijadwalkan",
        "published": "terbit",
        "retired": "diganti",
    }
)
COVERAGE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "stale": "usang",
        "none": "belum ada",
        "part": "sebagian",
        "draft": "draf",
        "approved": "disetujui",
    }
)
TEXT_STATE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "approved": "disetujui",
        "draft": "draf, belum diperiksa",
        "stale": "usang: bahasa Indonesianya sudah berubah",
        "missing": "belum ada",
    }
)
GRADE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "attested": "kalimat utuh dari sumber",
        "assembled": "disusun dari pola dan kata bersumber",
        "guessed": "tebakan, tidak pernah dikirim",
    }
)
FORM_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "label": "Judul di daftar",
        "short": "Teks singkat, untuk SMS pertama",
        "full": "Teks lengkap",
        "next": "Berikutnya",
    }
)
FIELD_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "label": "Judul",
        "short": "Teks singkat",
        "full": "Teks lengkap",
        "sources": "Sumber",
        "reviewed_on": "Tanggal diperiksa",
        "review_by": "Tanggal tinjau lagi",
        "next": "Pertanyaan lanjutan",
        "": "Jawaban ini",
    }
)
LANGUAGE_WORDS: Mapping[str, str] = MappingProxyType({"id": "Indonesia", "aoz": "Timor (Uab Meto)", "en": "Inggris"})
VARIANT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "MY": "Malaysia",
        "SG": "Singapura",
        "HK": "Hong Kong",
        "TW": "Taiwan",
        "SA": "Arab Saudi",
        "ID": "dalam negeri",
        "family": "keluarga yang ditinggal",
        "under_18": "yang belum 18 tahun",
    }
)
CONFIDENCE_WORDS: Mapping[str, str] = MappingProxyType({"high": "yakin", "medium": "cukup yakin", "low": "tidak yakin"})
ACT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "drafted": "menulis draf",
        "replaced_draft": "mengganti draf",
        "discarded_draft": "membuang draf",
        "submitted": "mengajukan",
        "returned": "mengembalikan",
        "commented": "berkomentar",
        "scheduled": "menyetujui dan menjadwalkan",
        "unscheduled": "membatalkan jadwal",
        "not_published": "tidak jadi menerbitkan",
        "published": "menerbitkan",
        "rolled_back": "memulihkan versi lama",
        "withdrew": "menarik",
        "restored": "memakai lagi",
        "tried": "mencoba di simulator",
        "added_topic": "membuat topik",
        "proposed_sentences": "mengusulkan kalimat contoh",
        "approved_sentences": "menyetujui kalimat contoh",
        "took_sentence_away": "menghapus kalimat contoh",
        "deleted_topic": "menghapus topik",
    }
)
HOTLINE_FIELD_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "label": "Nama pendek, seperti dalam SMS",
        "name": "Nama lengkap",
        "number": "Nomor telepon, seperti +62... atau 110",
        "whatsapp": "Nomor WhatsApp",
        "channels": "Bisa dihubungi lewat",
        "country": "Negara, dua huruf",
        "area": "Daerah",
        "hours": "Jam",
        "toll_free_from": "Bebas pulsa dari negara",
        "kind": "Siapa yang menjawab",
        "emergency": "nomor darurat",
        "source": "Sumber, alamat web",
        "source_date": "Tanggal sumber",
        "last_checked": "Kapan ditelepon",
        "checked_by": "Siapa yang menelepon",
        "confidence": "Seberapa yakin",
    }
)
HOTLINE_KIND_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "police": "polisi",
        "women_children": "perempuan dan anak",
        "labour": "urusan pekerja",
        "mission": "KBRI, KJRI, atau KDEI",
        "legal": "bantuan hukum",
        "other": "lain",
    }
)
HOTLINE_LINE_WORDS: Mapping[str, str] = MappingProxyType({"call": "telepon", "sms": "SMS", "whatsapp": "WhatsApp"})
ALL = (
    HOTLINE_FIELD_WORDS,
    HOTLINE_KIND_WORDS,
    HOTLINE_LINE_WORDS,
    TOPIC_WORDS,
    ANSWER_STATE_WORDS,
    REVISION_WORDS,
    COVERAGE_WORDS,
    TEXT_STATE_WORDS,
    GRADE_WORDS,
    FORM_WORDS,
    {key: text for key, text in FIELD_WORDS.items() if text},
    LANGUAGE_WORDS,
    VARIANT_WORDS,
    CONFIDENCE_WORDS,
    ACT_WORDS,
)


def say(text: object) -> str:
    """Return a text of ours in the language of the page, its values too where they are texts of ours themselves."""
    if not isinstance(text, Said):
        return str(_(str(text))) if text else ""
    values = {name: say(value) if isinstance(value, str) and value else value for name, value in text.values.items()}
    return str(_(text.template)).format(**values)


def say_fault(fault: Exception) -> str:
    """Return what an error says in the language of the page."""
    return say(fault.args[0] if fault.args else "")
