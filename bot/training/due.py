"""Whether a model has to be trained from today's inputs. Standard library only, as bot/training/models.py."""

from bot.training.models import ModelStore


def settled(store: ModelStore, wanted: str, *, candidate: bool) -> str | None:
    """Return in one line why nothing is to be trained, or None.

    ``wanted`` is the hash of today's inputs. A stored model made from them is served again, except one that somebody
    rolled back or trained to be compared: that the service starts anew, or the data come from a new release, is no
    reason to serve it after all.
    """
    current, known = store.current(), store.made_from(wanted)
    if current and current.inputs == wanted:
        return "up to date"
    if not known:
        return None
    if candidate:
        return f"{known.id} is made of these sentences already"
    pointer = store.pointer()
    if current and known.id in pointer.rolled_back:
        return f"{known.id}, made of these sentences, was rolled back; {current.id} stays"
    if current and known.candidate and known.id not in pointer.served:
        return f"{known.id}, made of these sentences, waits for `bot models promote`; {current.id} stays"
    store.promote(known.id)
    return f"{known.id}, made of these sentences before, is served again"
