"""SMTP_URL: what it may say, and that a bad one is never quoted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadInputError
from bot.messaging.smtp_url import Security, SmtpServer, is_mail_address, parse_smtp_url

FROM = "alerts@example.org"


@pytest.mark.parametrize(
    ("url", "server"),
    [
        (f"smtp://mail.example?from={FROM}", SmtpServer("mail.example", 587, Security.STARTTLS, FROM)),
        (f"smtp://u:p@mail.example:25/?from={FROM}", SmtpServer("mail.example", 25, Security.STARTTLS, FROM, "u", "p")),
        (f"smtps://u:p@mail.example?from={FROM}", SmtpServer("mail.example", 465, Security.TLS, FROM, "u", "p")),
        (f"smtp://127.0.0.1:1025?from={FROM}", SmtpServer("127.0.0.1", 1025, Security.PLAIN, FROM)),
        (f"smtp://[::1]:1025?from={FROM}", SmtpServer("::1", 1025, Security.PLAIN, FROM)),
        (f"smtp://localhost?from={FROM}", SmtpServer("localhost", 587, Security.PLAIN, FROM)),
        (f"smtp://127.0.0.1.example?from={FROM}", SmtpServer("127.0.0.1.example", 587, Security.STARTTLS, FROM)),
        (f"smtp://10.0.0.1?from={FROM}", SmtpServer("10.0.0.1", 587, Security.STARTTLS, FROM)),
        (f"smtps://localhost?from={FROM}", SmtpServer("localhost", 465, Security.TLS, FROM)),
        (
            "smtps://alerts%40example.org:p%40%2F%3A%23%3F@mail.example",
            SmtpServer("mail.example", 465, Security.TLS, FROM, FROM, "p@/:#?"),
        ),
        (
            "smtp://alerts@example.org:p@mail.example?from=a%2Bntt@example.org",
            SmtpServer("mail.example", 587, Security.STARTTLS, "a+ntt@example.org", FROM, "p"),
        ),
        ("smtp://localhost?from=a+ntt@b", SmtpServer("localhost", 587, Security.PLAIN, "a+ntt@b")),
    ],
)
def test_an_address_is_read(url: str, server: SmtpServer) -> None:
    assert parse_smtp_url(url) == server


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example",
        f"https://u:rahasia@mail.example?from={FROM}",
        f"smtp://?from={FROM}",
        f"smtp://u:rahasia@mail.example:0?from={FROM}",
        f"smtp://u:rahasia@mail.example:x?from={FROM}",
        f"smtp://u:rahasia@mail.example:99999?from={FROM}",
        f"smtp://u:rahasia@mail..example?from={FROM}",
        f"smtp://u:rahasia@mail%0d%0aexample?from={FROM}",
        f"smtp://u:rahasia@mail.example/path?from={FROM}",
        f"smtp://u:raha/sia@mail.example?from={FROM}",
        f"smtp://u:12/rahasia@mail.example?from={FROM}",
        f"smtp://u:raha#sia@mail.example?from={FROM}",
        f"smtp://u:raha?sia@mail.example?from={FROM}",
        f"smtp://u:rah%00asia@mail.example?from={FROM}",
        f"smtp://u:rahasiä@mail.example?from={FROM}",
        f"smtp://rahasia@mail.example?from={FROM}",
        f"smtp://:rahasia@mail.example?from={FROM}",
        "smtp://u:rahasia@mail.example",
        "smtp://u:rahasia@mail.example?from=",
        "smtp://u:rahasia@mail.example?from=rahasia",
        f"smtp://u:rahasia@mail.example?from={FROM}&x=rahasia",
        f"smtp://u:rahasia@mail.example?from={FROM}%0aBcc:%20b@example.org",
        f"smtp://u:rahasia@mail.example?sender={FROM}",
    ],
)
def test_a_bad_address_is_refused_without_being_quoted(url: str) -> None:
    with pytest.raises(BadInputError) as fault:
        parse_smtp_url(url)
    assert "rahas" not in str(fault.value)
    assert fault.value.__cause__ is None
    assert fault.value.__suppress_context__ or fault.value.__context__ is None


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    for url in (text, f"smtp://{text}", f"smtp://u:{text}@mail.example?from={FROM}", f"smtps://h?from={text}"):
        try:
            server = parse_smtp_url(url)
        except BadInputError:
            continue
        assert is_mail_address(server.sender)
        assert not set(server.host + server.user + server.password) & set("\r\n\0 ")


def test_a_server_is_shown_without_its_login() -> None:
    assert "rahasia" not in repr(parse_smtp_url(f"smtp://pengguna-rahasia:rahasia@mail.example?from={FROM}"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "@",
        "a@",
        "@b",
        "a@b@c",
        "a b@c",
        "a@b c",
        "a@b\n",
        "a@b,c@d",
        "<a@b>",
        "A <a@b>",
        "a@b\0",
        "ä@b",
        "a@ä",
    ],
)
def test_what_is_not_one_plain_address(text: str) -> None:
    assert not is_mail_address(text)
