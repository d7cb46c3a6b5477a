"""What the reports on one recruiter amount to: reported, corroborated, or what an officer says. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from bot.vocabulary import Word


class Flag(Word):
    """How certain it is that somebody recruits unlawfully."""

    REPORTED = "reported"
    CORROBORATED = "corroborated"
    VERIFIED = "verified"
    CLEARED = "cleared"


RULINGS = frozenset({Flag.VERIFIED, Flag.CLEARED})
"""What only an officer can say."""

ENOUGH_REPORTERS = 2
"""Independent reporters from which reports corroborate each other (the design's number)."""


@dataclass(frozen=True)
class Witness:
    """Who stands behind one report. ``reporter``: keyed hash of the phone it came from, None when that was erased.

    ``names``: keyed hashes, made in the same way, of the phones the report tells. ``credible``: False once an officer
    said it is not.
    """

    reporter: bytes | None
    conversation: UUID | None
    names: frozenset[bytes] = frozenset()
    credible: bool = True


def flag_from(witnesses: Collection[Witness], ruling: Flag | None = None) -> Flag | None:
    """Return the flag of a recruiter; None when no credible report is left and no officer said anything."""
    if ruling is not None:
        return ruling
    reporters = independent_reporters(witnesses)
    if reporters >= ENOUGH_REPORTERS:
        return Flag.CORROBORATED
    return Flag.REPORTED if reporters else None


def independent_reporters(witnesses: Iterable[Witness]) -> int:
    """Return how many people, independent of each other, stand behind the credible reports.

    Reports from one phone or one conversation are one person's. So are, by our choice, two phones one of which names
    the other: a recruiter who denounces whoever denounced him adds nothing. All reports that lead back to nobody any
    more count as one.
    """
    groups = independent_groups(witnesses)
    return len(set(groups))


def independent_groups(witnesses: Iterable[Witness]) -> list[int]:
    """Return for each credible witness the number of its group; witnesses of one group may be one person."""
    counted = [witness for witness in witnesses if witness.credible]
    group = list(range(len(counted)))
    for i, one in enumerate(counted):
        for j in range(i):
            if group[i] != group[j] and _may_be_one(one, counted[j]):
                group = [group[j] if number == group[i] else number for number in group]
    return group


def _may_be_one(one: Witness, other: Witness) -> bool:
    unknown = not (one.reporter or one.conversation) and not (other.reporter or other.conversation)
    same = bool(one.reporter and one.reporter == other.reporter)
    together = bool(one.conversation and one.conversation == other.conversation)
    return unknown or same or together or one.reporter in other.names or other.reporter in one.names
