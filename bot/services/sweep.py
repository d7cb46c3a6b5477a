"""Find work no bell rang for: at start and every 10 seconds, everything due or whose lease ran out."""

import logging
from collections.abc import Callable

from bot.clock import Clock
from bot.services.bell import Bell
from bot.services.receive_message import drain_spool
from bot.store.alerts import cases_with_alerts_due
from bot.store.due import conversations_with_sends_due, conversations_with_turns_due
from bot.store.engine import Store
from bot.store.evidence import evidence_due
from bot.store.spool import Spool

log = logging.getLogger(__name__)

SWEEP_SECONDS = 10


def sweep(store: Store, spool: Spool, bell: Bell, clock: Clock, escalate: Callable[[], None] = lambda: None) -> int:
    """Drain the spool, escalate, and ring for everything due; returns the number of rings. Raises UnavailableError."""
    try:
        drain_spool(store, spool, bell, clock)
    except OSError as fault:
        # A spool folder nobody can use must not stop the work that is in the database.
        log.error("spool not drained: %s", type(fault).__name__)
    escalate()
    now = clock.now()
    with store.reading() as session:
        turns = conversations_with_turns_due(session, now)
        sends = conversations_with_sends_due(session, now)
        alerts = cases_with_alerts_due(session, now)
        evidence = evidence_due(session, now)
    for evidence_id in evidence:
        bell.ring_evidence(evidence_id)
    for case_id in alerts:
        bell.ring_alert(case_id)
    for conversation_id in turns:
        bell.ring_turn(conversation_id)
    for conversation_id in sends:
        bell.ring_send(conversation_id)
    return len(turns) + len(sends) + len(alerts) + len(evidence)
