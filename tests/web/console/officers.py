"""Officers who sign in to the console of a service that takes reports."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask

from bot.reports.cases import PassTo
from bot.reports.routing import Officer, OfficerRole
from bot.services.staff_accounts import NewAccount, invite
from bot.services.staff_officers import set_up_officer
from bot.staff.permissions import StaffRole
from bot.store.officers import Reachable
from tests.reporting.desk import TTS, Desk
from tests.web.console.staff import Person
from webhook.console.app import create_app


@pytest.fixture
def desk(unmanned: Desk) -> Desk:
    return unmanned


@pytest.fixture
def app(desk: Desk) -> Flask:
    return create_app(desk.runtime)


@pytest.fixture
def officer(desk: Desk, app: Flask) -> Callable[..., Person]:
    """Set officers up who sign in."""

    def make(name: str, role: OfficerRole = OfficerRole.DUTY, regency: str = TTS) -> Person:
        email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
        runtime = desk.runtime
        known = Officer(UUID(int=len(desk.officers) + 1), name, role, PassTo.COORDINATOR, regency, 1)
        set_up_officer(runtime.store, runtime.clock, Reachable(known, email, None), "test")
        desk.officers[name] = known.id
        kind = StaffRole.OFFICER if role is OfficerRole.DUTY else StaffRole.COORDINATOR
        invited = invite(runtime.store, runtime.clock, NewAccount(email, name, kind, officer=name), None, by="test")
        return Person(app, runtime, email, invited.account, invited.token, app.test_client()).sign_in()

    return make


@pytest.fixture
def maria(officer: Callable[..., Person]) -> Person:
    return officer("Maria Koordinator", OfficerRole.COORDINATOR, "")


@pytest.fixture
def petrus(maria: Person, officer: Callable[..., Person]) -> Person:
    return officer("Petrus Nabuasa")
