"""What is known about a labour placement company (P3MI), and what somebody asks about one.

Two lists, never mixed up: the official *register*, once an operator has imported it, and *notices*, sanctions and
sightings that news reported. A notice says nothing about today, and a name in neither list says nothing at all.
"""

from dataclasses import dataclass
from datetime import date

from bot.vocabulary import Word


class AgencyList(Word):
    """Where a record comes from."""

    REGISTER = "register"
    NOTICES = "notices"


class AgencyStatus(Word):
    """What a record says. ``SIGHTED``: seen placing workers, which proves no licence."""

    REGISTERED = "terdaftar"
    REVOKED = "dicabut"
    SUSPENDED = "penghentian_sementara"
    SANCTION_ENDED = "sanksi_berakhir"
    SIGHTED = "tercatat_menempatkan"


@dataclass(frozen=True)
class AgencyRecord:
    """One agency in one list. Dates of news are YYYY, YYYY-MM or YYYY-MM-DD; phones in E.164 form.

    ``as_of``: the day the register's data are of. ``gone_as_of``: the day of the later data it is missing from.
    """

    name: str
    listed_in: AgencyList
    status: AgencyStatus
    status_date: str = ""
    licence_no: str = ""
    valid_until: date | None = None
    phones: tuple[str, ...] = ()
    address: str = ""
    source: str = ""
    source_date: str = ""
    as_of: str = ""
    gone_as_of: str = ""


@dataclass(frozen=True)
class AgencyQuestion:
    """What somebody knows of an agency: its name as they heard it, a licence number, a phone in E.164 form."""

    name: str = ""
    licence_no: str = ""
    phone: str = ""


@dataclass(frozen=True)
class AgencyMatch:
    """An agency somebody may mean, with what the lists say. ``exact``: it can be no other one of the lists.

    ``shown``: its name as it is offered to pick from, with the licence where several have that name.
    """

    name: str
    exact: bool
    shown: str
    register: AgencyRecord | None = None
    notice: AgencyRecord | None = None
