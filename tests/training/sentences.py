"""Kept sentences for tests of labelling."""

from uuid import UUID, uuid4

from bot.training.sentence import Guess, Reason, Sentence


def kept(text: str = "karmana mo pi sana e", **changes: object) -> Sentence:
    """A sentence that waits for its label."""
    values: dict[str, object] = {
        "id": uuid4(),
        "language": "id",
        "guesses": (Guess("ask_cost", 0.31), Guess("ask_salary", 0.2), Guess("greet", 0.01)),
        "reason": Reason.UNCLEAR,
    }
    return Sentence(text=text, **(values | changes))  # type: ignore[arg-type]


def by_id(*sentences: Sentence) -> dict[UUID, Sentence]:
    """The sentences as the store returns them."""
    return {sentence.id: sentence for sentence in sentences}
