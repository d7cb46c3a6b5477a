"""What the words of officers' work on a case are called on the pages."""

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import gettext as _

from bot.messaging.alert_words import LEVELS
from webhook.runtime import get_runtime

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
_OTHERS: Mapping[str, str] = MappingProxyType({"office": "kantor yang ditulis petugas"})
WORK_WORDS = (OUTCOME_WORDS, TASK_STATE_WORDS, REFERRAL_STATE_WORDS, SHARED_WORDS, INSTITUTION_WORDS, _OTHERS)

_OF_STEPS: Mapping[str, tuple[Mapping[str, str], ...]] = MappingProxyType(
    {
        "level_changed": (LEVELS,),
        "closed": (OUTCOME_WORDS,),
        "passed_on": (INSTITUTION_WORDS, SHARED_WORDS, _OTHERS),
        "referred": (REFERRAL_STATE_WORDS,),
        "referral_changed": (REFERRAL_STATE_WORDS,),
    }
)


def step_words(detail: str, event: str) -> str:
    """Return the detail of a step as it is read: its words by their names, contacts by theirs."""
    tables = _OF_STEPS.get(event)
    if not tables or not detail:
        return detail
    joined = " → " if event == "level_changed" else ", "
    return joined.join(_named(word, tables) for word in detail.split())


def _named(word: str, tables: tuple[Mapping[str, str], ...]) -> str:
    known = next((table[word] for table in tables if word in table), None)
    if known is not None:
        return str(_(known))
    hotlines = get_runtime().wording.catalog.hotlines
    return hotlines[word].name if word in hotlines else word
