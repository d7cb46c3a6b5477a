"""A report that was told to an officer instead of texted: what the officer notes down."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from bot.reports.cases import CaseKind, Consent
from bot.reports.facts import Facts
from bot.vocabulary import Word

LONGEST_TOLD = 6_000
"""Characters of the story: what is kept of one told by text, with room for answers that are added later."""


class HowTold(Word):
    """How a report came."""

    MET = "met"
    CALLED = "called"
    PAPER = "paper"


ORAL_KINDS = (CaseKind.RECRUITER, CaseKind.DANGER, CaseKind.MISSING)


@dataclass(frozen=True)
class OralReport:
    """What was noted. ``form``: the form's own id, so that one that is sent twice makes one case.

    ``noted``: what the officer filled in; where a field is empty, what the story says of it counts. ``contact``: the
    teller's number in E.164 form, "" for none. ``take``: the officer works on it too.
    """

    form: UUID
    kind: CaseKind
    how: HowTold
    told_on: date
    story: str
    noted: Facts
    consent: Consent
    contact: str = ""
    take: bool = False
