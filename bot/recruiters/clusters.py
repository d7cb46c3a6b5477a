"""The cluster alarm: several reports in a short time touch the same recruiter, village or departure. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bot.recruiters.flags import Witness, independent_reporters
from bot.vocabulary import Word

WINDOW = timedelta(days=14)
"""Time in which reports belong together: recruiting rounds in a village last one or two weeks (our choice)."""

ENOUGH_REPORTERS = 3
"""Independent reporters from which the alarm goes off (our choice)."""


class Shared(Word):
    """What the reports of a cluster have in common."""

    RECRUITER = "recruiter"
    VILLAGE = "village"
    DEPARTURE = "departure"


@dataclass(frozen=True)
class Sighting:
    """One report as the alarm sees it.

    ``villages`` and ``departures`` are compared as they stand, so give them in one form ("oesapa",
    "2026-12-03 tenau").
    """

    case_id: UUID
    at: datetime
    witness: Witness
    recruiter: UUID | None = None
    villages: frozenset[str] = frozenset()
    departures: frozenset[str] = frozenset()

    def touches(self) -> Iterator[tuple[Shared, str]]:
        """Yield everything by which this report may belong to a cluster."""
        if self.recruiter:
            yield Shared.RECRUITER, str(self.recruiter)
        yield from ((Shared.VILLAGE, village) for village in sorted(self.villages))
        yield from ((Shared.DEPARTURE, departure) for departure in sorted(self.departures))


@dataclass(frozen=True)
class Cluster:
    """An alarm. ``what``: the recruiter's id, the village or the departure. ``cases``: its reports, oldest first."""

    shared: Shared
    what: str
    cases: tuple[UUID, ...]
    reporters: int


def alarms(new: Sighting, earlier: Iterable[Sighting]) -> tuple[Cluster, ...]:
    """Return the clusters that a new report is part of, the one with most reporters first.

    Only credible reports of the 14 days before it count. The same report may stand among ``earlier``.
    """
    if not new.witness.credible:
        return ()
    near = [one for one in earlier if timedelta(0) <= new.at - one.at <= WINDOW and one.case_id != new.case_id]
    counted = [*sorted((one for one in near if one.witness.credible), key=lambda one: one.at), new]
    found = []
    for touch in new.touches():
        together = [one for one in counted if touch in set(one.touches())]
        reporters = independent_reporters(one.witness for one in together)
        if reporters >= ENOUGH_REPORTERS:
            found.append(Cluster(*touch, tuple(one.case_id for one in together), reporters))
    return tuple(sorted(found, key=lambda cluster: -cluster.reporters))
