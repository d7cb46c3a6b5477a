"""Write what is published as content files again: the shipped files with the revisions in them."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from bot.answers.added_topics import with_topics, without_topics
from bot.answers.answer_files import answer_files
from bot.answers.hotline_files import written_hotlines
from bot.answers.model import ADDED_TOPICS, AskedAs
from bot.answers.translation_files import TRANSLATED_INTO, catalog_name
from bot.answers.writing_answers import topics_file, with_answers
from bot.answers.writing_translations import catalog_file
from bot.errors import BadInputError
from bot.services.draft_hotlines import HOTLINES
from bot.services.editing import Editing
from bot.store.hotline_revisions import published_hotlines, with_hotlines
from bot.store.revisions import published_revisions
from bot.store.topics import added_topics, sentences_of
from bot.training.topic_sentences import SentenceState


def export_answers(editing: Editing, folder: Path) -> int:
    """Write a content folder with everything that is published, and return how many files it has.

    Withdrawals are passing and do not go along. The folder has to be new or empty: BadInputError otherwise.
    """
    if folder.exists() and any(folder.iterdir()):
        raise BadInputError(f"{folder.name} is not empty; name a new folder")
    files = published_files(editing)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return len(files)


def published_files(editing: Editing) -> dict[str, bytes]:
    """Return the files of a content folder with everything that is published, by their names in it."""
    with editing.store.reading() as session:
        renewed = with_hotlines(editing.shipped, published_hotlines(session))
        catalog = with_topics(renewed, added_topics(session)).with_revisions(published_revisions(session))
        catalog = without_topics(catalog, [answer.key for answer in catalog.answers() if not answer.short])
        topics = [
            replace(answer, sentences=_asked(session, answer.key))
            for answer in catalog.answers()
            if answer.key not in editing.shipped
        ]
    files = {
        f"answers/{path.name}": with_answers(path.read_text(encoding="utf-8"), catalog.answers()).encode()
        for path in answer_files(editing.responses / "answers")
    }
    if topics:
        name = f"answers/{ADDED_TOPICS}.toml"
        files[name] = b"\n".join(filter(None, (files.get(name), topics_file(topics).encode())))
    files |= {f"catalogs/{catalog_name(language)}": catalog_file(catalog, language) for language in TRANSLATED_INTO}
    shipped = (editing.responses / HOTLINES).read_text(encoding="utf-8")
    files[HOTLINES] = written_hotlines(shipped, catalog.hotlines).encode()
    return files


def _asked(session: Session, key: str) -> tuple[AskedAs, ...]:
    """Return the examples of a topic that a second person approved, refused ones too: elsewhere they may teach."""
    approved = (one for one in sentences_of(session, key) if one.state is not SentenceState.PROPOSED)
    return tuple(AskedAs(one.language, one.text, one.speaker) for one in approved)


def content_files(folder: Path) -> list[Path]:
    """Return the files of a content folder that can be drafted from: answers, then catalogs."""
    catalogs = (folder / "catalogs" / catalog_name(language) for language in TRANSLATED_INTO)
    return [*answer_files(folder / "answers"), *(path for path in catalogs if path.is_file())]
