"""What a place is in the story: where somebody comes from, where they are taken, or where somebody was seen.

Rules over the words before the place, in order: "dari", "asal" or "orang" make it the origin; "ke", "pi", "tujuan"
the destination, "kerja di" where work is promised or planned too; "di" or "lewat" the spot of a sighting when it
is a market, a harbour and the like or when the sentence tells a meeting, a stay or a holding place. All other
places have no role.
"""

from bot.understanding.pieces.entity_words import entity_words
from bot.understanding.pieces.reading import Reading

_REACH = 9
_MOST_SITES = 3


def role_at(reading: Reading, index: int) -> str | None:
    """Return the role of the place whose first word is at ``index``: origin, destination, seen_at or None."""
    before = list(reading.before(index, _REACH + _MOST_SITES))
    public = False
    for _ in range(_MOST_SITES):
        if before and before[-1] in entity_words("sites"):
            public = public or before[-1] in entity_words("public_sites")
            before.pop()
    cue = before[-1] if before else ""
    if cue in entity_words("origin") or cue in entity_words("origin_people"):
        return "origin"
    if cue in entity_words("destination"):
        return "destination"
    return _inside_role(reading, index, before, public=public) if cue in entity_words("inside") else None


def _inside_role(reading: Reading, index: int, before: list[str], *, public: bool) -> str | None:
    """Return the role after "di" or "lewat"; ``public``: at a market, a harbour and the like."""
    earlier = frozenset(before[:-1])
    told = earlier.union(reading.after(index + 1, _REACH))
    if before[-1] == "on":
        return None if earlier.isdisjoint(entity_words("moved")) else "destination"
    if any(word in entity_words("work") for word in before[-4:-1]):
        return None if told.isdisjoint(entity_words("plan")) else "destination"
    if before[-1] in {"lewat", "lwt", "via"}:
        return "seen_at" if not earlier.isdisjoint(entity_words("moved")) else None
    return "seen_at" if public or not told.isdisjoint(entity_words("seen")) else None
