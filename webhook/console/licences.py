"""What the lists of placement companies (P3MI) say of the companies a recruiter is said to work for."""

from collections.abc import Iterable

from bot.recruiters.agencies import AgencyMatch, AgencyQuestion
from bot.recruiters.agency_search import AgencyIndex
from bot.recruiters.identity import Identity, IdentityKind


def licences_of(index: AgencyIndex, told: Iterable[Identity]) -> dict[str, AgencyMatch]:
    """Return by the told name what is listed of a company, where the spelling leaves no doubt which it is."""
    companies = (one.value for one in told if one.kind is IdentityKind.COMPANY)
    found = ((name, index.find(AgencyQuestion(name=name))) for name in companies)
    return {name: matches[0] for name, matches in found if matches and matches[0].exact}
