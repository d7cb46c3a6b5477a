"""Alerts for the tests of every door."""

from datetime import datetime
from uuid import UUID

from bot.clock import UTC
from bot.messaging.alerts import Alert, Digest

NOW = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)
ID = UUID("12345678-1234-4234-8234-123456789abc")
LINK = "https://konsol.example.org/cases/NTT-7K3QX"


def make_alert(**changes: object) -> Alert:
    """An alert that everything can be said about."""
    values: dict[str, object] = {
        "id": ID,
        "case_code": "NTT-7K3QX",
        "level": "now",
        "regency": "Kab. TTS",
        "kind": "danger",
        "console_url": LINK,
        "at": NOW,
    }
    return Alert(**(values | changes))  # type: ignore[arg-type]


def make_digest(*alerts: Alert) -> Digest:
    """A digest of some cases."""
    return Digest(ID, alerts or (make_alert(), make_alert(level="low")), "https://konsol.example.org/", NOW)
