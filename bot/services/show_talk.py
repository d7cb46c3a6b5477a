"""Read a simulated conversation, for the simulator's page."""

from bot.store.engine import Store
from bot.store.talks import Line, read_talk


def show_talk(store: Store, address: str) -> list[Line]:
    """Return the last messages with a simulated address, oldest first.

    Raises BadInputError for an address a person could have, UnavailableError when the database does not answer.
    """
    with store.reading() as session:
        return read_talk(session, store.vault, address)
