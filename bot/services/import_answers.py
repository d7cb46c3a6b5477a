"""Files of answers that came in by the console: laid down, looked through, and drafted once somebody said so."""

import re
import secrets
import shutil
from io import BytesIO
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile

from bot.answers.translation_files import TRANSLATED_INTO, catalog_name
from bot.clock import Clock
from bot.errors import BadInputError
from bot.services.draft_answers import Drafted, draft_answers
from bot.services.editing import Editing
from bot.staff.permissions import Actor, Permission

MOST_BYTES = 8 * 1024 * 1024
_MOST_FILES = 60
_KEPT_SECONDS = 3_600
_TOKEN = re.compile(r"[0-9a-f]{32}")
_TOPIC = re.compile(r"[a-z][a-z0-9_]{0,40}\.toml")
_CATALOGS = frozenset(catalog_name(language) for language in TRANSLATED_INTO)


def lay_down(uploads: Path, clock: Clock, name: str, content: bytes) -> str:
    """Keep an uploaded file, or those of a zip, for an hour, and return the token by which they are found.

    Raises BadInputError for anything but files of answers, telephone numbers and catalogs, by their names.
    """
    files = _unpacked(content) if name.lower().endswith(".zip") else {_named(name): content}
    wanted = {name: data for name, data in files.items() if _is_answers(name)}
    if not wanted:
        raise BadInputError("choose a .toml of answers, aoz.po, en.po, or a .zip of them")
    _forget_old(uploads, clock)
    token = secrets.token_hex(16)
    folder = uploads / token
    folder.mkdir(parents=True, mode=0o700)
    for one, data in wanted.items():
        (folder / one).write_bytes(data)
    return token


def laid_down(uploads: Path, token: str) -> list[Path]:
    """Return the files behind a token, answers before catalogs. Raises BadInputError when they are gone."""
    folder = uploads / token
    if not _TOKEN.fullmatch(token) or not folder.is_dir():
        raise BadInputError("the file is gone: choose it again")
    return sorted(folder.iterdir(), key=lambda file: (file.suffix != ".toml", file.name))


def draft_laid_down(editing: Editing, actor: Actor, uploads: Path, token: str, reason: str) -> Drafted:
    """Draft what the files change and forget them. Raises ForbiddenError, and BadInputError as ``draft_answers``."""
    actor.must(Permission.EDIT_ANSWERS)
    drafted = draft_answers(editing, laid_down(uploads, token), actor.name, reason)
    shutil.rmtree(uploads / token, ignore_errors=True)
    return drafted


def _is_answers(name: str) -> bool:
    return name in _CATALOGS or _TOPIC.fullmatch(name) is not None


def _named(name: str) -> str:
    """Return the last part of a name: what stands before it is the other machine's business."""
    return PurePosixPath(name.replace("\\", "/")).name


def _unpacked(content: bytes) -> dict[str, bytes]:
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise BadInputError("the .zip holds too much")
            return {
                _named(entry.filename): archive.read(entry) for entry in entries if _is_answers(_named(entry.filename))
            }
    except (BadZipFile, NotImplementedError, RuntimeError, OSError):
        raise BadInputError("the .zip cannot be read") from None


def _forget_old(uploads: Path, clock: Clock) -> None:
    if not uploads.is_dir():
        return
    for folder in uploads.iterdir():
        if clock.now().timestamp() - folder.stat().st_mtime > _KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
