"""What the acts and subjects of the audit log are called on the auditor's pages."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import gettext as _

from bot.services.read_audit import ShownAct
from webhook.console.case_words import STATE_WORDS, word
from webhook.console.export_words import REDACTION_WORDS
from webhook.console.step_words import step_words
from webhook.console.work_words import TASK_STATE_WORDS

ACTION_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "opened_case": "membuka kasus",
        "opened_evidence": "membuka daftar berkas",
        "opened_file": "membuka foto atau berkas",
        "opened_recruiter": "membuka data perekrut",
        "handed_out_evidence": "mengeluarkan salinan berkas",
        "opened_card": "membuka kartu serah terima",
        "noted_report": "mencatat laporan lisan",
        "rendered_part": "menulis artinya dalam bahasa Indonesia",
        "listed_cases": "melihat daftar kasus",
        "listed_probes": "melihat siapa bertanya soal pelapor",
        "unsealed_address": "membuka nomor pelapor",
        "unsealed_story": "membuka nama dan nomor dalam cerita",
        "exported_cases": "mengekspor kasus",
        "exported_figures": "mengunduh angka ikhtisar",
        "fetched_export": "mengunduh ekspor",
        "took_case": "mengambil kasus",
        "moved_case": "mengubah keadaan kasus",
        "assigned_case": "memberikan kasus kepada petugas lain",
        "released_case": "melepas kasus",
        "recused_officer": "menutup kasus bagi seorang petugas",
        "readmitted_officer": "membuka lagi kasus bagi seorang petugas",
        "changed_level": "mengubah tingkat kasus",
        "reopened_case": "membuka lagi kasus yang ditutup",
        "wrote_note": "menulis catatan",
        "corrected_note": "memperbaiki catatan",
        "planned_task": "membuat tugas",
        "set_task": "mengubah tugas",
        "referred": "mencatat rujukan",
        "set_referral": "mengubah rujukan",
        "listed_tasks": "melihat tugasnya sendiri",
        "judged_case": "menilai laporan",
        "accepted_additions": "menerima tambahan",
        "asked_author": "bertanya kepada pelapor",
        "joined_conversation": "masuk ke percakapan pelapor",
        "wrote_to_reporter": "menulis kepada pelapor",
        "left_conversation": "mengembalikan percakapan ke mesin",
        "read_conversation": "membaca percakapan dengan pelapor",
        "confirmed_recruiter": "menyatukan perekrut",
        "merged_recruiter": "menggabungkan perekrut",
        "split_recruiter": "memisahkan perekrut",
        "ruled_recruiter": "menilai perekrut",
        "undid_recruiter": "membatalkan keputusan soal perekrut",
        "refused": "ditolak",
        "refused_more": "ditolak lagi, selanjutnya tidak dicatat satu per satu",
        "searched_audit": "mencari di log audit",
        "verified_audit": "memeriksa rantai",
        "signed_in": "masuk ke konsol",
        "signed_out_everywhere": "keluar di semua tempat",
        "account_invited": "mengundang",
        "account_reset": "mengundang lagi",
        "account_closed": "menutup akun",
        "role_changed": "mengubah akun",
        "invitation_accepted": "menerima undangan",
        "officer_added": "menambah petugas",
        "officer_on": "mengaktifkan petugas",
        "officer_off": "menonaktifkan petugas",
        "officer_renamed": "mengganti nama petugas",
        "officer_changed": "mengubah petugas",
        "drafted": "menulis rancangan jawaban",
        "replaced_draft": "mengganti rancangan jawaban",
        "submitted": "mengajukan jawaban",
        "published": "menerbitkan jawaban",
        "rolled_back": "mengembalikan jawaban lama",
        "withdrew": "menarik jawaban",
        "restored": "memulihkan jawaban",
        "added_topic": "membuat topik",
        "proposed_sentences": "mengusulkan kalimat contoh",
        "approved_sentences": "menyetujui kalimat contoh",
        "took_sentence_away": "menghapus kalimat contoh",
        "deleted_topic": "menghapus topik",
        "shipped_answers": "memasang jawaban bawaan",
        "imported_agencies": "memasukkan daftar perusahaan",
        "undid_agencies": "membatalkan daftar perusahaan",
        "exported": "mengeluarkan kalimat latihan",
        "labelled": "memberi label kalimat latihan",
        "label_taken_back": "membatalkan label kalimat latihan",
        "wrote": "menulis kalimat ke data latihan",
        "asked_write": "meminta label ditulis ke data latihan",
        "asked_train": "meminta model dilatih",
        "asked_compare": "meminta model dibandingkan",
        "model_promoted": "memakai model bahasa lain",
        "model_forced": "memakai model bahasa walaupun ada yang memberatkan",
        "model_rolled_back": "kembali ke model bahasa sebelumnya",
        "cancelled": "membatalkan pekerjaan",
        "purged": "menghapus yang lewat waktunya",
        "erased": "menghapus data seseorang (HAPUS)",
        "retried": "mengulang pesan yang gagal",
        "digest_sent": "mengirim rangkuman harian",
        "names_looked_for_anew": "memeriksa ulang nama dalam kasus",
        "key_check": "memeriksa kunci data",
        "chain_begun": "memulai rantai",
        "chain_mended": "menyambung rantai yang rusak",
    }
)
SUBJECT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "agency_list": "daftar perusahaan",
        "answers": "jawaban",
        "cases": "daftar kasus",
        "case": "kasus yang tidak ada",
        "export": "ekspor",
        "figures": "ikhtisar",
        "learning": "pelatihan",
        "learning_job": "pekerjaan",
        "messages": "pesan",
        "model": "model",
        "page": "halaman",
        "probes": "pertanyaan soal pelapor",
        "recruiter": "perekrut",
        "reports": "laporan",
        "tasks": "daftar tugas",
        "topic": "topik",
        "topic_sentences": "kalimat contoh topik",
        "training_sentence": "kalimat latihan",
        "training_sentences": "kalimat latihan",
    }
)
ACTOR_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "service": "layanan ini",
        "worker": "pekerja layanan",
        "retention": "penghapusan berkala",
        "installation": "pemasangan",
        "person": "seseorang lewat pesan",
    }
)
COUNT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "cases": "kasus",
        "changes": "perubahan",
        "files": "berkas",
        "messages": "pesan",
        "questions": "pertanyaan",
        "rows": "baris",
        "sentences": "kalimat",
        "tasks": "tugas",
        "texts": "teks",
    }
)
WRONG_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "changed": "Baris %(row)s diubah, atau ditambah oleh orang yang tidak punya kunci.",
        "missing": "Baris %(row)s hilang: yang berdiri di tempatnya mengikuti baris lain.",
        "out_of_order": "Baris %(row)s bukan di tempatnya: ada yang ditukar atau dinomori ulang.",
        "outside": "Ada baris di luar rantai.",
        "cut_off": "Baris %(row)s dan sesudahnya hilang: bagian akhir log dipotong.",
        "head": "Kepala rantai tidak cocok: di sekitar baris %(row)s mungkin ada baris yang hilang.",
        "rewritten": "Rantai sampai baris %(row)s bukan lagi yang Anda catat: log ditulis ulang.",
        "unknown_key": "Sebagian baris memakai kunci yang tidak ada di mesin ini, jadi tidak bisa diperiksa.",
    }
)
ALL = (ACTION_WORDS, SUBJECT_WORDS, ACTOR_WORDS, COUNT_WORDS, WRONG_WORDS)

_NEVER_THE_REST = frozenset({"case"})
_IDS_ONLY = frozenset(
    {
        *("signed_in", "signed_out_everywhere", "invitation_accepted", "opened_file", "assigned_case"),
        *("recused_officer", "readmitted_officer"),
        *("wrote_note", "corrected_note", "planned_task", "took_sentence_away"),
    }
)
_OF_WORK = MappingProxyType(
    {
        "changed_level": "level_changed",
        "moved_case": "",
        "referred": "referred",
        "set_referral": "referral_changed",
        "set_task": "",
    }
)
"""Acts on cases, with the steps of their history whose words their details have."""

_EXPORTED = re.compile(r"(\w+) (\w+), (\d+) cases(.*)")
_COUNT = re.compile(r"(\d{1,9}) ([a-z]+)")


def actor_words(name: str) -> str:
    """Return who did it: a name as it is, parts of the service in words."""
    return word(ACTOR_WORDS, name)


def subject_words(act: ShownAct, names: Mapping[str, str]) -> str:
    """Return what an act is about; ``names``: of accounts and officers, by id. Our own words where we have none."""
    if act.code:
        return str(_("kasus %(code)s", code=act.code))
    kind, _slash, rest = act.subject.partition("/")
    if kind == "audit" or act.action in {"signed_in", "invitation_accepted", "signed_out_everywhere"}:
        return ""
    known = SUBJECT_WORDS.get(kind)
    if known is None:
        return names.get(act.subject, act.subject)
    if kind in _NEVER_THE_REST:
        return str(_(known))
    return f"{_(known)} {rest[:8] if kind == 'export' else rest}".strip()


def detail_words(act: ShownAct) -> str:
    """Return what more is noted, as far as it tells people something: never the ids of sessions and files."""
    if act.action in _IDS_ONLY:
        return ""
    if act.action in _OF_WORK:
        return _of_work(act)
    counted = _COUNT.fullmatch(act.detail)
    if counted is not None and counted[2] in COUNT_WORDS:
        return f"{counted[1]} {_(COUNT_WORDS[counted[2]])}"
    exported = _EXPORTED.fullmatch(act.detail)
    if exported is not None:
        return f"{word(REDACTION_WORDS, exported[1])}, {exported[2]}, {exported[3]} {_('kasus')}{exported[4]}"
    return word(STATE_WORDS, act.detail)


def _of_work(act: ShownAct) -> str:
    if act.action == "set_task":
        return word(TASK_STATE_WORDS, act.detail.rpartition(" ")[2])
    if act.action != "moved_case":
        return step_words(act.detail, _OF_WORK[act.action])
    state, _space, more = act.detail.partition(" ")  # its new state is also the name of the step
    return ": ".join(part for part in (word(STATE_WORDS, state), step_words(more, state)) if part)
