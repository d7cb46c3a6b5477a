"""What a model understands of the held-out sentences: a private server is asked them one by one."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

from bot.errors import UnavailableError
from bot.nlu_server import running_nlu
from bot.training.held_out import sentences
from bot.training.results import Result, understand_all
from bot.understanding.chain import Chain
from bot.understanding.examples import Example

Counted = Callable[[int, int], None]
PATIENCE = timedelta(seconds=60)
"""What is measured is what is understood, not how fast: on a busy machine the live service comes first."""


def measure(model: Path, say: Callable[[str], None], counted: Counted = lambda _done, _total: None) -> Sequence[Result]:
    """Return what a private server with this model understands of the held-out sentences, rules included.

    ``counted`` is told how many of how many are asked. Raises UnavailableError.
    """
    asked = sentences()
    with running_nlu(progress=say, model=model, patience=PATIENCE) as client:
        results = understand_all(Chain(client), _counting(asked, counted))
    if any(result.understood.degraded for result in results):
        raise UnavailableError("the NLU server stopped answering in the middle of the measurement")
    return results


def _counting(asked: Sequence[Example], counted: Counted) -> Iterator[Example]:
    for number, example in enumerate(asked):
        counted(number, len(asked))
        yield example
