"""What the words of a case are called on the pages of the console."""

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import gettext as _

from bot.messaging.alert_words import KINDS, LEVELS
from bot.recruiters.words import ACTS, FLAGS, REASONS
from webhook.console.work_words import WORK_WORDS

LEVEL_WORDS, KIND_WORDS = LEVELS, KINDS
RECRUITER_FLAG_WORDS, LINK_REASON_WORDS, RECRUITER_ACT_WORDS = FLAGS, REASONS, ACTS

STATE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "received": "belum ditangani",
        "taken": "sedang ditangani",
        "passed_on": "diserahkan",
        "closed": "selesai",
        "withdrawn": "ditarik kembali",
    }
)
EVENT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "opened": "kasus dibuat",
        "updated": "pelapor menambah keterangan",
        "told": "diberi tahu",
        "alert_accepted": "pemberitahuan terkirim",
        "alert_failed": "pemberitahuan tidak terkirim",
        "author_told": "pelapor diberi tahu bahwa pesannya diteruskan",
        "opened_by": "dibuka",
        "taken": "diambil",
        "released": "dilepas lagi",
        "assigned": "diberikan kepada petugas",
        "recused": "ditutup bagi petugas",
        "readmitted": "dibuka lagi bagi petugas",
        "level_changed": "tingkat diubah",
        "reopened": "dibuka lagi",
        "referred": "dirujuk",
        "referral_changed": "rujukan diubah",
        "passed_on": "diserahkan",
        "closed": "ditutup",
        "withdrawn": "ditarik kembali",
        "credible": "dinilai dapat dipercaya",
        "not_credible": "dinilai tidak dapat dipercaya",
        "added": "ditambah",
        "addition_accepted": "tambahan diterima",
        "cluster": "beberapa laporan serupa",
        "nobody_left": "semua sudah diberi tahu, belum ada yang mengambil",
        "nobody_may_read": "tidak ada yang boleh membacanya",
        "evidence_handed_out": "berkas dikeluarkan",
        "evidence_opened": "berkas dibuka",
        "question_asked": "pertanyaan dibuat",
        "author_asked": "pelapor diberi tahu ada pesan",
        "question_shown": "pertanyaan dibaca",
        "question_answered": "pertanyaan dijawab",
        "question_declined": "pertanyaan dilewati",
        "question_over": "pertanyaan berakhir",
        "takeover_allowed": "pelapor mengizinkan petugas menulis langsung",
        "takeover_joined": "petugas masuk ke percakapan",
        "takeover_ended": "percakapan kembali ke mesin",
        "takeover_missed": "izin menulis langsung berakhir",
        "unsealed_address": "nomor pelapor dibuka",
        "unsealed_story": "nama dan nomor dalam cerita dibuka",
        "exported": "diekspor",
        "rendered": "artinya ditulis dalam bahasa Indonesia",
    }
)
QUESTION_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "who": "Siapa yang mengajak?",
        "leaving": "Kapan dan dari mana berangkat?",
        "people": "Berapa orang?",
        "places": "Dari desa mana, ke mana?",
        "money": "Janji dan uang",
        "seen": "Apa yang dilihat sendiri?",
        "call": "Bolehkah petugas menelepon?",
        "news": "Ada kabar baru?",
        "takeover": "Bolehkah saya menulis langsung di percakapan ini, sekarang?",
    }
)
QUESTION_STATE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "waiting": "menunggu jamnya",
        "sent": "ada pesan terkirim, belum dibaca",
        "shown": "sudah dibaca",
        "answered": "dijawab",
        "declined": "dilewati",
        "over": "berakhir tanpa jawaban",
    }
)
ACTOR_WORDS: Mapping[str, str] = MappingProxyType(
    {"reporter": "pelapor", "somebody": "seseorang", "service": "layanan ini"}
)
FILE_WORDS: Mapping[str, str] = MappingProxyType(
    {"photo": "foto", "document": "dokumen", "voice": "suara", "video": "video"}
)
FILE_STATE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "waiting": "sedang diambil",
        "fetched": "ada",
        "failed": "tidak bisa diambil",
        "refused": "jenisnya tidak disimpan",
        "dropped": "dihapus",
        "erased": "dihapus",
    }
)
FACT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "names": "Nama perekrut",
        "phones": "Nomor perekrut",
        "companies": "PT",
        "origins": "Dari",
        "destinations": "Ke",
        "seen_at": "Terlihat di",
        "money": "Uang",
    }
)
LANGUAGE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "aoz": "bahasa Timor (Uab Meto)",
        "mkn": "Melayu Kupang",
        "en": "bahasa Inggris",
        "other": "bahasa lain",
        "id": "bahasa Indonesia",
        "und": "bahasa tidak jelas",
    }
)
PLACE_WORDS: Mapping[str, str] = MappingProxyType({"from": "Asal", "seen": "Terlihat di", "to": "Tujuan"})
HOW_WORDS: Mapping[str, str] = MappingProxyType(
    {"met": "bertemu langsung", "called": "lewat telepon", "paper": "di formulir kertas"}
)
PHONE_WORDS: Mapping[str, str] = MappingProxyType(
    {"own": "HP sendiri", "shared": "HP bersama", "borrowed": "HP pinjaman"}
)
RECIPIENT_WORDS: Mapping[str, str] = MappingProxyType(
    {"coordinator": "koordinator gugus tugas", "ngo": "LSM", "bp3mi": "BP3MI", "police": "polisi"}
)
CARD_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "perekrut": "Perekrut",
        "perjalanan": "Perjalanan",
        "tanda": "Tanda bahaya",
        "keinginan": "Keinginan pelapor",
        "cerita": "Cerita",
        "riwayat": "Riwayat",
    }
)
RECRUITER_FLAG_MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "none": "Laporan yang menyebutnya dinilai tidak dapat dipercaya, atau ditarik kembali.",
        "reported": "Satu orang melaporkannya. Bisa benar, bisa salah paham.",
        "corroborated": "Dua orang atau lebih melaporkannya, dan tidak ada tanda bahwa mereka satu orang.",
        "verified": "Koordinator memastikan bahwa ia merekrut dengan melanggar hukum.",
        "cleared": "Koordinator menyatakan bahwa ia tidak melanggar hukum. Laporan baru tetap masuk ke sini.",
    }
)
IDENTITY_WORDS: Mapping[str, str] = MappingProxyType(
    {"phone": "nomor", "name": "nama", "company": "perusahaan", "place": "tempat", "account": "rekening atau akun"}
)
LICENCE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "terdaftar": "terdaftar",
        "dicabut": "izin dicabut",
        "penghentian_sementara": "dihentikan sementara",
        "sanksi_berakhir": "sanksinya sudah berakhir",
        "tercatat_menempatkan": "pernah menempatkan pekerja; itu bukan izin",
    }
)
ALIKE_WORDS: Mapping[str, str] = MappingProxyType(
    {"very": "sangat mungkin orang yang sama", "well": "mungkin orang yang sama", "bit": "bisa jadi orang yang sama"}
)
ALL = (
    CARD_WORDS,
    HOW_WORDS,
    PHONE_WORDS,
    RECIPIENT_WORDS,
    LANGUAGE_WORDS,
    PLACE_WORDS,
    RECRUITER_FLAG_WORDS,
    LINK_REASON_WORDS,
    RECRUITER_ACT_WORDS,
    RECRUITER_FLAG_MEANINGS,
    IDENTITY_WORDS,
    LICENCE_WORDS,
    ALIKE_WORDS,
    LEVEL_WORDS,
    KIND_WORDS,
    STATE_WORDS,
    EVENT_WORDS,
    ACTOR_WORDS,
    QUESTION_WORDS,
    QUESTION_STATE_WORDS,
    FILE_WORDS,
    FILE_STATE_WORDS,
    FACT_WORDS,
    *WORK_WORDS,
)


def word(words: Mapping[str, str], key: object) -> str:
    """Return what a word is called in the language of the page; one without an entry is shown as it is."""
    known = words.get(str(key))
    return str(key) if known is None else str(_(known))
