"""What an officer sees before asking a case's author: when, by what way, and every word that would be read."""

from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.conversation.state import ConversationState
from bot.conversation.turn import Reply
from bot.errors import BadInputError
from bot.reports.case_questions import KNOCK, CaseQuestion
from bot.services.ask_reporter import ask_window, refuse_unheld, whatsapp_until
from bot.services.handle_case import Who, active_officer, case_seen
from bot.services.replies import Wording, compose
from bot.store.engine import Store
from bot.store.outbox import Content
from bot.store.people import read_state, recipient
from bot.store.revisions import served_catalog
from bot.vocabulary import Channel, Language


@dataclass(frozen=True)
class QuestionPreview:
    """A question before it is asked.

    ``send_at`` to ``send_before``: when the knock would go out, in the hours of the person's number.
    ``whatsapp_until``: until when WhatsApp takes free text, None for SMS. ``by_template``: it goes as a template then.
    ``knock``: what goes out by itself; ``shown``: what is read once the code was typed.
    """

    send_at: datetime
    send_before: datetime
    channel: Channel
    whatsapp_until: datetime | None
    by_template: bool
    knock: tuple[Content, ...]
    shown: tuple[Content, ...]

    @property
    def segments(self) -> int:
        """Return how many SMS the knock is; 0 by WhatsApp."""
        return sum(each.segments for each in self.knock) if self.channel is Channel.SMS else 0


def preview_question(
    store: Store,
    clock: Clock,
    wording: Wording,
    code: str,
    officer: Who,
    question: CaseQuestion,
    *,
    between: str = "",
    template: bool = False,
) -> QuestionPreview:
    """Return what asking would do; nothing is kept or sent. Raises BadInputError wherever ``ask`` does."""
    with case_seen(store, code, officer) as (session, case):
        refuse_unheld(case, active_officer(session, officer).id, question)
        (send_at, send_before), zone = ask_window(session, store.vault, case, clock.now(), between, template=template)
        conversation = case.conversation_id
        if conversation is None:
            raise BadInputError("the author did not allow an answer, or wants no messages any more")
        channel = recipient(session, store.vault, conversation).channel
        language = ConversationState.from_json(read_state(session, store.vault, conversation)).language
        until = whatsapp_until(session, store.vault, case)
        knock_language = Language.ID if template and channel is Channel.WHATSAPP else language
        catalog, context = served_catalog(session, wording.catalog), wording.context()
        status = Reply(f"status_{case.state}", language, note="officer_asks")
        return QuestionPreview(
            send_at=send_at.astimezone(zone),
            send_before=send_before.astimezone(zone),
            channel=channel,
            whatsapp_until=until,
            by_template=until is not None and send_at >= until,
            knock=compose((Reply(KNOCK, knock_language),), channel, catalog, context, notice=True),
            shown=compose((status, Reply(question.answer_key, language)), channel, catalog, context),
        )
