"""Addresses of the simulator: no person can ever have one, so nothing shown there is a person's."""

import re
import secrets

_PREFIX = "+620000"
_SIMULATED = re.compile(r"(whatsapp:)?\+620000[0-9]{6}")

FIRST_NUMBER = f"{_PREFIX}000001"
"""The number the simulator opens with and the example webhook writes from."""


def is_simulated(address: str) -> bool:
    """Tell whether an address belongs to the simulator. No Indonesian number begins with +620."""
    return _SIMULATED.fullmatch(address) is not None


def new_number() -> str:
    """Return a fresh number for a new simulated conversation."""
    return f"{_PREFIX}{secrets.randbelow(1_000_000):06d}"
