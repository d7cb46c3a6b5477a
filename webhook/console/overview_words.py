"""What the tables of the overview, their columns and their lines are called."""

from collections.abc import Mapping
from types import MappingProxyType

TABLE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "messages": "Pesan masuk",
        "languages": "Bahasa pesan",
        "channels": "SMS dan WhatsApp",
        "topics": "Yang paling ditanyakan",
        "waits": "Lama menunggu jawaban",
        "sending": "Pengiriman jawaban",
        "people": "Orang yang menulis",
        "months": "Laporan per bulan",
        "regencies": "Laporan per kabupaten",
        "kinds": "Laporan menurut perihal",
        "deadlines": "Diambil sebelum batas waktu",
        "flags": "Tanda bahaya dalam laporan",
        "countries": "Tujuan dalam laporan",
        "clusters": "Perekrut dengan banyak laporan",
    }
)
NOTE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "messages": "Persen dimengerti: yang langsung dijawab, dari pesan yang bertanya sesuatu.",
        "languages": "Bahasa menurut perkiraan mesin; pesan satu dua kata sering tidak bisa dikenali.",
        "channels": "Dengan apa orang menulis.",
        "topics": "Jawaban yang diberikan, dan berapa kali orang bilang jawaban itu membantu.",
        "waits": "Dari pesan diterima sampai jawaban pertama diserahkan kepada penyedia SMS atau WhatsApp.",
        "sending": "Diserahkan kepada penyedia, menurut penyedia sampai di HP, dan gagal.",
        "people": "Satu orang dihitung sekali sebulan. Baru: belum menulis, atau sudah lama diam dan datanya terhapus.",
        "months": "Menurut bulan laporan masuk.",
        "regencies": "Asal orang yang diajak, atau tempat perekrut terlihat.",
        "kinds": "Satu laporan punya satu perihal.",
        "deadlines": "Belum perlu: sudah berakhir tanpa diambil, atau batasnya belum lewat.",
        "flags": "Satu laporan bisa punya beberapa tanda. Kasus yang isinya sudah dihapus tidak ikut.",
        "countries": "Satu laporan bisa menyebut beberapa tujuan. Kasus yang isinya sudah dihapus tidak ikut.",
        "clusters": "Yang dilaporkan beberapa orang yang tidak saling terkait, sejak layanan ini mulai. Tanpa nama.",
    }
)
COLUMN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "answered": "dijawab",
        "asked_back": "ditanya balik",
        "unclear": "tidak dimengerti",
        "command": "perintah atau nomor",
        "other": "lainnya",
        "understood": "dimengerti (%)",
        "languages": "pesan",
        "channels": "pesan",
        "waits": "jawaban",
        "sending": "jawaban",
        "given": "diberikan",
        "helped": "membantu",
        "unhelped": "kurang membantu",
        "total": "semua",
        "sms": "SMS",
        "whatsapp": "WhatsApp",
        "new": "baru",
        "again": "sudah pernah",
        "months": "laporan",
        "regencies": "laporan",
        "kinds": "laporan",
        "flags": "laporan",
        "countries": "laporan",
        "clusters": "perekrut",
        "met": "tepat waktu",
        "late": "terlambat",
        "open": "belum perlu",
    }
)
FIRST_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "messages": "Mulai",
        "languages": "Bahasa",
        "channels": "Jalan",
        "topics": "Pertanyaan",
        "waits": "Lama",
        "sending": "Langkah",
        "people": "Bulan",
        "months": "Bulan",
        "regencies": "Kabupaten",
        "kinds": "Perihal",
        "deadlines": "Tingkat",
        "flags": "Tanda bahaya",
        "countries": "Tujuan",
        "clusters": "Banyaknya laporan",
    }
)
LINE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "languages.id": "Indonesia",
        "languages.mkn": "Melayu Kupang",
        "languages.aoz": "Dawan (Uab Meto)",
        "languages.en": "Inggris",
        "languages.other": "bahasa lain",
        "languages.und": "terlalu pendek untuk dikenali",
        "channels.sms": "SMS",
        "channels.whatsapp": "WhatsApp",
        "topics.": "pertanyaan lain",
        "waits.5s": "sampai 5 detik",
        "waits.10s": "5 sampai 10 detik",
        "waits.30s": "10 sampai 30 detik",
        "waits.2min": "30 detik sampai 2 menit",
        "waits.longer": "lebih dari 2 menit",
        "sending.handed": "diserahkan kepada penyedia",
        "sending.arrived": "sampai di HP",
        "sending.failed": "gagal",
        "regencies.": "tempat belum jelas",
        "countries.ID": "di dalam negeri",
        "clusters.5-9": "5 sampai 9 laporan",
        "clusters.10-19": "10 sampai 19 laporan",
        "clusters.20-49": "20 sampai 49 laporan",
        "clusters.50+": "50 laporan ke atas",
    }
)
PRESET_WORDS: Mapping[str, str] = MappingProxyType(
    {"7": "7 hari", "30": "30 hari", "90": "90 hari", "year": "tahun ini"}
)
STEP_WORDS: Mapping[str, str] = MappingProxyType(
    {"day": "per hari", "week": "per minggu", "month": "per bulan", "year": "per tahun"}
)
ALL = (TABLE_WORDS, NOTE_WORDS, COLUMN_WORDS, FIRST_WORDS, LINE_WORDS, PRESET_WORDS, STEP_WORDS)
