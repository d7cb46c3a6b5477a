"""People who sign in to the console as a browser without JavaScript does it."""

from dataclasses import dataclass
from html import unescape
from re import search
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from passlib.totp import TOTP
from werkzeug.test import TestResponse

from bot.bootstrap import Runtime
from bot.reports.cases import PassTo
from bot.reports.routing import Officer, OfficerRole
from bot.services.staff_accounts import NewAccount, invite
from bot.services.staff_officers import set_up_officer
from bot.staff.permissions import READS_CASES, StaffRole
from bot.store.officers import Reachable
from tests.web.console.pages import hidden

PASSWORD = "kuda hujan gunung sasando"


@dataclass
class Person:
    """Somebody with an account and a browser. ``secret``: what their telephone knows, "" before the second factor."""

    app: Flask
    runtime: Runtime
    email: str
    account: UUID
    token: str
    client: FlaskClient
    secret: str = ""

    def see(self, path: str, status: int = 200) -> str:
        """Return a page with its status."""
        answer = self.client.get(path)
        assert answer.status_code == status, (path, answer.status_code, answer.text[:300])
        return answer.text

    def post(self, path: str, form_on: str = "/akun", **form: str) -> TestResponse:
        """Post a form with this session's CSRF token."""
        token = hidden(self.client.get(form_on).text, "csrf_token")
        return self.client.post(path, data={"csrf_token": token, **form})

    def choose_password(self, password: str = PASSWORD) -> TestResponse:
        """Use the invitation."""
        page = f"/undangan/{self.token}"
        return self.post(page, page, sandi=password, sandi_lagi=password)

    def type_password(self, password: str = PASSWORD) -> TestResponse:
        """Fill the first form of signing in."""
        return self.post("/masuk", "/masuk", email=self.email, password=password)

    def set_up_second_factor(self) -> TestResponse:
        """Scan the picture and type what the telephone shows."""
        page = self.post("/akun/aplikasi-kode", "/akun/aplikasi-kode", setup="authenticator").text
        self.secret = "".join(unescape(search(r'class="key">([^<]+)<', page)[1]).split()).replace("-", "")
        target = search(r'<form class="sheet" method="post" action="([^"]+)"', page)[1]
        token = hidden(page, "csrf_token")
        return self.client.post(target, data={"csrf_token": token, "code": self.code()})

    def code(self, ahead: int = 0) -> str:
        """Return what the telephone shows, ``ahead`` half minutes from now."""
        now = TOTP(key=self.secret)
        return now.generate(time=now.normalize_time(None) + 30 * ahead).token

    def type_code(self, code: str | None = None) -> TestResponse:
        """Fill the second form of signing in; the code of the next half minute, for each is good once."""
        return self.post("/masuk/kode", "/masuk/kode", code=code or self.code(1))

    def sign_in(self) -> "Person":
        """Go all the way for the first time."""
        self.choose_password()
        self.type_password()
        assert self.set_up_second_factor().headers["Location"].endswith("/beranda")
        return self

    def elsewhere(self) -> "Person":
        """Return the same person at another browser."""
        other = self.app.test_client()
        return Person(self.app, self.runtime, self.email, self.account, self.token, other, self.secret)


def newcomer(app: Flask, runtime: Runtime, role: StaffRole, email: str = "") -> Person:
    """Return somebody who was invited and has not chosen a password yet."""
    address, officer = email or f"{role}@example.org", ""
    if role in READS_CASES:
        officer = f"Petugas {address}"
        duty = OfficerRole.COORDINATOR if role is StaffRole.COORDINATOR else OfficerRole.DUTY
        reachable = Reachable(Officer(uuid4(), officer, duty, PassTo.COORDINATOR), address, None)
        set_up_officer(runtime.store, runtime.clock, reachable, "test")
    language = "aoz" if role is StaffRole.REVIEWER else ""
    new = NewAccount(address, f"Orang {role}", role, language, officer)
    invited = invite(runtime.store, runtime.clock, new, None, by="test")
    return Person(app, runtime, address, invited.account, invited.token, app.test_client())
