"""A whole service with officers set up, and people who text it."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from bot.bootstrap import Runtime
from bot.reports.cases import PassTo
from bot.reports.routing import Officer, OfficerRole
from bot.services.staff_officers import set_up_officer
from bot.store.officers import Reachable
from bot.store.tables.cases import Case
from tests.doubles.alert_door import RecordingDoor
from tests.doubles.provider import Provider
from tests.doubles.service import deliver, rows, work
from tests.factories import make_inbound

TTS = "Kabupaten Timor Tengah Selatan"
STORY = "Lapor: Om Beni nomor 0812 3456 7899 mau bawa 3 orang dari Soe ke Malaysia besok pagi lewat pelabuhan Tenau"
COORDINATOR, DEPUTY, DUTY_TTS = "koordinator@example.org", "wakil@example.org", "piket.tts@example.org"


@dataclass
class Desk:
    """The service, the door by which officers are told, and the provider people are answered through."""

    runtime: Runtime
    mail: RecordingDoor
    people: Provider
    officers: dict[str, UUID] = field(default_factory=dict)

    def officer(
        self,
        name: str,
        email: str = "",
        role: OfficerRole = OfficerRole.DUTY,
        institution: PassTo = PassTo.COORDINATOR,
        regency: str = "",
        phone: str | None = None,
    ) -> UUID:
        """Set an officer up."""
        officer = Officer(uuid4(), name, role, institution, regency, 1)
        set_up_officer(self.runtime.store, self.runtime.clock, Reachable(officer, email or None, phone), "test")
        self.officers[name] = officer.id
        return officer.id

    def say(self, text: str, **changes: object) -> list[str]:
        """Let a person say something; return the texts that go back to anybody."""
        before = len(self.people.texts)
        deliver(self.runtime, make_inbound(text, **changes))
        work(self.runtime)
        return self.people.texts[before:]

    def report(self, *answers: str, story: str = STORY, **changes: object) -> list[str]:
        """Tell a report, skip what is asked but for ``answers`` to the last questions, and send it."""
        self.say("LAPOR", **changes)
        replies = self.say(story, **changes)
        for _ in range(20):
            if "YA: teruskan" in replies[-1]:
                return self.say("ya", **changes)
            replies = self.say("lewati", **changes)
        raise AssertionError("the report never came to its end")

    def allow(
        self, story: str = STORY, hours: str = "malam, jam 7 sampai 9", answer: str = "2", **changes: object
    ) -> str:
        """Report, and say whether officers may answer and when; return the code."""
        before = {case.code for case in self.cases()}
        self.say("LAPOR", **changes)
        replies = self.say(story, **changes)
        while "YA: teruskan" not in replies[-1]:
            may, when = "Boleh petugas membalas" in replies[-1], "Jam berapa Anda aman" in replies[-1]
            replies = self.say(answer if may else hours if when else "lewati", **changes)
        self.say("ya", **changes)
        (made,) = {case.code for case in self.cases()} - before
        return made

    def cases(self) -> list[Case]:
        """Return all cases, the oldest first."""
        return rows(self.runtime, Case)

    def only_case(self) -> Case:
        """Return the only case."""
        (only,) = self.cases()
        return only

    def later(self, **step: float) -> None:
        """Let time pass, then do what is due."""
        self.runtime.clock.advance(timedelta(**step))
        work(self.runtime)
