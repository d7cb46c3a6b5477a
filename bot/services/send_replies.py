"""Send a conversation's queued replies in their order: lease, send with no transaction open, record."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from threading import BoundedSemaphore
from uuid import UUID

from bot.clock import Clock
from bot.errors import CorruptDataError, UnavailableError
from bot.messaging.door import Gateway, Outgoing, Receipt, SendError
from bot.store.engine import Store
from bot.store.erase import erase_finished
from bot.store.inbox import has_unanswered
from bot.store.outbox import DueMessage, has_unsent, is_taken, lease_next, record_failure, record_receipt
from bot.store.people import erasure_requested, forget_address, lock_contact, recipient

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sender:
    """All that sending needs. ``gateways`` by provider; ``places`` bounds sends under way at once.

    A slow provider then cannot hold every worker: when no place is free, the sweep tries again.
    """

    store: Store
    clock: Clock
    gateways: Mapping[str, Gateway]
    places: BoundedSemaphore

    def work(self, conversation_id: UUID) -> int:
        """Send every due reply of one conversation; returns how many were accepted."""
        if not self.places.acquire(blocking=False):
            return 0
        try:
            return self._send_all(conversation_id)
        finally:
            self.places.release()

    def _send_all(self, conversation_id: UUID) -> int:
        sent = 0
        while (message := self._lease(conversation_id)) is not None:
            if not self._send(message):
                break
            sent += 1
        self._finish_erasure(conversation_id)
        return sent

    def _lease(self, conversation_id: UUID) -> DueMessage | None:
        with self.store.writing() as session:
            return lease_next(session, self.store.vault, conversation_id, self.clock.now())

    def _send(self, message: DueMessage) -> bool:
        try:
            receipt = self._hand_over(message)
        except SendError as fault:
            log.warning("reply %s not sent: %s", message.id, fault.code)
            with self.store.writing() as session:
                record_failure(
                    session,
                    message.id,
                    fault.code,
                    self.clock.now(),
                    retryable=fault.retryable,
                    maybe_sent=fault.maybe_sent,
                )
            return not (fault.retryable or fault.maybe_sent)  # a lost reply does not hold up the next
        with self.store.writing() as session:
            record_receipt(session, message.id, receipt, self.clock.now())
        return True

    def _hand_over(self, message: DueMessage) -> Receipt:
        gateway, outgoing = self._outgoing(message)
        try:
            return self._send_or_find(gateway, outgoing, message)
        except (SendError, UnavailableError):
            raise
        except Exception as fault:
            # Nobody knows how far a gateway got that failed in a way it does not promise.
            raise SendError(type(fault).__name__[:40], retryable=True, maybe_sent=True) from None

    def _outgoing(self, message: DueMessage) -> tuple[Gateway, Outgoing]:
        try:
            with self.store.reading() as session:
                person = recipient(session, self.store.vault, message.conversation_id)
        except CorruptDataError:
            raise SendError("unreadable_address", retryable=False) from None
        gateway = self.gateways.get(person.provider)
        if gateway is None or person.address is None:
            raise SendError("no_way_to_send", retryable=False)
        return gateway, Outgoing(
            message.id, person.channel, person.address, message.content.text, message.content.notice
        )

    def _send_or_find(self, gateway: Gateway, outgoing: Outgoing, message: DueMessage) -> Receipt:
        if message.doubtful:
            found = gateway.find(outgoing, message.first_tried_at)
            if found is not None and not self._belongs_to_another(found, message.id):
                return found
        return gateway.send(outgoing)

    def _belongs_to_another(self, found: Receipt, message_id: UUID) -> bool:
        """Two equal texts to one person look the same at the provider; each receipt serves one of ours."""
        with self.store.reading() as session:
            return is_taken(session, found.provider_id, message_id)

    def _finish_erasure(self, conversation_id: UUID) -> None:
        with self.store.reading() as session:
            if not erasure_requested(session, conversation_id):
                return
        with self.store.writing() as session:
            lock_contact(session, conversation_id)  # a message that arrives now waits, and brings the address back
            if not (has_unanswered(session, conversation_id) or has_unsent(session, conversation_id)):
                forget_address(session, conversation_id)
                erase_finished(session, conversation_id)
