"""Rules for variants: answers that stand in for a general one for a destination or an audience."""

from collections.abc import Iterator

from bot.answers.answer_files import answer_where
from bot.answers.catalog import Catalog
from bot.answers.findings import Finding, error, said
from bot.answers.model import Answer

DESTINATIONS = ("MY", "SG", "HK", "TW", "SA", "ID")
"""Where people from NTT go most; ``ID`` is work inside Indonesia. Elsewhere the general answer is given."""


def variant_findings(answer: Answer, catalog: Catalog) -> Iterator[Finding]:
    """Yield what is wrong with a variant's head, or with a head that makes no variant."""
    if not answer.variant_of:
        if answer.destination or answer.audience:
            yield error(answer_where(answer, "variant_of"), "is missing; a destination or an audience is for variants")
        return
    where = answer_where(answer, "variant_of")
    if answer.variant_of not in catalog:
        yield error(where, said('names "{key}", and there is no such answer', key=answer.variant_of))
    elif catalog.answer(answer.variant_of).variant_of:
        yield error(where, said('names "{key}", which is a variant itself', key=answer.variant_of))
    if bool(answer.destination) == (answer.audience is not None):
        yield error(where, "needs either a destination or an audience")
        return
    if answer.destination and answer.destination not in DESTINATIONS:
        yield error(answer_where(answer, "destination"), f"must be one of {', '.join(DESTINATIONS)}")
    ending = answer.destination.lower() or str(answer.audience)
    if answer.key != f"{answer.variant_of}_{ending}":
        yield error(answer_where(answer), f"must be called [{answer.variant_of}_{ending}]")
