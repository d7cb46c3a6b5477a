"""Clients that post signed webhooks to the real public web, as fast as it answers or at a steady rate."""

import http.client
import random
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from tests.doubles.twilio_webhook import message_form, signed_request

PUBLIC = "https://aman.example"
PATHS = ("/twilio/message", "/twilio/message", "/twilio/message/fallback")
BODIES = ("berapa biaya ke Malaysia", "menu", "syarat kerja ke luar negeri", "LAGI", "2", "halo", "calo minta uang")


def forms(distinct: int, repeats: int, people: int, seed: int = 1) -> list[dict[str, str]]:
    """Return message forms of some people, some of them twice, well mixed."""
    chance = random.Random(seed)
    made = [
        message_form(BODIES[n % len(BODIES)], MessageSid=f"SM{n:032x}", From=f"+62812{n % people:06d}")
        for n in range(distinct)
    ]
    mixed = made + chance.sample(made, repeats)
    chance.shuffle(mixed)
    return mixed


def post(connection: http.client.HTTPConnection, form: dict[str, str], number: int) -> int:
    """Post one form and return the status."""
    path = PATHS[number % len(PATHS)]
    body, headers = signed_request(PUBLIC + path, form)
    connection.request("POST", path, body, headers)
    response = connection.getresponse()
    response.read()
    return response.status


def post_all(port: int, posted: list[dict[str, str]], clients: int = 8) -> list[int]:
    """Post every form by parallel clients; returns the statuses."""

    def run(share: Iterable[tuple[int, dict[str, str]]]) -> list[int]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        statuses = [post(connection, form, number) for number, form in share]
        connection.close()
        return statuses

    shares = [list(enumerate(posted))[client::clients] for client in range(clients)]
    with ThreadPoolExecutor(clients) as pool:
        return [status for statuses in pool.map(run, shares) for status in statuses]


def post_steadily(port: int, posted: list[dict[str, str]], per_second: float, clients: int = 16) -> list[float]:
    """Post the forms at a steady rate; returns each one's seconds from its appointed moment to the answer."""
    start = time.monotonic() + 0.5

    def run(share: Iterable[tuple[int, dict[str, str]]]) -> list[float]:
        taken = []
        for number, form in share:
            appointed = start + number / per_second
            time.sleep(max(0.0, appointed - time.monotonic()))
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            status = post(connection, form, number)
            connection.close()
            if status != 200:
                raise RuntimeError(f"the webhook answered {status}")
            taken.append(time.monotonic() - appointed)
        return taken

    shares = [list(enumerate(posted))[client::clients] for client in range(clients)]
    with ThreadPoolExecutor(clients) as pool:
        return [seconds for taken in pool.map(run, shares) for seconds in taken]
