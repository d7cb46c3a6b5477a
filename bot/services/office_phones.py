"""Telephone numbers of offices: whoever tells of one tells of no recruiter."""

from collections.abc import Iterable

from bot.answers.hotlines import Hotline
from bot.recruiters.agency_rows import e164


def office_phones(hotlines: Iterable[Hotline]) -> frozenset[str]:
    """Return the numbers of the hotlines and offices in E.164 form; short codes have none."""
    numbers = (e164(number) for hotline in hotlines for number in (hotline.number, hotline.whatsapp) if number)
    return frozenset(number for number in numbers if number)
