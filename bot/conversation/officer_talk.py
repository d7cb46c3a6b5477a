"""An officer takes a case by text: TERIMA and its code, from the number that got the alert."""

from bot.conversation.effects import TakeCase
from bot.conversation.state import ConversationState
from bot.conversation.turn import Directory, Reply, Turn
from bot.reports.case_codes import read_code
from bot.understanding.model import Understanding
from bot.understanding.text import clean, words

_TAKES = "terima"
_BESIDE = frozenset(["kasus", "kode", "ntt", "pak", "bu", "bapak", "ibu", "kak", "kaka", "ya", "saya", "sudah", "su"])


def take(state: ConversationState, understood: Understanding, directory: Directory) -> Turn | None:
    """Take TERIMA and a code, and nothing else; None for any other message, "terima kasih" among them.

    From a number that got no alert about the case the answer is the one for a code nobody knows.
    """
    said = words(understood.text)
    if said[:1] != (_TAKES,):
        return None
    found = next((one for one in understood.entities if one.entity == "report_code"), None)
    if found is not None:
        rest = words(clean(understood.text)[: found.start] + " " + clean(understood.text)[found.end :])
        code = found.normalised if set(rest[1:]) <= _BESIDE else ""
    else:
        code = read_code("".join(clean(understood.text).split()[1:])).code
    if not code:
        return None
    if not directory.may_take(code):
        return Turn(state, (Reply("code_unknown", state.language),))
    return Turn(state, (Reply("officer_taken", state.language, values=(("code", code),)),), (TakeCase(code),))
