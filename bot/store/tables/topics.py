"""Topics that admins added, and how people ask for them. Both are written for the public: nothing is sealed."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base, arrival_number


class AddedTopic(Base, kw_only=True):
    """A topic with an answer of its own; its texts are revisions (``answer_revisions``) under the same key.

    ``label``: its title until a text is published. ``next``: the keys of what people ask next.
    """

    __tablename__ = "added_topics"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    label: Mapped[str] = mapped_column(Text)
    next: Mapped[list[Any]] = mapped_column(JSON)
    created_by: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]


class TopicSentence(Base, kw_only=True):
    """An example of how people ask for an added topic, as an admin wrote it. ``state``: a SentenceState.

    ``speaker``: who wrote a Dawan one. ``changed_at``: when its state changed last. ``note``: why it was refused.
    """

    __tablename__ = "topic_sentences"

    seq: Mapped[int] = arrival_number()
    id: Mapped[UUID] = mapped_column(unique=True, default_factory=uuid4)
    key: Mapped[str] = mapped_column(String(40), index=True)
    language: Mapped[str] = mapped_column(String(5))
    text: Mapped[str] = mapped_column(Text)
    speaker: Mapped[str] = mapped_column(String(80), default="")
    state: Mapped[str] = mapped_column(String(10))
    author: Mapped[str] = mapped_column(String(80))
    added_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    approved_by: Mapped[str] = mapped_column(String(80), default="")
    note: Mapped[str] = mapped_column(String(120), default="")
