"""From a redacted sentence to one that trains well: invented names and figures where the marks are.

A model that reads letters must not learn the marks, which no person writes. What has a usual form gets a stand-in, the
same one for the same sentence; numbers, addresses of the net and codes are left out: they tell no intent apart.
"""

import hashlib
import re

from bot.training.redaction import PLACEHOLDER

_STAND_INS = {
    "nama": ("Yanto", "Maria", "Beni", "Rosa", "Domi", "Marten", "Sila", "Anton"),
    "perusahaan": ("PT Karya Sejahtera", "PT Bina Rantau", "PT Cahaya Timur", "PT Sumber Mandiri"),
    "tempat": ("Kupang", "Soe", "Kefa", "Atambua", "Betun", "Oesao"),
    "tanggal": ("tanggal 5", "tanggal 12", "tanggal 20"),
    "umur": ("19", "22", "27", "31"),
    "uang": ("2 juta", "3 juta", "5 juta", "10 juta"),
    "angka": ("12", "15", "20"),
}
_BRACKETS = str.maketrans("[]{}", "()()", "\\<>")


def with_stand_ins(redacted: str) -> str:
    """Return the sentence for the training data: in one line, without marks and without signs of Rasa's format."""
    seed = int.from_bytes(hashlib.sha256(redacted.encode()).digest()[:4], "big")
    filled = PLACEHOLDER.sub(lambda match: _stand_in(match[0][1:-1], seed + match.start()), redacted)
    plain = " ".join(filled.translate(_BRACKETS).split())
    return re.sub(r"^[\s\-#|>'\"]+", "", re.sub(r" (?=[.,!?;:)])", "", plain))


def _stand_in(mark: str, seed: int) -> str:
    choices = _STAND_INS.get(mark, ("",))
    return choices[seed % len(choices)]
