"""Note in the database which shipped texts were served from when on, so that an answer's history is whole."""

from bot.answers.catalog import Catalog
from bot.answers.model import Form
from bot.clock import Clock
from bot.store.engine import Store
from bot.store.journal import note
from bot.store.revisions import note_shipped


def seed(store: Store, clock: Clock, catalog: Catalog) -> int:
    """Note every shipped text that differs from what was noted last. Returns how many; again gives 0."""
    now = clock.now()
    with store.writing() as session:
        new = 0
        for answer in catalog.answers():
            texts = {form: answer.text(form) for form in Form}
            new += note_shipped(session, answer.key, texts, now)
        if new:
            note(session, now, "installation", "shipped_answers", "answers", f"{new} texts")
    return new
