"""From the engine's replies, which name answers, to the texts that are sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answers.catalog import Catalog
from bot.answers.filling import LANGUAGE_NAMES, Context, ReplySpec
from bot.answers.fitting import render
from bot.clock import WITA, Clock
from bot.conversation.commands import LANGUAGE_CHOICES
from bot.conversation.company import NAMED
from bot.conversation.turn import Reply
from bot.store.outbox import Content
from bot.vocabulary import Channel


@dataclass(frozen=True)
class Wording:
    """The answers and what rendering them needs. ``drafts``: whether Dawan drafts may be sent."""

    catalog: Catalog
    clock: Clock
    service_name: str
    drafts: bool = True

    def context(self) -> Context:
        """Return the rendering context of this moment; days change at midnight in NTT."""
        return Context(self.clock.now().astimezone(WITA).date(), self.service_name, self.drafts)


def compose(
    replies: Sequence[Reply], channel: Channel, catalog: Catalog, context: Context, *, notice: bool = False
) -> tuple[Content, ...]:
    """Render a turn's replies for a channel, in the order they are to be sent. ``notice``: they answer no message."""
    contents = (content for reply in replies for content in _compose_one(reply, channel, catalog, context))
    return tuple(replace(content, notice=notice) for content in contents)


def _compose_one(reply: Reply, channel: Channel, catalog: Catalog, context: Context) -> list[Content]:
    spec = ReplySpec(
        key=reply.key,
        page=reply.page,
        choices=tuple(_LANGUAGE_LABELS.get(choice, choice.removeprefix(NAMED)) for choice in reply.choices),
        values=dict(reply.values) | ({"country": reply.country} if reply.country else {}),
        brief=reply.brief,
        parts=reply.parts,
        note=reply.note,
    )
    texts = render(spec, channel, reply.language, catalog, context)
    return [Content(text.text, text.language.value, text.segments, text.choices) for text in texts]


_LANGUAGE_LABELS = dict(zip(LANGUAGE_CHOICES, LANGUAGE_NAMES.values(), strict=True))
