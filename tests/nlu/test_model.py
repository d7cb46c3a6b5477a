"""The real model on a real server: plain sentences, messages as people text them, Dawan and mixed ones, odd texts."""

import time
from pathlib import Path

import pytest
import requests

from bot.understanding.chain import Chain
from bot.understanding.examples import read_examples
from bot.understanding.rasa import RasaClient
from bot.understanding.text import words
from bot.vocabulary import FIXED_INTENTS, Intent

pytestmark = pytest.mark.nlu

NLU_DATA = Path(__file__).resolve().parents[2] / "nlu_data"

INDONESIAN = {
    "greet": "halo selamat siang",
    "goodbye": "sudah dulu ya, sampai jumpa",
    "thanks": "terima kasih banyak bantuannya",
    "affirm": "iya betul",
    "deny": "tidak, bukan begitu",
    "dont_know": "saya tidak tahu",
    "cancel": "tidak jadi, batalkan saja",
    "opt_out": "jangan kirim pesan lagi",
    "ask_help": "kamu bisa bantu apa saja",
    "choose_language": "pakai bahasa Dawan saja",
    "talk_to_human": "saya mau bicara langsung dengan petugas",
    "ask_privacy": "apakah nomor saya dirahasiakan",
    "delete_data": "tolong hapus semua data saya",
    "out_of_scope": "berapa harga beras di pasar hari ini",
    "ask_legal_steps": "bagaimana cara kerja ke luar negeri secara resmi",
    "ask_requirements": "apa saja syarat dan dokumen untuk jadi TKI",
    "ask_age": "umur berapa baru boleh berangkat",
    "ask_identity_documents": "bagaimana urus KTP dan KK di Dukcapil",
    "ask_passport": "bagaimana cara urus paspor",
    "ask_family_permission": "apakah harus ada surat izin dari suami",
    "ask_medical_check": "tes kesehatan untuk TKI di mana",
    "ask_training": "pelatihan di BLK berapa lama",
    "ask_contract": "apa isi perjanjian kerja",
    "ask_visa": "boleh tidak kerja pakai visa turis",
    "ask_orientation": "OPP itu apa",
    "ask_insurance": "apakah TKI dapat BPJS ketenagakerjaan",
    "ask_cost": "berapa biaya berangkat dan siapa yang bayar",
    "ask_where_to_register": "daftar kerja ke luar negeri di kantor mana",
    "ask_duration": "berapa lama prosesnya sampai berangkat",
    "ask_destination": "negara mana saja yang boleh untuk TKI",
    "ask_job_types": "ada lowongan kerja apa saja di luar negeri",
    "ask_salary": "berapa gaji pembantu di Malaysia",
    "ask_domestic_work": "kalau kerja di Bali atau Kalimantan bagaimana aturannya",
    "ask_red_flags": "apa ciri-ciri calo penipu",
    "check_company": "apakah PT Contoh Abadi resmi terdaftar",
    "check_offer": "ada orang tawarkan kerja di Malaysia gaji 8 juta, aman tidak",
    "ask_recruiter_money": "calo kasih uang sirih pinang ke orang tua, boleh terima",
    "ask_cancellation_penalty": "saya mundur lalu disuruh bayar denda",
    "ask_fake_documents": "umur saya di KTP diubah jadi 21 tahun",
    "ask_illegal_route": "apa akibatnya berangkat tanpa dokumen lewat jalan tikus",
    "ask_trafficking": "apa itu perdagangan orang",
    "ask_online_scam": "lowongan online di Kamboja itu penipuan atau bukan",
    "ask_marriage_offer": "adik saya mau dinikahkan dengan orang Tiongkok",
    "ask_child_recruitment": "bolehkah anak di bawah umur diajak kerja",
    "report_recruiter": "saya mau lapor calo yang tipu warga kampung",
    "ask_report_status": "bagaimana perkembangan laporan saya",
    "add_to_report": "saya mau tambah keterangan di laporan saya",
    "ask_report_process": "apa yang terjadi setelah saya lapor",
    "emergency": "tolong saya dikurung dan dipukul majikan",
    "missing_relative": "kakak saya hilang kontak sudah 2 tahun di Malaysia",
    "ask_rights_abroad": "apa hak pekerja kalau tidak dapat hari libur",
    "ask_unpaid_wages": "gaji saya tidak dibayar tiga bulan",
    "ask_withheld_passport": "paspor saya ditahan majikan",
    "ask_repatriation": "bagaimana cara memulangkan jenazah dari Malaysia",
    "ask_reintegration": "sudah pulang dari luar negeri, ada bantuan modal usaha",
    "ask_hotline": "minta nomor telepon yang bisa dihubungi",
}
# As people text: short forms, spelling by ear, a story before the question.
AS_TEXTED = {
    "thanks": "mksh byk kaka, sdh jelas",
    "talk_to_human": "ini robot kah? sy mau omong dgn petugas sa",
    "ask_legal_steps": "kk sy mau kerja di hongkong yg jalur resmi, mulai dr mana",
    "ask_requirements": "dokumen apa sj yg hrs disiapkan utk kerja di taiwan",
    "ask_age": "adik baru 17 thn, su bisa ikut ke malaysia ko belum",
    "ask_passport": "bikin pasport d kantor mana, brp lama jadi",
    "ask_family_permission": "suami tdk mau tanda tangan surat ijin, sy bisa brangkat ko",
    "ask_medical_check": "kalo hasil medikal unfit masih bisa berangkat?",
    "ask_contract": "sy disuruh teken kontrak tp isinya bhs inggris, bgmn",
    "ask_cost": "siapa yg tanggung tiket pesawat, saya ko majikan",
    "ask_salary": "di singapur pembantu dpt brp sebulan",
    "ask_where_to_register": "kantor utk daftar tki di atambua sebelah mana",
    "check_company": "tolong cek PT Lontar Jaya itu ada ijinnya ko tidak",
    "ask_recruiter_money": "calo kasi mama 3 juta, katanya nanti potong dr gaji, boleh ko",
    "ask_fake_documents": "di ktp nama sy diganti orang lain punya nama, bahaya tdk",
    "ask_online_scam": "sy lihat di fb lowongan admin di kamboja gaji 12 juta",
    "missing_relative": "su 8 bulan kaka di malaysia tdk ada kabar, hp mati",
    "ask_unpaid_wages": "majikan blm bayar gaji sy dr bulan mei",
    "ask_withheld_passport": "agen pegang paspor sy, minta tdk dikasi",
    "emergency": "tolong majikan kunci sy di kamar, sy dipukul",
}
DAWAN = {
    "he moe' paspor et Kupang, surat saa' es paluu": Intent.ASK_PASSPORT,
    "umur bo'es am nim, nabe'i berangkat on Taiwan ka": Intent.ASK_AGE,
    "majikan ka nfee au noin, funan tenu ben": Intent.ASK_UNPAID_WAGES,
    "majikan nait au paspor nok KTP, ka nfani fa": Intent.ASK_WITHHELD_PASSPORT,
    "petugas bi me, au he uab nok in": Intent.TALK_TO_HUMAN,
    "sin neik au oli on Medan, funan nua ben ka nmui' fa kabar": Intent.MISSING_RELATIVE,
    "majikan nakain kau et uim, ka nfee kau mnaah fa": Intent.EMERGENCY,
    "atoni ka tahin fa neem, nak mepu leko et Johor, palsai ka": Intent.CHECK_OFFER,
}


def test_there_is_a_sentence_for_every_intent():
    assert set(INDONESIAN) == {intent.value for intent in FIXED_INTENTS}


@pytest.mark.parametrize(("intent", "text"), INDONESIAN.items())
def test_a_plain_sentence_of_every_intent_is_understood(chain: Chain, intent: str, text: str):
    understood = chain.understand(text)
    assert understood.intent.value == intent
    assert not understood.degraded


@pytest.mark.parametrize(("intent", "text"), AS_TEXTED.items())
def test_a_message_as_people_text_it_is_understood(chain: Chain, intent: str, text: str):
    assert chain.understand(text).intent.value == intent


@pytest.mark.parametrize(("text", "intent"), DAWAN.items())
def test_dawan_and_mixed_sentences_are_understood(chain: Chain, text: str, intent: Intent):
    understood = chain.understand(text)
    assert understood.intent is intent
    assert understood.language.language == "aoz"


def test_none_of_these_sentences_was_trained_or_is_held_out():
    known = {tuple(words(example.text)) for folder in ("train", "test") for example in read_examples(NLU_DATA / folder)}
    assert len(known) > 2_000
    assert [text for text in (*AS_TEXTED.values(), *DAWAN) if tuple(words(text)) in known] == []


ODD_TEXTS = {
    "one letter": "x",
    "control characters": "\x00\x01",
    "half surrogates": "\ud800 x \udfff",
    "emoji": "🙂🙂",
    "long word": "a" * 5_000,
    "right to left": "\u202eabc",
    "braces": "{" * 900,
    "shortcut": "/restart",
    "shortcut with content": '  //greet{"a": 1}',
    "blank beginning": " " * 1_500 + "biaya",
}


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS)
def test_no_text_makes_the_server_fail(chain: Chain, text: str):
    assert not chain.understand(text).degraded
    assert not chain.understand("saya mau tanya biaya").degraded


def test_a_parse_is_quick(chain: Chain):
    chain.understand("biaya ke Malaysia berapa")
    started = time.monotonic()
    for _ in range(20):
        assert not chain.understand("biaya ke Malaysia berapa kak").degraded
    assert (time.monotonic() - started) / 20 < 0.5


def test_the_reply_carries_the_language_and_other_routes_are_closed(nlu: RasaClient):
    def ask(path: str, token: str) -> requests.Response:
        return requests.post(f"{nlu._url}{path}", params={"token": token}, json={"text": "beta sonde tau"}, timeout=5)

    assert ask("/model/parse", nlu._token).json()["language"]["name"] == "mkn"
    assert ask("/model/parse", "wrong").status_code == 401
    assert ask("/webhooks/rest/webhook", nlu._token).status_code == 404
    assert ask("/model/train", nlu._token).status_code == 404
