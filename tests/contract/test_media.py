"""Fetching media against real HTTP servers that behave, and misbehave, like Twilio and its content network."""

import logging
from time import monotonic

import pytest

from bot.messaging.media import LARGEST, MediaAwayError, MediaRefusedError, TwilioMedia
from tests.doubles.certificate import self_signed, server_side
from tests.doubles.media_server import ACCOUNT, TOKEN, MediaServer, cut_off, drip, without_length

PHOTO = b"\xff\xd8\xff" + bytes(range(256)) * 500


@pytest.fixture
def certificate(tmp_path):
    return self_signed(tmp_path)


@pytest.fixture
def network(certificate):
    with MediaServer(server_side(certificate), open_to_all=True) as double:
        yield double


@pytest.fixture
def twilio(network):
    with MediaServer(redirect=lambda path: network.url + path) as double:
        double.content = network.content
        yield double


@pytest.fixture
def door(twilio, network, certificate):
    return door_to(twilio, content_hosts=frozenset({network.place}), certificates=certificate)


def door_to(double: MediaServer, **changed: object) -> TwilioMedia:
    return TwilioMedia(
        **({"account_sid": ACCOUNT, "auth_token": TOKEN, "api_url": double.url, "seconds": 5.0} | changed)
    )


def test_a_file_is_fetched_with_credentials_at_the_provider_and_without_them_behind_it(door, twilio, network):
    assert door.fetch(twilio.add(PHOTO)) == PHOTO
    assert [bool(told) for _, _, told in twilio.requests] == [True]
    assert [told for _, _, told in network.requests] == [""]


def test_a_file_that_comes_without_a_redirect_is_taken_as_well():
    with MediaServer() as plain:
        assert door_to(plain).fetch(plain.add(PHOTO)) == PHOTO


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/2010-04-01/Accounts/{account}/Messages/MM1/Media/ME1",
        "https://api.twilio.com.example.org/2010-04-01/Accounts/{account}/Messages/MM1/Media/ME1",
        "https://api.twilio.com@example.org/2010-04-01/Accounts/{account}/Messages/MM1/Media/ME1",
        "https://api.twilio.com\\@example.org/2010-04-01/Accounts/{account}/Messages/MM1/Media/ME1",
        "http://api.twilio.com/2010-04-01/Accounts/{account}/Messages/MM1/Media/ME1",
        "https://api.twilio.com:8443/2010-04-01/Accounts/{account}/Messages/MM1/Media/ME1",
        "https://api.twilio.com/2010-04-01/Accounts/AC{other}/Messages/MM1/Media/ME1",
        "https://api.twilio.com/2010-04-01/Accounts/{account}/Messages.json",
        "https://api.twilio.com/2010-04-01/Accounts/{account}/Messages/MM1/Media/../../../Messages",
        "https://mms.twiliocdn.com/2010-04-01/Accounts/{account}/Messages/MM1/Media/ME1",
        "file:///etc/passwd",
        "http://127.0.0.1:1/2010-04-01/Accounts/{account}/Messages/MM1/Media/ME1",
        "https://[::1/x",
    ],
)
def test_credentials_go_nowhere_but_to_our_own_media_at_the_provider(door, twilio, network, url):
    address = url.format(account=ACCOUNT, other="1" * 32)
    for call in (door.fetch, door.delete):
        with pytest.raises(MediaRefusedError, match=r"^(other_host|bad_address)$"):
            call(address)
    assert twilio.requests == network.requests == []


@pytest.mark.parametrize(
    "target", ["https://example.org/x", "https://mms.twiliocdn.com.example.org/x", "https://localhost/x", ""]
)
def test_a_redirect_to_another_host_is_refused(door, twilio, network, target):
    twilio.redirect = lambda path: target or f"https://127.0.0.1:1{path}"
    with pytest.raises(MediaRefusedError, match="other_redirect"):
        door.fetch(twilio.add(PHOTO))
    assert network.requests == []


def test_a_redirect_to_http_is_refused(door, twilio, network):
    twilio.redirect = lambda path: f"http://{network.place}{path}"
    with pytest.raises(MediaRefusedError, match="other_redirect"):
        door.fetch(twilio.add(PHOTO))


def test_redirects_have_an_end(door, twilio, network):
    network.redirect = lambda path: network.url + path
    with pytest.raises(MediaRefusedError, match="too_many_redirects"):
        door.fetch(twilio.add(PHOTO))


def test_a_content_network_that_nobody_vouches_for_is_not_believed(twilio, network):
    with pytest.raises(MediaAwayError, match="broken_connection"):
        door_to(twilio, content_hosts=frozenset({network.place})).fetch(twilio.add(PHOTO))


def test_the_largest_file_is_taken_and_a_larger_one_is_not(door, twilio):
    assert len(door.fetch(twilio.add(bytes(LARGEST)))) == LARGEST
    with pytest.raises(MediaRefusedError, match="too_large"):
        door.fetch(twilio.add(bytes(17_000_000)))


def test_a_large_file_that_says_nothing_of_its_size_is_broken_off(door, twilio, network):
    network.answer = without_length(2 * LARGEST)
    with pytest.raises(MediaRefusedError, match="too_large"):
        door.fetch(twilio.add(PHOTO))


def test_a_server_that_drips_does_not_outlast_the_time(twilio, network, certificate):
    network.answer = drip
    slow = door_to(twilio, content_hosts=frozenset({network.place}), certificates=certificate, seconds=0.5)
    began = monotonic()
    with pytest.raises(MediaAwayError, match="timeout"):
        slow.fetch(twilio.add(PHOTO))
    assert monotonic() - began < 3


def test_a_file_that_is_cut_off_is_fetched_again_later(door, twilio, network):
    network.answer = cut_off
    with pytest.raises(MediaAwayError):
        door.fetch(twilio.add(PHOTO))


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 503])
def test_what_may_pass_is_tried_again(door, twilio, status):
    twilio.faults.append(status)
    with pytest.raises(MediaAwayError, match=f"http_{status}"):
        door.fetch(twilio.add(PHOTO))


def test_what_will_not_pass_is_not(door, twilio):
    twilio.faults.append(410)
    with pytest.raises(MediaRefusedError, match="http_410"):
        door.fetch(twilio.add(PHOTO))


def test_nobody_there_is_tried_again():
    with MediaServer() as gone:
        url = gone.add(PHOTO)
    with pytest.raises(MediaAwayError, match="broken_connection"):
        door_to(gone).fetch(url)


def test_a_file_is_deleted_at_the_provider_and_one_that_is_gone_is_no_error(door, twilio):
    url = twilio.add(PHOTO)
    door.delete(url)
    assert twilio.content == {}
    door.delete(url)
    assert twilio.asked("DELETE") == [url.removeprefix(twilio.url) + ".json"] * 2


def test_a_deletion_that_fails_says_whether_to_try_again(door, twilio):
    twilio.faults.extend([503, 400])
    with pytest.raises(MediaAwayError):
        door.delete(twilio.add(PHOTO))
    with pytest.raises(MediaRefusedError):
        door.delete(twilio.add(PHOTO))


def test_no_error_and_no_log_line_holds_an_address(door, twilio, caplog):
    caplog.set_level(logging.DEBUG)
    twilio.redirect = lambda path: "https://example.org/MM-secret"
    twilio.faults.append(500)
    url = twilio.add(PHOTO)
    for kind in (MediaAwayError, MediaRefusedError):
        with pytest.raises(kind) as caught:
            door.fetch(url)
        assert "MM" not in str(caught.value)
        assert caught.value.__context__ is None
    assert not [record for record in caplog.records if record.levelno >= logging.INFO]
