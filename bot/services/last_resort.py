"""The reply to a message that is set aside: a fixed one, so that nobody waits in silence for an answer."""

import logging
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bot.conversation.turn import Reply
from bot.errors import CorruptDataError
from bot.services.count_turns import is_counted
from bot.services.replies import Wording, compose
from bot.store.inbox import read_message
from bot.store.outbox import Content, add_replies, has_reply
from bot.store.people import is_stopped, recipient
from bot.store.vault import Vault
from bot.understanding.danger import danger_phrase
from bot.vocabulary import Channel, Language

log = logging.getLogger(__name__)

_HOME = "ID"


def queue_last_resort(
    session: Session, vault: Vault, wording: Wording, conversation_id: UUID, message_id: UUID, now: datetime
) -> bool:
    """Queue the shipped "not understood", or the emergency numbers for words of danger. Returns whether it did.

    Whoever said STOP gets the emergency numbers or nothing. A message that has a reply, from an earlier time it
    was set aside, gets no second one.
    """
    danger = _in_danger(session, vault, message_id)
    if has_reply(session, message_id) or (is_stopped(session, conversation_id) and not danger):
        return False
    try:
        person = recipient(session, vault, conversation_id)
    except CorruptDataError:  # nobody can be reached at an address that does not open
        return False
    contents = _render("emergency" if danger else "not_understood", person.channel, wording)
    add_replies(session, vault, conversation_id, message_id, contents, now, counted=is_counted(person))
    return bool(contents)


def _in_danger(session: Session, vault: Vault, message_id: UUID) -> bool:
    try:
        return danger_phrase(read_message(session, vault, message_id).text) is not None
    except Exception as fault:  # what cannot be read, or broke the turn, may break this as well
        log.error("message %s not looked through for danger: %s", message_id, type(fault).__name__)
        return False


def _render(key: str, channel: Channel, wording: Wording) -> tuple[Content, ...]:
    """Render by the shipped texts alone: a published revision may be what broke the turn."""
    try:
        return compose((Reply(key, Language.ID, country=_HOME),), channel, wording.catalog, wording.context())
    except Exception as fault:
        log.error("no fixed reply %s: %s", key, type(fault).__name__)
        return ()
