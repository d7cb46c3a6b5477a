"""Addresses from settings: what is refused, and the setting each message names."""

import socket

import pytest

from ops.launch import launch_from
from ops.places import SetUpError
from tests.ops.stand_in import addresses


def test_everything_listens_on_the_loopback_address_by_default() -> None:
    launch = launch_from({})
    assert (str(launch.public), str(launch.console), str(launch.nlu)) == (
        "127.0.0.1:8000",
        "127.0.0.1:8001",
        "127.0.0.1:5005",
    )
    assert not launch.sends_by_twilio


def test_the_console_stays_on_the_loopback_address() -> None:
    launch = launch_from({"HOST": "0.0.0.0"})  # noqa: S104 - the setting under test
    assert launch.public.host == "0.0.0.0"  # noqa: S104 - the setting under test
    assert launch.public.local == "127.0.0.1"
    assert launch.console.host == "127.0.0.1"


def test_an_nlu_server_elsewhere_is_not_started_here() -> None:
    assert launch_from({"NLU_URL": "http://nlu.example.org:5005"}).nlu is None


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("CONSOLE_PORT", "-1"),
        ("CONSOLE_PORT", "٨٠"),
        ("NLU_URL", "127.0.0.1:5005"),
        ("NLU_URL", "http://127.0.0.1:many"),
        ("NLU_URL", "http://127.0.0.1"),
        ("NLU_URL", "https://localhost:5005"),
        ("NLU_URL", "http://[::1]:5005"),
        ("NLU_URL", "http://[::1"),
    ],
)
def test_a_bad_value_names_its_setting(setting: str, value: str) -> None:
    with pytest.raises(SetUpError, match=f"^{setting}"):
        launch_from({setting: value})


@pytest.mark.parametrize("setting", ["PORT", "CONSOLE_PORT", "NLU_URL"])
def test_a_taken_port_names_its_setting(setting: str) -> None:
    settings = addresses()
    port = int(settings[setting].rpartition(":")[2])
    launch_from(settings).refuse_taken_ports()
    with (
        socket.create_server(("127.0.0.1", port)),
        pytest.raises(SetUpError, match=rf"^Port {port} is taken.*{setting} in \.env"),
    ):
        launch_from(settings).refuse_taken_ports()


def test_two_parts_cannot_have_one_port() -> None:
    with pytest.raises(SetUpError, match="PORT and CONSOLE_PORT"):
        launch_from({"PORT": "8123", "CONSOLE_PORT": "8123"}).refuse_taken_ports()


def test_a_host_that_is_not_this_machine_is_refused() -> None:
    settings = {**addresses(), "HOST": "192.0.2.1"}
    with pytest.raises(SetUpError, match="HOST"):
        launch_from(settings).refuse_taken_ports()
