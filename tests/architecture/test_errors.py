"""Every error of ours, also one added tomorrow: it has a family, and its text holds no number."""

import importlib
import pkgutil
import re

import bot
from bot.errors import BadInputError, CorruptDataError, JalanAmanError, UnavailableError
from bot.messaging.door import SendError


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


def test_every_error_says_whether_to_retry() -> None:
    assert {UnavailableError, BadInputError, CorruptDataError, SendError} <= set(_all_errors())
    for kind in _all_errors():
        assert isinstance(getattr(kind, "retryable", None), bool) or kind is SendError


def test_a_send_error_names_its_code_only() -> None:
    fault = SendError("21211", retryable=False)
    assert not re.search(r"\d{7,}", str(fault))
    assert fault.code in str(fault)
