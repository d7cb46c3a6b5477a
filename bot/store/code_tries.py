"""How many wrong codes were typed: codes are few enough to guess, so guessing is limited."""

from datetime import date

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.store.inserts import insert_once
from bot.store.tables.probes import CodeTry

EACH_A_DAY = 5
"""Wrong codes from one address in a day; afterwards no code is looked up for it until the next day."""

ALL_A_DAY = 200
"""Wrong codes in a day from all addresses together, our choice: more is an attack, and nobody is answered any more.

With a million codes, a thousand cases and 200 tries a day, a case is hit by chance once in five days, and then
only its state is told.
"""

EVERYBODY = b"\0" * 32


def may_try(session: Session, who: bytes, day: date) -> bool:
    """Tell whether this address may still try a code today."""
    found = session.scalars(select(CodeTry).where(CodeTry.day == day, CodeTry.who.in_((who, EVERYBODY))))
    counts = {bytes(row.who): row.count for row in found}
    return counts.get(who, 0) < EACH_A_DAY and counts.get(EVERYBODY, 0) < ALL_A_DAY


def count_try(session: Session, who: bytes, day: date) -> int:
    """Count a wrong code for its address and for all; return how many there were today from all together."""
    for one in (who, EVERYBODY):
        insert_once(session, CodeTry(day=day, who=one, count=0))
        session.execute(update(CodeTry).where(CodeTry.day == day, CodeTry.who == one).values(count=CodeTry.count + 1))
    return session.scalar(select(CodeTry.count).where(CodeTry.day == day, CodeTry.who == EVERYBODY)) or 0


def forget_tries(session: Session, before: date) -> None:
    """Delete the counts of days that are over."""
    session.execute(delete(CodeTry).where(CodeTry.day < before))
