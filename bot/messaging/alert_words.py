"""What officers read: the one place with the wording of alerts and digests, in plain Indonesian."""

from collections import Counter
from dataclasses import dataclass

from bot.clock import WITA
from bot.messaging.alerts import Alert, Digest, Notice

LEVELS = {"now": "BAHAYA SEKARANG", "high": "MENDESAK", "normal": "BIASA", "low": "TIDAK MENDESAK"}
"""By the words of ``bot.reports.cases.Level``, the most pressing first."""

KINDS = {
    "recruiter": "laporan tentang perekrut",
    "danger": "orang dalam bahaya",
    "missing": "orang yang tidak ada kabar",
    "callback": "minta dihubungi petugas",
}
"""By the words of ``bot.reports.cases.CaseKind``. A word without an entry here is sent as it is: an alert that reads
oddly is better than none."""

UNCONFIRMED = "belum dikonfirmasi"
NEWS = "ADA KABAR BARU"
DRILL = "UJI COBA, bukan kasus"
_NO_PLACE = "tempat belum diketahui"
_LISTED = 30  # cases a digest names; our choice: a page of an e-mail
_AUTOMATIC = "Surel ini dibuat otomatis. Jangan dibalas dan jangan diteruskan."


@dataclass(frozen=True)
class Worded:
    """A notice in words. ``subject`` and ``text`` make an e-mail, ``line`` is the whole SMS; none is personal."""

    subject: str
    text: str
    line: str


def worded(notice: Notice, service_name: str = "Jalan Aman") -> Worded:
    """Return the words of a notice."""
    heading = f"[{' '.join(service_name.split())}] "  # a setting with a line end would break the subject
    return _digest(notice, heading) if isinstance(notice, Digest) else _alert(notice, heading)


def level_words(alert: Alert) -> str:
    """Return how pressing the case is, with what an officer must know about it: a drill, or not confirmed."""
    words = [NEWS] if alert.news else [_level(alert)]
    if alert.test:
        words.insert(0, DRILL)
    if alert.unconfirmed and not alert.news:
        words.append(UNCONFIRMED)
    return ", ".join(words)


def place_words(alert: Alert) -> str:
    """Return the regency, or words for not knowing it: a template of WhatsApp takes no empty value."""
    return alert.regency or _NO_PLACE


def _alert(alert: Alert, heading: str) -> Worded:
    subject = heading + _summary(alert)
    text = [
        f"Kasus {alert.case_code}: {level_words(alert)}.",
        f"Perihal: {_kind(alert)}",
        f"Tempat: {place_words(alert)}",
        f"Waktu: {alert.at.astimezone(WITA):%d-%m-%Y %H.%M} WITA",
        "",
        "Ada yang baru di kasus yang Anda tangani. Bacalah di konsol:"
        if alert.news
        else "Buka dan terima kasus ini di konsol:",
        alert.console_url,
        "",
        _AUTOMATIC,
    ]
    # The link stands last, with nothing behind it that a phone could take for a part of it.
    take = "" if alert.news else f" Terima: balas TERIMA {alert.case_code}."
    line = f"{subject}.{take} Buka: {alert.console_url}"
    return Worded(subject, _lines(text), line)


def _digest(digest: Digest, heading: str) -> Worded:
    counted = Counter(_level(alert) for alert in digest.alerts)  # in the order of the alerts: the most pressing first
    parts = ", ".join(f"{number} {words}" for words, number in counted.items())
    subject = f"{heading}{len(digest.alerts)} kasus menunggu: {parts}"
    more = len(digest.alerts) - _LISTED
    text = [
        f"{len(digest.alerts)} kasus menunggu ({digest.at.astimezone(WITA):%d-%m-%Y %H.%M} WITA):",
        *(f"- {_summary(alert)}, {_kind(alert)}" for alert in digest.alerts[:_LISTED]),
        *([f"- dan {more} kasus lagi"] if more > 0 else []),
        "",
        "Buka konsol:",
        digest.console_url,
        "",
        _AUTOMATIC,
    ]
    return Worded(subject, _lines(text), f"{subject}. Buka: {digest.console_url}")


def _summary(alert: Alert) -> str:
    return f"{alert.case_code} {level_words(alert)}, {place_words(alert)}"


def _level(alert: Alert) -> str:
    return LEVELS.get(str(alert.level), str(alert.level).upper())


def _kind(alert: Alert) -> str:
    return KINDS.get(str(alert.kind), str(alert.kind))


def _lines(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"
