"""Which of the recruiters that were looked up a report is linked to, and which are suggested to an officer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from bot.recruiters.matching import MOST_SUGGESTIONS, Match, Profile, Reason, compare


@dataclass(frozen=True)
class Ranked:
    """``automatic``: the recruiter that a phone links at once. ``suggestions``: others, the likeliest first."""

    automatic: tuple[UUID, Match] | None
    suggestions: tuple[tuple[UUID, Match], ...]


def rank(
    new: Profile,
    known: Iterable[tuple[UUID, Profile]],
    commonness: Mapping[str, int] | None = None,
    barred: Iterable[UUID] = (),
) -> Ranked:
    """Rank recruiters by how well a new report fits them.

    ``barred``: recruiters an officer said this report is not of. A phone that several recruiters have links the report
    to the one whose name fits; where none fits, or several do, to none.
    """
    refused = set(barred)
    met = [(recruiter, compare(new, profile, commonness)) for recruiter, profile in known if recruiter not in refused]
    met.sort(key=lambda each: (-each[1].weight, each[0].bytes))
    holders = [match for _, match in met if Reason.SAME_PHONE in match.reasons]
    linked = [(recruiter, match) for recruiter, match in met if match.automatic]
    if len(holders) > 1:
        met = [(recruiter, _of_several(match)) for recruiter, match in met]
        linked = [(recruiter, _of_several(match)) for recruiter, match in linked if _has_name(match)]
    chosen = linked[0] if linked and (len(linked) == 1 or linked[0][1].points > linked[1][1].points) else None
    shown = [each for each in met if each[1].is_worth_showing and (chosen is None or each[0] != chosen[0])]
    return Ranked(chosen, tuple(shown[:MOST_SUGGESTIONS]))


def _has_name(match: Match) -> bool:
    return not {Reason.SAME_NAME, Reason.PART_OF_NAME}.isdisjoint(match.reasons)


def _of_several(match: Match) -> Match:
    if Reason.SAME_PHONE not in match.reasons:
        return match
    return replace(match, reasons=(*match.reasons, Reason.PHONE_OF_OTHERS))
