"""How grave the signs in an offer are, and what they amount to. Never "safe": what was not told cannot be judged."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from bot.vocabulary import Word


class Severity(Word):
    """How grave one red flag is."""

    HIGH = "high"
    MEDIUM = "medium"


class OfferGrade(Word):
    """What the signs in an offer amount to."""

    DANGER = "bahaya"
    CAREFUL = "hati-hati"
    UNKNOWN = "belum cukup informasi"


SEVERITY: Mapping[str, Severity] = MappingProxyType(
    {
        "RF_UNDER_18": Severity.HIGH,
        "RF_AGE_CHANGED": Severity.HIGH,
        "RF_DOC_OTHER_REGION": Severity.HIGH,
        "RF_MONEY_TO_FAMILY": Severity.HIGH,
        "RF_VISIT_VISA": Severity.HIGH,
        "RF_NO_CONTRACT": Severity.HIGH,
        "RF_CONTRACT_PENALTY": Severity.HIGH,
        "RF_LEAVE_NOW": Severity.HIGH,
        "RF_NO_FAMILY_PERMIT": Severity.HIGH,
        "RF_PASSPORT_HELD": Severity.HIGH,
        "RF_CAMBODIA_MYANMAR": Severity.HIGH,
        "RF_ONLINE_SCAM_JOB": Severity.HIGH,
        "RF_LOCKED_IN": Severity.HIGH,
        "RF_DEBT_FIRST": Severity.HIGH,
        "RF_BRIDE_FOR_MONEY": Severity.HIGH,
        "RF_LIE_TO_OFFICER": Severity.HIGH,
        "RF_FEE_ASKED": Severity.HIGH,
        "RF_NO_LICENCE": Severity.HIGH,
        "RF_SMUGGLE_ROUTE": Severity.HIGH,
        "RF_AKAD_NO_PAPERS": Severity.HIGH,
        "RF_FAKE_LOGO": Severity.MEDIUM,
        "RF_RELATIVE_RECRUITER": Severity.MEDIUM,
        "RF_FACEBOOK": Severity.MEDIUM,
        "RF_HOUSE_STAY": Severity.MEDIUM,
        "RF_NO_LETTER": Severity.MEDIUM,
        "RF_LPK_PLACES": Severity.MEDIUM,
        "RF_SALARY_TOO_HIGH": Severity.MEDIUM,
        "RF_SHIP_PORT": Severity.MEDIUM,
        "RF_ABROAD_PAY_CASH": Severity.MEDIUM,
        "RF_MAGANG": Severity.MEDIUM,
        "RF_NO_HEALTH_CHECK": Severity.MEDIUM,
        "RF_RECRUITER_PAID_BY_SPONSOR": Severity.MEDIUM,
    }
)
"""Every red flag by its code, the gravest first: the order in which they are told. Source: the project's fact base on
recruitment in NTT (21 November 2026), whose sources stand at each flag's answer in responses/answers/red_flags.toml."""


def grade(flags: Iterable[str]) -> OfferGrade:
    """Return what the signs amount to: danger with one grave sign, care with any, else too little is known."""
    grades = {SEVERITY[flag] for flag in flags}
    if Severity.HIGH in grades:
        return OfferGrade.DANGER
    return OfferGrade.CAREFUL if grades else OfferGrade.UNKNOWN


def gravest_first(flags: Iterable[str]) -> tuple[str, ...]:
    """Return the known flags without repeats, the gravest first."""
    told = set(flags)
    return tuple(flag for flag in SEVERITY if flag in told)


def answer_key(flag: str) -> str:
    """Return the key of the answer that says why a flag is a sign."""
    return f"flag_{flag.removeprefix('RF_').lower()}"
