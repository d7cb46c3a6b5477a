"""Report codes by their shape: "NTT-7K3QX" in any case, with or without dash. Only the service checks them."""

import re
from collections.abc import Iterator

from bot.understanding.model import Entity
from bot.understanding.pieces.reading import Reading

_CODE = re.compile(r"(?<!\w)NTT\s?[-–_]\s?(?P<dashed>[A-Z0-9](?:[ -]?[A-Z0-9]){4})(?!\w)", re.I)
_CODE_RUN = re.compile(r"(?<!\w)NTT ?(?P<run>[A-Z0-9]{5})(?!\w)", re.I)
_CODE_AFTER_WORD = re.compile(
    r"(?:kode|code|laporan|laporannya|status|kasus)[\s.:]{0,5}(?:(?:saya|nomor|no)[\s.:]{0,5})?"
    r"(?P<code>(?:NTT\s?)?[A-Z0-9](?: ?[A-Z0-9]){4})(?!\w)",
    re.I,
)


def find_codes(reading: Reading) -> Iterator[Entity]:
    """Yield report codes, normalised to "NTT-7K3QX"; a slip such as 0 for O is kept for the service to name."""
    for match in _CODE.finditer(reading.read):
        yield reading.entity("report_code", match.start(), match.end(), _code(match[0]))
    for match in _CODE_RUN.finditer(reading.read):
        if _is_code_run(match["run"]):
            yield reading.entity("report_code", match.start(), match.end(), _code(match[0]))
    for match in _CODE_AFTER_WORD.finditer(reading.read):
        code = match["code"]
        if _is_code_run(code) and (" " not in code or code.upper().startswith("NTT") or code == code.upper()):
            yield reading.entity("report_code", match.start("code"), match.end("code"), _code(code))


def _is_code_run(code: str) -> bool:
    """A code has a figure among its letters, or is typed in capitals; "ntt mau" is none."""
    letters = [char for char in code if char.isalpha()]
    return bool(letters) and (any(char.isdigit() for char in code) or code == code.upper())


def _code(written: str) -> str:
    compact = re.sub(r"[\W_]+", "", written).upper()
    return f"NTT-{compact.removeprefix('NTT')}"
