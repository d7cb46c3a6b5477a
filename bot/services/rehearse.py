"""One exchange by the real service path, in this process and at once: for ``bot talk`` and tests."""

from bot.clock import Clock
from bot.errors import UnavailableError
from bot.messaging.door import Inbound
from bot.services.bell import SilentBell
from bot.services.receive_message import Received, receive_message
from bot.services.send_replies import Sender
from bot.services.take_turns import TurnTaker
from bot.store.due import conversations_with_sends_due, conversations_with_turns_due
from bot.store.engine import Store
from bot.store.spool import Spool
from bot.store.talks import Answered, read_answered


def exchange(
    store: Store, spool: Spool, clock: Clock, turn_taker: TurnTaker, sender: Sender, inbound: Inbound
) -> Answered:
    """Receive a message, take its turn, send the replies and return what became of it.

    Raises UnavailableError when the turn failed; the worker's log line says why.
    """
    if receive_message(store, spool, SilentBell(), clock, inbound) is Received.SPOOLED:
        raise UnavailableError("the database does not answer; the message waits in the spool")
    work_off_turns(store, clock, turn_taker)
    # Read before sending: what a person had erased is gone afterwards.
    with store.reading() as session:
        answered = read_answered(session, store.vault, inbound.provider, inbound.provider_id)
    work_off_sends(store, clock, sender)
    if not answered.outcome:
        raise UnavailableError("the message was kept but its turn failed")
    return answered


def work_off_turns(store: Store, clock: Clock, turn_taker: TurnTaker) -> None:
    """Take every turn that is due, as the workers would."""
    with store.reading() as session:
        due = conversations_with_turns_due(session, clock.now())
    for conversation_id in due:
        turn_taker.work(conversation_id)


def work_off_sends(store: Store, clock: Clock, sender: Sender) -> None:
    """Send every reply that is due, as the workers would."""
    with store.reading() as session:
        due = conversations_with_sends_due(session, clock.now())
    for conversation_id in due:
        sender.work(conversation_id)
