"""How long from the posted webhook of a cry for help until the officer's mail and WhatsApp message are accepted.

Real web process, real worker, a mail server and Twilio's interface as real servers on loopback; the NLU server is away,
so the danger phrases decide. The service's goal is p95 <= 3 s.
"""

import http.client
import statistics
import time
from pathlib import Path
from uuid import uuid4

from bot.bootstrap import Runtime
from bot.clock import SystemClock
from bot.reports.cases import PassTo
from bot.reports.routing import Officer, OfficerRole
from bot.services.staff_officers import set_up_officer
from bot.store.officers import Reachable
from bot.store.schema import upgrade
from tests.doubles.postgres import free_port
from tests.doubles.processes import environment, running, start_web, start_worker, wait_until
from tests.doubles.smtp_server import SmtpServerDouble
from tests.doubles.twilio_api import TwilioApiDouble
from tests.doubles.twilio_webhook import message_form
from tests.factories import TWILIO_TOKEN, make_runtime, make_settings
from tests.load.posting import post

CRIES = 40
_TEXT = "tolong saya disekap di rumah majikan di Soe"
_OFFICER = "+6281339000008"
_TEMPLATE = "HX" + "0" * 32


def line(name: str, url: str, folder: Path) -> str:
    """Return median, p95 and the slowest of ``CRIES`` emergencies, one after the other, each from a new number."""
    folder.mkdir()
    runtime = _set_up(url, folder)
    with (
        SmtpServerDouble() as mail,
        TwilioApiDouble(auth_token=TWILIO_TOKEN, templates={_TEMPLATE: "{{1}} {{2}} {{3}} {{4}}"}) as api,
    ):
        env = _environment(url, folder, mail, api)
        port = free_port()
        with (
            running(start_worker(env, folder / "worker.log")),
            running(start_web(env, folder / "web.log", port)),
        ):
            _one(port, 0, mail, api)  # the first only warms the processes up
            taken = sorted(_one(port, number, mail, api) for number in range(1, CRIES + 1))
    runtime.store.engine.dispose()
    p95 = taken[int(0.95 * len(taken)) - 1]
    spread = f"p50 {statistics.median(taken):.2f} s, p95 {p95:.2f} s, slowest {taken[-1]:.2f} s"
    return f"{name}: danger to accepted mail and WhatsApp message, {CRIES} cries, {spread}"


def _one(port: int, number: int, mail: SmtpServerDouble, api: TwilioApiDouble) -> float:
    form = message_form(_TEXT, MessageSid=f"SM{number:032x}", From=f"+62813{number:07d}")
    start = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    post(connection, form, 0)
    connection.close()

    def accepted() -> bool:
        by_whatsapp = sum(message["to"] == f"whatsapp:{_OFFICER}" for message in api.messages)
        return len(mail.mails) > number and by_whatsapp > number

    if not wait_until(accepted, 60, step=0.01):
        raise RuntimeError("an alert did not come within a minute")
    return time.monotonic() - start


def _set_up(url: str, folder: Path) -> Runtime:
    runtime = make_runtime(make_settings(url, folder / "var"))
    runtime.clock = SystemClock()
    upgrade(runtime.store.engine)
    officer = Officer(uuid4(), "Maria Koordinator", OfficerRole.COORDINATOR, PassTo.COORDINATOR)
    reachable = Reachable(officer, "piket@example.org", _OFFICER, whatsapp=True)
    set_up_officer(runtime.store, runtime.clock, reachable, "bench")
    return runtime


def _environment(url: str, folder: Path, mail: SmtpServerDouble, api: TwilioApiDouble) -> dict[str, str]:
    return environment(
        url,
        folder / "var",
        SMTP_URL=f"smtp://127.0.0.1:{mail.port}?from=jalan-aman@example.org",
        TWILIO_ACCOUNT_SID=api.account_sid,
        TWILIO_AUTH_TOKEN=api.auth_token,
        TWILIO_API_URL=api.url,
        TWILIO_WHATSAPP_FROM="+15005550006",
        TWILIO_ALERT_CONTENT_SID=_TEMPLATE,
        PUBLIC_URL="https://aman.example",
    )
