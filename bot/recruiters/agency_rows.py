"""One row of a list of agencies, checked cell by cell."""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import phonenumbers

from bot.recruiters.agencies import AgencyList, AgencyRecord, AgencyStatus
from bot.recruiters.company_names import spelling_key

LONGEST_NAME = 80
LONGEST_LICENCE = 80
LONGEST_TEXT = 400
_STATUS_WORDS: Mapping[str, AgencyStatus] = MappingProxyType(
    {
        "terdaftar": AgencyStatus.REGISTERED,
        "aktif": AgencyStatus.REGISTERED,
        "berlaku": AgencyStatus.REGISTERED,
        "active": AgencyStatus.REGISTERED,
        "dicabut": AgencyStatus.REVOKED,
        "revoked": AgencyStatus.REVOKED,
        "penghentian sementara": AgencyStatus.SUSPENDED,
        "skorsing": AgencyStatus.SUSPENDED,
        "suspended": AgencyStatus.SUSPENDED,
        "sanksi berakhir": AgencyStatus.SANCTION_ENDED,
        "tercatat menempatkan": AgencyStatus.SIGHTED,
    }
)
_MAY_SAY = {
    AgencyList.NOTICES: frozenset(AgencyStatus) - {AgencyStatus.REGISTERED},
    AgencyList.REGISTER: frozenset({AgencyStatus.REGISTERED, AgencyStatus.REVOKED, AgencyStatus.SUSPENDED}),
}
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def read_row(cells: Mapping[str, str], listed_in: AgencyList, today: date) -> tuple[AgencyRecord, list[str]]:
    """Return the record of a row and its faults; with any fault the record is not to be used."""
    row = _Row(cells, today)
    record = AgencyRecord(
        name=row.name(),
        listed_in=listed_in,
        status=row.status(listed_in),
        status_date=row.past_day("status_date", required=listed_in is AgencyList.NOTICES),
        licence_no=row.text("licence_no", LONGEST_LICENCE),
        valid_until=row.day("valid_until"),
        phones=row.phones(),
        address=row.text("address"),
        source=row.source(required=listed_in is AgencyList.NOTICES),
        source_date=row.past_day("source_date", required=listed_in is AgencyList.NOTICES),
    )
    return record, row.faults


class _Row:
    """Reads the cells of one row; every reader returns a usable value, and the fault goes to ``faults``."""

    def __init__(self, cells: Mapping[str, str], today: date) -> None:
        self._cells = cells
        self._today = today
        self.faults: list[str] = []

    def name(self) -> str:
        name = self._cells.get("name", "")
        if not name:
            self.faults.append("has no name")
        elif max(len(name), len(spelling_key(name))) > LONGEST_NAME or not spelling_key(name):
            self.faults.append(f"the name must have letters and at most {LONGEST_NAME} characters")
        return name

    def text(self, column: str, longest: int = LONGEST_TEXT) -> str:
        text = self._cells.get(column, "")
        if len(text) > longest:
            self.faults.append(f"{column} has more than {longest} characters")
        return text

    def status(self, listed_in: AgencyList) -> AgencyStatus:
        written = " ".join(self._cells.get("status", "").casefold().replace("_", " ").split())
        if not written and listed_in is AgencyList.REGISTER:
            return AgencyStatus.REGISTERED
        status = _STATUS_WORDS.get(written)
        if status is None or status not in _MAY_SAY[listed_in]:
            words = [word for word, meant in _STATUS_WORDS.items() if meant in _MAY_SAY[listed_in]]
            self.faults.append(f"the status must be one of: {', '.join(words)}")
        return status or AgencyStatus.SIGHTED

    def source(self, *, required: bool) -> str:
        source = self.text("source")
        if required and not source.startswith("https://"):
            self.faults.append("the source must be a web address, https://...")
        return source

    def past_day(self, column: str, *, required: bool) -> str:
        """Return a date as far as it is known, in ISO form; it must not be in the future."""
        written = self._cells.get(column, "")
        if not written and not required:
            return ""
        shown, day = _date_of(written)
        if day is None:
            self.faults.append(f"{column} must be a date such as 2026-03-31, 31/03/2026, 2026-03 or 2026")
        elif day > self._today:
            self.faults.append(f"{column} is in the future")
        return shown

    def day(self, column: str) -> date | None:
        """Return a whole date, None for an empty cell."""
        written = self._cells.get(column, "")
        shown, day = _date_of(written)
        if written and (day is None or len(shown) < len("2026-01-01")):
            self.faults.append(f"{column} must be a whole date such as 2026-03-31 or 31/03/2026")
        return day

    def phones(self) -> tuple[str, ...]:
        """Return the telephone numbers in E.164 form."""
        written = [part.strip() for part in re.split(r"[;,/\n]", self._cells.get("phones", ""))]
        found = {part: e164(part) for part in written if part}
        wrong = [part for part, phone in found.items() if phone is None]
        if wrong:
            self.faults.append(f"{len(wrong)} of the telephone numbers cannot be read; several are parted by ;")
        return tuple(phone for phone in found.values() if phone)


def _date_of(written: str) -> tuple[str, date | None]:
    """Return a date in ISO form as precisely as it is written, and its first day; None when it is no date."""
    day_first = _DAY_FIRST.fullmatch(written)
    shown = f"{day_first[3]}-{int(day_first[2]):02}-{int(day_first[1]):02}" if day_first else written
    match = _PARTIAL.fullmatch(shown)
    if match is None:
        return "", None
    try:
        return shown, date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return "", None


def e164(written: str) -> str | None:
    """Return a telephone number in E.164 form, None for what is none. A spreadsheet drops the "+" or 0 in front."""
    digits = re.sub(r"\D", "", written)
    if written.startswith("+") or digits.startswith("62"):
        digits = f"+{digits}"
    elif digits[:1] in tuple("23456789"):
        digits = f"0{digits}"
    try:
        number = phonenumbers.parse(digits, "ID")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
