"""Reading the forms Twilio posts: names with one or more values, in any shape web frameworks give."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from bot.errors import BadInputError

Form: TypeAlias = Mapping[str, str | Sequence[str]] | Iterable[tuple[str, str]]
"""A posted form: pairs as they came (blank values kept), or a mapping to one value or to a list of values."""

_MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")  # SM or MM and 32 hexadecimal digits; the store keeps 64


class TwilioForm:
    """All values of all names, in the order they came."""

    def __init__(self, form: Form) -> None:
        """Take the form apart once; ``form`` may be a one-time iterator."""
        self._values: dict[str, list[str]] = {}
        for name, value in _pairs(form):
            self._values.setdefault(name, []).append(value)

    def getlist(self, name: str) -> list[str]:
        """Return every value of ``name``; Twilio's validator calls this for duplicated parameters."""
        return self._values.get(name, [])

    def first(self, *names: str) -> str:
        """Return the first value that is not blank among ``names``, in that order; "" when there is none."""
        return next((value for name in names for value in self.getlist(name) if value.strip()), "")

    def __iter__(self) -> Iterator[str]:
        """Go through the names, each once."""
        return iter(self._values)

    def __len__(self) -> int:
        """Return the number of different names."""
        return len(self._values)


def message_id(values: TwilioForm) -> str:
    """Return the message's id; the two older names carry the same value. Raises BadInputError without one."""
    found = values.first("MessageSid", "SmsMessageSid", "SmsSid").strip()
    if not found:
        raise BadInputError("MessageSid: missing; send the provider's id of the message")
    if not _MESSAGE_ID.fullmatch(found):
        raise BadInputError("MessageSid: must be 1 to 64 letters, digits, - or _")
    return found


def _pairs(form: Form) -> Iterator[tuple[str, str]]:
    if not isinstance(form, Mapping):
        yield from form
        return
    lists = getattr(form, "lists", None)  # multi-value forms hide all but the first value behind items()
    for name, value in lists() if callable(lists) else form.items():
        for one in [value] if isinstance(value, str) else value:
            yield name, one
