"""What an officer's words to a person cost, and what about them must not be, or is to be thought about."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from bot.answers.hotlines import sendable
from bot.answers.sms import Segmentation, segments, to_gsm7
from bot.clock import WITA
from bot.errors import BadInputError
from bot.recruiters.agency_rows import e164
from bot.reports.officer_words import Hint, hints_in, refuse_words
from bot.services.acting import worded
from bot.services.handle_case import Who, case_seen
from bot.services.replies import Wording
from bot.store.cases import facts_of
from bot.store.engine import Store
from bot.store.people import recipient
from bot.store.revisions import served_catalog
from bot.store.tables.cases import Case
from bot.store.vault import Vault
from bot.vocabulary import Channel

LONGEST = 1_024
MOST_SEGMENTS = 3
"""How long one message may be, in characters and in SMS (our choice): what fits on the screen of an old telephone."""

_TOO_LONG = "write a message of at most 1,024 characters, by SMS of at most three parts"


@dataclass(frozen=True)
class Measured:
    """An officer's words as they would be sent: by SMS how they are packed, None on WhatsApp; words to think about."""

    sent: str = field(repr=False)
    size: Segmentation | None
    hints: Mapping[Hint, tuple[str, ...]]


def preview_words(store: Store, wording: Wording, code: str, officer: Who, text: str) -> Measured:
    """Return what sending would do; nothing is sent. Raises BadInputError as ``measure_words``."""
    with case_seen(store, code, officer) as (session, case):
        return measure_words(session, store.vault, wording, case, text)


def measure_words(session: Session, vault: Vault, wording: Wording, case: Case, text: str) -> Measured:
    """Return an officer's words to the author of a case as they would be sent.

    Raises BadInputError for none, for too many, and for what must not go out (bot/reports/officer_words.py).
    """
    if case.conversation_id is None:
        raise BadInputError("the author did not allow an answer, or wants no messages any more")
    kept = worded(text, LONGEST, _TOO_LONG)
    by_sms = recipient(session, vault, case.conversation_id).channel is Channel.SMS
    sent = to_gsm7(kept) if by_sms else kept
    size = segments(sent) if by_sms else None
    if size is not None and size.count > MOST_SEGMENTS:
        raise BadInputError(_TOO_LONG)
    refuse_words(sent, facts_of(vault, case), case.code, _checked_numbers(session, wording))
    return Measured(sent, size, hints_in(sent))


def _checked_numbers(session: Session, wording: Wording) -> frozenset[str]:
    """Return the digits of the telephone numbers that may be sent to anybody today, as they are written and abroad."""
    today = wording.clock.now().astimezone(WITA).date()
    lines = [one for one in served_catalog(session, wording.catalog).hotlines.all() if sendable(one, today)]
    written = [number for line in lines for number in (line.number, line.whatsapp) if number]
    shapes = [*written, *(found for number in written if (found := e164(number)))]
    return frozenset("".join(filter(str.isdigit, number)) for number in shapes)
