"""What the words of officers' work on a case are called on the pages."""

from collections.abc import Mapping
from types import MappingProxyType

OUTCOME_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "safe": "orangnya sudah aman",
        "stopped": "keberangkatan dicegah",
        "returned": "korban sudah dipulangkan",
        "police": "ditangani polisi",
        "office": "ditangani kantor lain",
        "sanctioned": "perekrut ditegur atau kena sanksi",
        "not_trafficking": "bukan perdagangan orang",
        "unfounded": "laporan tidak terbukti",
        "unreachable": "orangnya tidak bisa dihubungi",
        "duplicate": "sama dengan kasus lain",
        "other": "lain, lihat alasannya",
    }
)
TASK_STATE_WORDS: Mapping[str, str] = MappingProxyType(
    {"open": "belum selesai", "done": "selesai dikerjakan", "dropped": "tidak jadi"}
)
REFERRAL_STATE_WORDS: Mapping[str, str] = MappingProxyType(
    {"suggested": "disarankan", "accepted": "diterima orangnya", "refused": "ditolak orangnya", "done": "sudah dibantu"}
)
SHARED_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "story": "cerita",
        "recruiter": "data perekrut",
        "journey": "tempat dan keberangkatan",
        "people": "jumlah orang dan anak",
        "evidence": "daftar foto dan berkas",
        "reporter": "nomor pelapor",
    }
)
INSTITUTION_WORDS: Mapping[str, str] = MappingProxyType(
    {"coordinator": "koordinator provinsi", "ngo": "LSM pendamping", "bp3mi": "BP3MI", "police": "polisi"}
)
OFFICER_ROLE_WORDS: Mapping[str, str] = MappingProxyType(
    {"duty": "petugas piket", "coordinator": "koordinator", "deputy": "wakil koordinator"}
)
OFFICE_WORDS: Mapping[str, str] = MappingProxyType({"office": "kantor yang ditulis petugas"})
SENDING_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "queued": "menunggu dikirim",
        "sending": "sedang dikirim",
        "maybe_sent": "mungkin terkirim, sedang dicek",
        "accepted": "diterima pengirim",
        "sent": "terkirim",
        "delivered": "sampai",
        "read": "dibaca",
        "failed": "gagal dikirim",
    }
)
WHY_ENDED_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "officer": "dikembalikan oleh petugas",
        "person": "diakhiri oleh pelapor",
        "other_hands": "mungkin orang lain yang memegang HP: ia menyapa seperti baru, atau bertanya siapa yang melapor",
        "nobody_came": "petugas tidak masuk dalam 30 menit",
        "unanswered": "petugas tidak membalas dalam 10 menit",
        "silence": "pelapor diam 30 menit",
        "case": "kasusnya pindah tangan atau ditutup",
        "stopped": "pelapor tidak mau pesan lagi, atau menghapus datanya",
    }
)
HINT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "reveals": "Kata ini memberi tahu pembaca bahwa ada laporan:",
        "promises": "Kata ini bisa dibaca sebagai janji:",
    }
)
WORK_WORDS = (
    OUTCOME_WORDS,
    TASK_STATE_WORDS,
    REFERRAL_STATE_WORDS,
    SHARED_WORDS,
    INSTITUTION_WORDS,
    OFFICER_ROLE_WORDS,
    OFFICE_WORDS,
    SENDING_WORDS,
    WHY_ENDED_WORDS,
    HINT_WORDS,
)
