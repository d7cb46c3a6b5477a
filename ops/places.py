"""Where things lie in the project folder, and how the set-up speaks to the person in front of it."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class SetUpError(Exception):
    """The set-up or the start cannot go on; the text says what is missing and what to do about it."""


def say(text: str) -> None:
    """Print one line of progress at once, also into a pipe."""
    print(text, flush=True)


def private_folder(root: Path, *parts: str) -> Path:
    """Make ``root/var`` and the folder below it, readable by their owner only, and return the folder."""
    folder = root / "var"
    folder.mkdir(mode=0o700, exist_ok=True)
    for part in parts:
        folder /= part
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder
