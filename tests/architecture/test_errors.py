"""Every error of ours, also one added tomorrow: a docstring, a word on retrying, and no number in its text."""

import importlib
import pkgutil
import re
from types import SimpleNamespace

import pytest
from requests import exceptions
from twilio.base.exceptions import TwilioException, TwilioRestException

import bot
from bot.answers.findings import FaultyContentError, error
from bot.errors import BadInputError, CorruptDataError, JalanAmanError, NotOpenError, UnavailableError
from bot.messaging.door import SendError
from bot.messaging.twilio_failures import connection_failure, refusal
from bot.services.added_topics import FaultySentencesError
from bot.services.take_turns import LeaseLostError


def _import_all() -> None:
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if not module.name.startswith(("bot.store.migrations", "bot.cli.main")):
            importlib.import_module(module.name)


def _all_errors() -> list[type[JalanAmanError]]:
    _import_all()
    found: list[type[JalanAmanError]] = []
    waiting = [JalanAmanError]
    while waiting:
        kind = waiting.pop()
        found.append(kind)
        waiting.extend(kind.__subclasses__())
    return found


_PLANTED = "6281234567890"
_ADDRESS = f"/2010-04-01/Accounts/AC1/Messages?To=+{_PLANTED}"
_ALLOWED_DIGITS = 6  # a provider's error code has five
_KINDS = _all_errors()


def _made(kind: type[JalanAmanError]) -> list[JalanAmanError]:
    """Return errors of a kind as the project makes them from faults that quote a phone number.

    A kind whose text is written at the raise is made with such a text; one with arguments needs its makers here.
    """
    if kind is SendError:
        return [
            refusal(TwilioRestException(400, _ADDRESS, f"The number +{_PLANTED} is not valid", code=21211)),
            refusal(TwilioRestException(400, _ADDRESS, code=int(_PLANTED))),
            refusal(TwilioException("no resource", SimpleNamespace(status_code=_PLANTED))),
            connection_failure(exceptions.ConnectionError(f"cannot reach {_ADDRESS}")),
            connection_failure(exceptions.ReadTimeout(_ADDRESS)),
        ]
    if kind is NotOpenError:
        return [NotOpenError("no case with this code is open to you", _PLANTED)]
    if kind is FaultySentencesError:
        return [FaultySentencesError({0: "is there twice"})]
    if kind is FaultyContentError:
        return [FaultyContentError("hotlines.toml", [error("hotlines.toml, line 7, [kp2mi]", "is missing")])]
    assert "__init__" not in vars(kind), "list how errors of this kind are made"
    return [kind("what to change")]


def test_all_errors_are_found() -> None:
    assert {UnavailableError, BadInputError, CorruptDataError, SendError, LeaseLostError} <= set(_KINDS)


@pytest.mark.parametrize("kind", _KINDS, ids=lambda kind: kind.__name__)
def test_every_error_explains_itself_and_says_whether_to_retry(kind: type[JalanAmanError]) -> None:
    assert vars(kind).get("__doc__"), "needs a docstring of its own"
    assert type(kind.retryable) is bool
    for fault in _made(kind):
        assert type(fault.retryable) is bool


@pytest.mark.parametrize("kind", _KINDS, ids=lambda kind: kind.__name__)
def test_no_error_repeats_a_number_from_the_fault_behind_it(kind: type[JalanAmanError]) -> None:
    for fault in _made(kind):
        shown = "".join(map(str, (fault, repr(fault), *vars(fault).values())))
        assert not re.search(rf"\d{{{_ALLOWED_DIGITS + 1},}}", shown)


def test_a_send_error_names_the_providers_code() -> None:
    assert "21211" in str(_made(SendError)[0])
