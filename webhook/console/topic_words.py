"""What the words about added topics are called on the pages of the console."""

from collections.abc import Mapping
from types import MappingProxyType

SENTENCE_STATE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "proposed": "menunggu orang kedua",
        "approved": "menunggu ditulis",
        "written": "masuk data latihan",
        "refused": "tidak ditambahkan",
    }
)
ASKED_IN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "id": "Bahasa Indonesia",
        "mkn": "Melayu Kupang",
        "aoz": "Timor (Uab Meto)",
        "en": "Bahasa Inggris",
    }
)
REACH_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "draft": "Topik ini belum terbit, jadi belum ada orang yang mendapatnya.",
        "withdrawn": "Topik ini ditarik. Pesan tentangnya dijawab seperti pesan yang tidak dipahami.",
        "writing": "Pertanyaan orang belum sampai ke sini: kalimat contohnya menunggu ditulis ke data latihan.",
        "few": "Pertanyaan orang belum sampai ke sini: terlalu sedikit kalimat masuk data latihan. Tambah yang lain.",
        "training": "Pertanyaan orang belum sampai ke sini: model yang dipakai sekarang belum mengenal topik ini.",
        "known": "Model yang dipakai mengenal topik ini: orang yang bertanya mendapat jawabannya.",
    }
)
ALL = (SENTENCE_STATE_WORDS, ASKED_IN_WORDS, REACH_WORDS)
