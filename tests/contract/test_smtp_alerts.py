"""The e-mail door against a real mail server that behaves and misbehaves."""

import logging
import socket
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from time import monotonic
from uuid import uuid4

import pytest

from bot.messaging.alerts import AlertDoor
from bot.messaging.door import DeliveryStatus, Receipt, SendError
from bot.messaging.smtp import SmtpAlertDoor
from bot.messaging.smtp_url import Security, SmtpServer
from tests.contract.alert_samples import ID, LINK, make_alert, make_digest
from tests.doubles.certificate import self_signed, server_side
from tests.doubles.smtp_server import Fault, SmtpServerDouble

SENDER = "jalan.aman@example.org"
OFFICER = "petugas@example.net"
PASSWORD = "planted-password"


@pytest.fixture
def server() -> Iterator[SmtpServerDouble]:
    with SmtpServerDouble() as double:
        yield double


def door_to(
    double: SmtpServerDouble, security: Security = Security.PLAIN, *, timeout: float = 5.0, tls=None, **changed: object
) -> AlertDoor:
    server = SmtpServer("127.0.0.1", double.port, security, SENDER)
    if double.login:
        server = replace(server, user="bot", password=PASSWORD)
    return SmtpAlertDoor(replace(server, **changed), timeout=timeout, tls=tls)


def verdict(door: AlertDoor, to: str = OFFICER) -> tuple[str, bool, bool]:
    with pytest.raises(SendError) as caught:
        door.send(make_alert(), to)
    return caught.value.code, caught.value.retryable, caught.value.maybe_sent


# Sending


def test_a_mail_says_what_the_alert_says_and_nothing_of_us(server: SmtpServerDouble) -> None:
    receipt = door_to(server).send(make_alert(), OFFICER)
    (mail,) = server.mails
    assert receipt == Receipt(f"<{ID.hex}@example.org>", DeliveryStatus.ACCEPTED)
    assert (mail.sender, mail.recipient) == (SENDER, OFFICER)
    assert dict(mail.message.items()) == {
        "From": SENDER,
        "To": OFFICER,
        "Subject": "[Jalan Aman] NTT-7K3QX BAHAYA SEKARANG, Kab. TTS",
        "Date": "Sat, 21 Nov 2026 07:00:00 +0000",
        "Message-ID": f"<{ID.hex}@example.org>",
        "Auto-Submitted": "auto-generated",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "7bit",
        "MIME-Version": "1.0",
    }
    assert LINK in mail.message.get_content().splitlines()
    assert server.lines[0] == "EHLO example.org", "not this machine's name"
    assert server.lines[-1] == "QUIT"


def test_a_second_attempt_is_the_same_mail(server: SmtpServerDouble) -> None:
    for _ in range(2):
        door_to(server).send(make_alert(), OFFICER)
    first, second = (mail.message.as_bytes() for mail in server.mails)
    assert first == second


def test_a_digest_goes_out_too(server: SmtpServerDouble) -> None:
    door_to(server).send(make_digest(*[make_alert()] * 40), OFFICER)
    assert "40 kasus menunggu" in server.mails[0].message["Subject"]
    assert "- dan 10 kasus lagi" in server.mails[0].message.get_content().splitlines()


def test_letters_outside_ascii_and_lines_that_begin_with_a_dot_arrive(server: SmtpServerDouble) -> None:
    link = "https://konsol.example.org/" + "." * 170  # folded, and the next lines begin with dots
    door_to(server).send(make_alert(regency="Ra’e Ñusa", console_url=link), OFFICER)
    message = server.mails[0].message
    assert message["Subject"] == "[Jalan Aman] NTT-7K3QX BAHAYA SEKARANG, Ra’e Ñusa"
    assert message["Content-Transfer-Encoding"] == "quoted-printable"
    assert {link, "Tempat: Ra’e Ñusa"} <= set(message.get_content().splitlines())


def test_threads_share_a_door(server: SmtpServerDouble) -> None:
    door = door_to(server)
    alerts = [make_alert(id=uuid4()) for _ in range(16)]
    with ThreadPoolExecutor(4) as pool:
        receipts = list(pool.map(lambda alert: door.send(alert, OFFICER), alerts))
    assert {one.provider_id for one in receipts} == {mail.message["Message-ID"] for mail in server.mails}


# Protection


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_login_and_mail_travel_encrypted(tmp_path, security: Security) -> None:
    certificate = self_signed(tmp_path)
    context = {"starttls" if security is Security.STARTTLS else "tls": server_side(certificate)}
    trusting = ssl.create_default_context(cafile=str(certificate))
    with SmtpServerDouble(login=("bot", PASSWORD), **context) as server:
        door_to(server, security, tls=trusting).send(make_alert(), OFFICER)
        assert [(mail.secure, mail.user) for mail in server.mails] == [(True, "bot")]


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_nothing_goes_to_a_server_nobody_vouches_for(tmp_path, security: Security) -> None:
    context = {"starttls" if security is Security.STARTTLS else "tls": server_side(self_signed(tmp_path))}
    with SmtpServerDouble(login=("bot", PASSWORD), **context) as server:
        assert verdict(door_to(server, security)) == ("bad_certificate", True, False)
        assert [line.split(" ")[0] for line in server.lines] == (
            ["EHLO", "STARTTLS"] if security is Security.STARTTLS else []
        )


def test_nothing_goes_unencrypted_where_starttls_is_not_offered() -> None:
    with SmtpServerDouble(login=("bot", PASSWORD)) as server:
        assert verdict(door_to(server, Security.STARTTLS)) == ("no_starttls", True, False)
        assert server.lines == ["EHLO example.org", "QUIT"]


def test_a_refused_starttls_ends_it(tmp_path) -> None:
    with SmtpServerDouble(starttls=server_side(self_signed(tmp_path)), login=("bot", PASSWORD)) as server:
        server.faults["STARTTLS"] = Fault("454 not now")
        assert verdict(door_to(server, Security.STARTTLS)) == ("smtp_454", True, False)
        assert not [line for line in server.lines if line.startswith(("AUTH", "MAIL"))]


def test_a_login_nobody_offers_is_our_set_up(server: SmtpServerDouble) -> None:
    assert verdict(door_to(server, user="bot", password=PASSWORD)) == ("no_login", True, False)


def test_wrong_credentials_wait_for_better_ones() -> None:
    with SmtpServerDouble(login=("bot", PASSWORD)) as server:
        assert verdict(door_to(server, password="wrong")) == ("smtp_535", True, False)


@pytest.mark.parametrize("to", ["", "petugas", "a@b\r\nRCPT TO:<c@d>", "a@b>\r\nDATA", "a@b, c@d", "+6281234567890"])
def test_an_address_that_is_none_is_never_tried(server: SmtpServerDouble, to: str) -> None:
    assert verdict(door_to(server), to) == ("bad_address", False, False)
    assert server.lines == []


# Refusals


@pytest.mark.parametrize(
    ("step", "reply", "expected"),
    [
        ("CONNECT", "554 no", ("smtp_554", True, False)),
        ("CONNECT", "421 busy", ("smtp_421", True, False)),
        ("EHLO", "421 busy", ("smtp_421", True, False)),
        ("MAIL", "451 later", ("smtp_451", True, False)),
        ("MAIL", "553 not your address", ("smtp_553", True, False)),
        ("RCPT", "450 greylisted", ("smtp_450", True, False)),
        ("RCPT", "550 5.1.1 no such user", ("smtp_550", False, False)),
        ("RCPT", "552 mailbox full", ("smtp_552", False, False)),
        ("RCPT", "530 log in first", ("smtp_530", True, False)),
        ("RCPT", "503 bad sequence", ("smtp_503", True, False)),
        ("DATA", "451 later", ("smtp_451", True, False)),
        ("DATA", "554 no valid recipients", ("smtp_554", False, False)),
        ("CONTENT", "451 later", ("smtp_451", True, False)),
        ("CONTENT", "554 5.7.1 unwanted", ("smtp_554", False, False)),
        ("CONTENT", "what", ("unreadable_answer", True, True)),
        ("RCPT", "what", ("unreadable_answer", True, False)),
    ],
)
def test_a_refusal(server: SmtpServerDouble, step: str, reply: str, expected: tuple[str, bool, bool]) -> None:
    server.faults[step] = Fault(reply)
    assert verdict(door_to(server)) == expected


def test_a_good_bye_that_goes_wrong_changes_nothing(server: SmtpServerDouble) -> None:
    for fault in (Fault("500 what"), Fault(drop=True), Fault(delay=20)):
        server.faults["QUIT"] = fault
        assert door_to(server, timeout=0.5).send(make_alert(), OFFICER).status is DeliveryStatus.ACCEPTED
    assert len(server.mails) == 3


# Broken connections


def test_nobody_listening_means_not_sent(server: SmtpServerDouble) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = taken.getsockname()[1]
    assert verdict(door_to(server, port=free)) == ("no_connection", True, False)


@pytest.mark.parametrize("step", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("fault", [Fault(delay=20), Fault(drop=True)])
def test_a_connection_that_breaks_before_the_mail_means_not_sent(
    server: SmtpServerDouble, step: str, fault: Fault
) -> None:
    server.faults[step] = fault
    code, retryable, maybe_sent = verdict(door_to(server, timeout=0.3))
    broken = {"no_connection"} if step == "CONNECT" else {"broken_connection"}
    assert code in ({"timeout"} if fault.delay else broken)
    assert (retryable, maybe_sent) == (True, False)
    assert server.mails == []


@pytest.mark.parametrize(("fault", "code"), [(Fault(delay=20), "timeout"), (Fault(drop=True), "broken_connection")])
def test_a_connection_that_breaks_after_the_mail_leaves_it_in_doubt(
    server: SmtpServerDouble, fault: Fault, code: str
) -> None:
    server.faults["CONTENT"] = fault
    assert verdict(door_to(server, timeout=0.3)) == (code, True, True)
    assert len(server.mails) == 1


def test_the_time_limit_holds_for_the_whole_exchange(server: SmtpServerDouble) -> None:
    server.faults.update({step: Fault(delay=0.4) for step in ("CONNECT", "EHLO", "MAIL", "RCPT", "DATA")})
    begun = monotonic()
    assert verdict(door_to(server, timeout=1.0)) == ("timeout", True, False)
    assert monotonic() - begun < 1.9, "each wait for itself is short enough"


def test_no_log_line_and_no_traceback_holds_an_address_or_a_password(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    quoting = f"{OFFICER} {PASSWORD}"
    faults = [(step, Fault(f"550 no {quoting}")) for step in ("CONNECT", "EHLO", "AUTH", "MAIL", "RCPT", "DATA")]
    faults += [("CONTENT", Fault(f"550 no {quoting}")), ("CONTENT", Fault(drop=True)), ("RCPT", Fault(delay=20))]
    with SmtpServerDouble(login=("bot", PASSWORD)) as server:
        for step, fault in faults:
            server.faults = {step: fault}
            with pytest.raises(SendError) as caught:
                door_to(server, timeout=0.5).send(make_alert(), OFFICER)
            assert caught.value.__context__ is None
            logging.getLogger("test").error("failed", exc_info=caught.value)
    assert caplog.text.count("failed") >= len(faults)
    assert OFFICER not in caplog.text
    assert PASSWORD not in caplog.text
