"""The service with a coordinator, a deputy and an officer on duty in one regency, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.clock import SettableClock
from bot.reports.routing import OfficerRole
from bot.understanding.chain import Chain
from tests.doubles.alert_door import RecordingDoor
from tests.doubles.provider import Provider
from tests.factories import make_runtime, make_settings
from tests.reporting.desk import COORDINATOR, DEPUTY, DUTY_TTS, TTS, Desk


@pytest.fixture
def unmanned(database_url: str, tmp_path: Path, clock: SettableClock) -> Iterator[Desk]:
    """A service where nobody is set up to read reports."""
    mail, people = RecordingDoor("email"), Provider(clock)
    runtime = make_runtime(
        make_settings(database_url, tmp_path / "var"),
        clock=clock,
        understander=Chain(None),
        gateway=people,
        doors={"email": mail},
    )
    yield Desk(runtime, mail, people)
    runtime.store.engine.dispose()


@pytest.fixture
def desk(unmanned: Desk) -> Desk:
    """A service with officers."""
    unmanned.officer("Maria Koordinator", COORDINATOR, OfficerRole.COORDINATOR, phone="+6281339000001")
    unmanned.officer("Yohanes Wakil", DEPUTY, OfficerRole.DEPUTY)
    unmanned.officer("Petrus Nabuasa", DUTY_TTS, regency=TTS, phone="+6281339000002")
    return unmanned
