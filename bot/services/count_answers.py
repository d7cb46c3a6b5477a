"""Count which answers people get, for whoever keeps them: by day, and nothing about anybody."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.answers.answer_rules import is_question
from bot.answers.catalog import Catalog
from bot.clock import WITA
from bot.conversation.turn import Reply
from bot.messaging.simulated import is_simulated
from bot.store.answer_desk import count_use


def count_answers(
    session: Session, replies: Sequence[Reply], catalog: Catalog, address: str | None, now: datetime
) -> None:
    """Count the answers to questions among a turn's replies, further pages and simulated numbers left out.

    What is said in reports and in danger is no answer to a question: how many there were stays untold.
    """
    if address is not None and is_simulated(address):
        return
    day = now.astimezone(WITA).date()
    given = {(reply.key, reply.language) for reply in replies if reply.page is None and reply.key in catalog}
    # In one order everywhere: two turns must not wait for each other.
    for key, language in sorted(given):
        if is_question(catalog.answer(key)):
            count_use(session, day, key, language)
