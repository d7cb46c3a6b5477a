"""A file in an archive that opens with a password only: AES-256, as WinZip, 7-Zip and the telephones' programs read it.

The password is made of everyday words, to be read out over the telephone and typed by hand. The archive's own way from
password to key is quick (PBKDF2, 1,000 rounds), so it is long: 7 of 374 words and 4 figures are 73 bits.
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import TypeVar

import pyzipper

from bot.clock import WITA

WORDS, FIGURES = 7, 4
_T = TypeVar("_T")


def new_password(choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """Return a fresh password, such as "perahu-jagung-…-4821". ``choose`` draws one of several."""
    drawn = [choose(password_words()) for _ in range(WORDS)]
    return "-".join([*drawn, "".join(choose("0123456789") for _ in range(FIGURES))])


def locked_zip(name: str, content: bytes, password: str, at: datetime) -> bytes:
    """Return an archive that holds one file. ``name`` and ``at`` can be read by anybody, and say nothing of people."""
    made = BytesIO()
    with pyzipper.AESZipFile(made, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password.encode())
        archive.writestr(archive.zipinfo_cls(name, at.astimezone(WITA).timetuple()[:6]), content)
    return made.getvalue()


@lru_cache(maxsize=1)
def password_words() -> tuple[str, ...]:
    """Return the words passwords are made of."""
    text = files("bot.reports").joinpath("data/password_words.tsv").read_text(encoding="utf-8")
    return tuple(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
