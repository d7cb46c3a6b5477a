"""Understanding for commands: the running NLU server, or one of our own, or, only when asked, none."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bot.config import Settings
from bot.errors import UnavailableError
from bot.nlu_server import running_nlu
from bot.understanding.chain import Chain
from bot.understanding.model import Understander, Understanding


def say_progress(line: str) -> None:
    """Tell the person at the terminal what takes so long; stdout stays for results."""
    sys.stderr.write(line.rstrip() + "\n")
    sys.stderr.flush()


@contextmanager
def command_understander(settings: Settings, *, without_nlu: bool) -> Iterator[Understander]:
    """Give an understander that never falls back silently. Raises UnavailableError when NLU cannot start."""
    if without_nlu:
        yield Chain(None)
        return
    token = settings.nlu_token.get_secret_value()
    with running_nlu(settings.nlu_url, token, say_progress) as client:
        yield _Strict(Chain(client))


class _Strict:
    """Turns a degraded understanding into an error."""

    def __init__(self, chain: Understander) -> None:
        self._chain = chain

    def understand(self, text: str) -> Understanding:
        understood = self._chain.understand(text)
        if understood.degraded:
            raise UnavailableError("the NLU server stopped answering; --no-nlu works without it")
        return understood
