"""Once a day, tell every officer by e-mail which cases still wait that are open to them. Never anything personal."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID, uuid5

from bot.clock import WITA, Clock
from bot.messaging.alerts import Alert, AlertDoor, Digest
from bot.messaging.door import SendError
from bot.services.tell_officers import route_of
from bot.store.cases import open_cases
from bot.store.engine import Store
from bot.store.journal import note, was_noted
from bot.store.officers import Reachable, officers_on_duty

log = logging.getLogger(__name__)

FROM = time(7, 30)
"""When the digest goes out, WITA: before the offices open (our choice)."""

_BY = "email"
_ACT = "digest_sent"


@dataclass(frozen=True)
class DigestSender:
    """What sends the digests. A mail that is lost is not sent again: tomorrow's holds what still waits."""

    store: Store
    clock: Clock
    doors: Mapping[str, AlertDoor]
    console_url: str

    def work(self) -> int:
        """Send today's digests that were not sent; returns how many."""
        now, door = self.clock.now().astimezone(WITA), self.doors.get(_BY)
        if door is None or now.time() < FROM:
            return 0
        return sum(self._send(door, person, digest) for person, digest in self._due(now.date()))

    def _due(self, today: date) -> list[tuple[Reachable, Digest]]:
        """Return the digests of officers who got none today, and note them: a worker that dies doubles none."""
        vault, due = self.store.vault, []
        with self.store.writing() as session:
            people = officers_on_duty(session, vault)
            waiting = [case for case in open_cases(session) if case.taken_at is None]
            for case in waiting:
                session.expunge(
                    case
                )  # they are not locked: what was found in an old row must not replace newer findings
            routes = {case.id: route_of(session, case, vault, people) for case in waiting}
            for person in people:
                subject = f"{person.officer.id.hex} {today}"
                mine = [case for case in waiting if person.officer.id in routes[case.id]]
                if not mine or not person.email or was_noted(session, _ACT, subject):
                    continue
                note(session, self.clock.now(), "service", _ACT, subject, f"{len(mine)} cases")
                alerts = tuple(
                    Alert(
                        id=uuid5(case.id, subject),
                        case_code=case.code,
                        level=case.level,
                        regency=case.regency,
                        kind=case.kind,
                        console_url=f"{self.console_url}/cases/{case.code}",
                        at=case.created_at,
                        unconfirmed=not case.confirmed,
                    )
                    for case in mine
                )
                digest = Digest(_id_of(person, subject), alerts, f"{self.console_url}/cases", self.clock.now())
                due.append((person, digest))
        return due

    def _send(self, door: AlertDoor, person: Reachable, digest: Digest) -> bool:
        try:
            door.send(digest, person.email or "")
        except SendError as fault:
            log.warning("digest of officer %s not sent: %s", person.officer.id, fault.code)
            return False
        return True


def _id_of(person: Reachable, subject: str) -> UUID:
    return uuid5(person.officer.id, subject)
