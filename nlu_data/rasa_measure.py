"""Load a model and parse sentences: ``.venv-nlu/bin/python nlu_data/rasa_measure.py MODEL SENTENCES OUT``.

Run by ops/nlu_experiments.py only. SENTENCES is a JSON list of texts; OUT becomes JSON with ``parsed`` (Rasa's answers
in the same order), ``seconds`` a parse each, ``load_seconds`` from the start of this process and ``peak_mb`` of memory.
"""

import asyncio
import json
import resource
import sys
import time
from pathlib import Path

STARTED = time.monotonic()

from rasa.core.agent import Agent  # noqa: E402 - loading Rasa counts as starting


async def measured(model: str, texts: list[str]) -> dict[str, object]:
    """Parse the texts one by one, after one that is not counted."""
    agent = Agent.load(model)
    await agent.parse_message("halo")
    loaded = time.monotonic() - STARTED
    parsed, seconds = [], []
    for text in texts:
        before = time.perf_counter()
        answer = await agent.parse_message(text)
        seconds.append(time.perf_counter() - before)
        parsed.append({name: answer.get(name) for name in ("intent", "intent_ranking", "entities", "language")})
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"parsed": parsed, "seconds": seconds, "load_seconds": loaded, "peak_mb": peak}


def main(model: str, sentences: str, out: str) -> None:
    """Measure and write OUT."""
    texts = json.loads(Path(sentences).read_text(encoding="utf-8"))
    result = asyncio.run(measured(model, texts))
    Path(out).write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:4])
