"""Reporters who have told everything and are asked for the last YA, so that a run can send many of them at once."""

from dataclasses import dataclass
from uuid import uuid4

from bot.bootstrap import Runtime
from bot.messaging.door import Inbound
from bot.reports.cases import PassTo
from bot.reports.routing import Officer, OfficerRole
from bot.services.receive_message import receive_message
from bot.services.rehearse import work_off_sends, work_off_turns
from bot.services.staff_officers import set_up_officer
from bot.store.officers import Reachable
from tests.factories import make_inbound

OFFICER_MAIL, OFFICER_PHONE = "piket@example.org", "+6281339000009"
_STORY = "Om Beni nomor 0812 3456 {number:04d} bawa 3 orang dari Soe ke Malaysia besok pagi lewat pelabuhan Tenau"
_MOST_SKIPS = 15


@dataclass(frozen=True)
class Reporter:
    """Somebody whose next "ya" passes a report on."""

    address: str

    def says(self, text: str) -> Inbound:
        """Return a message of theirs."""
        return make_inbound(text, address=self.address)


def set_up_reader(runtime: Runtime) -> None:
    """Set up the officer who is told, by e-mail and by SMS."""
    officer = Officer(uuid4(), "Maria Koordinator", OfficerRole.COORDINATOR, PassTo.COORDINATOR)
    set_up_officer(runtime.store, runtime.clock, Reachable(officer, OFFICER_MAIL, OFFICER_PHONE), "chaos")


def ready_reporter(runtime: Runtime, number: int) -> Reporter:
    """Let somebody tell a report up to its last question, in this process."""
    reporter = Reporter(f"+62812{number:08d}")
    _say(runtime, reporter, "LAPOR")
    _say(runtime, reporter, _STORY.format(number=number))
    for _ in range(_MOST_SKIPS):
        if _waiting_question(runtime, reporter):
            return reporter
        _say(runtime, reporter, "lewati")
    raise AssertionError("the report never came to its last question")


def _say(runtime: Runtime, reporter: Reporter, text: str) -> None:
    receive_message(runtime.store, runtime.spool, runtime.bell, runtime.clock, reporter.says(text))
    work_off_turns(runtime.store, runtime.clock, runtime.turn_taker)
    work_off_sends(runtime.store, runtime.clock, runtime.sender)


def _waiting_question(runtime: Runtime, reporter: Reporter) -> bool:
    provider = runtime.gateways["twilio"]
    mine = [message.text for message, _, _ in provider.accepted if message.address == reporter.address]  # type: ignore[attr-defined]
    return "YA: teruskan" in mine[-1]
