"""How often people said that an answer helped them, or did not."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.clock import WITA
from bot.store.inserts import insert_once
from bot.store.tables.answers import AnswerRating
from bot.vocabulary import Language


def count_rating(session: Session, now: datetime, key: str, language: Language, *, helped: bool) -> None:
    """Count one rating on its day in NTT; nothing tells whose it is."""
    day = now.astimezone(WITA).date()
    insert_once(session, AnswerRating(day=day, key=key, language=language.value, helped=helped, count=0))
    session.execute(
        update(AnswerRating)
        .where(
            AnswerRating.day == day,
            AnswerRating.key == key,
            AnswerRating.language == language.value,
            AnswerRating.helped == helped,
        )
        .values(count=AnswerRating.count + 1)
    )
