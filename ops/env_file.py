"""Read ``.env`` and write it on the first start. Standard library only.

No key has a default in code: each installation gets its own, once. A file that exists is never replaced; only
keys that are missing from it (and from the environment) are added at its end.
"""

import base64
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from ops.places import SetUpError, say

_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$")
_HEAD = """\
# Settings of this installation, made on its first start. Keep a copy of DATA_KEYS in a safe place: without
# it nobody can read the stored messages. What each setting means: docs/settings.md.
"""
_COMMENTS = {
    "SECRET_KEY": "Signs the console's cookie and the queue's tasks.",
    "DATA_KEYS": "Encrypts stored messages and addresses: id:key, newest first. Never remove one that was used.",
    "NLU_TOKEN": "Password between the service and its NLU server.",
    "TWILIO_AUTH_TOKEN": "A made-up token, for test webhooks only. Replace it by your Twilio account's auth token.",
}
_DATABASES = ("*.db", "*.sqlite", "*.sqlite3")


def read_env_file(path: Path) -> dict[str, str]:
    """Return the settings in ``path``, as python-dotenv reads plain ones; an absent file has none."""
    if not path.exists():
        return {}
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        match = _LINE.match(line)
        if match:
            found[match[1]] = _unquoted(match[2])
    return found


def settings(root: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """Return all settings that are not empty: those of ``.env``, overridden by the environment."""
    both = {**read_env_file(root / ".env"), **{name: value for name, value in environ.items() if value}}
    return {name: value for name, value in both.items() if value}


def ensure_env_file(root: Path, environ: Mapping[str, str]) -> list[str]:
    """Write ``.env`` or add the keys it lacks; return the names of the keys that were generated."""
    path = root / ".env"
    present = settings(root, environ)
    missing = [name for name in _COMMENTS if name not in present]
    if "DATA_KEYS" in missing:
        _refuse_to_lock_out(Path(present.get("DATA_DIR", root / "var")))
    lines = "".join(f"# {_COMMENTS[name]}\n{name}={_generate(name)}\n" for name in missing)
    if not path.exists():
        _create(path, _HEAD + lines)
        say("Wrote .env with keys of this installation's own")
    elif missing:
        _append(path, lines)
        say(f"Added to .env: {', '.join(missing)}")
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
        say("Made .env readable by its owner only")
    return missing


def _generate(name: str) -> str:
    if name == "DATA_KEYS":
        return "k1:" + base64.b64encode(secrets.token_bytes(32)).decode()
    if name == "TWILIO_AUTH_TOKEN":
        return secrets.token_hex(16)  # the form of a real one
    return secrets.token_urlsafe(48)


def _refuse_to_lock_out(data: Path) -> None:
    """Never put a new data key over a database that an older key encrypted."""
    for pattern in _DATABASES:
        for database in data.glob(pattern):
            raise SetUpError(
                f"DATA_KEYS is missing, but {data.name}/{database.name} exists and a key encrypted it. Put the "
                "DATA_KEYS line back into .env from your copy; or, to begin anew without the old data, move the "
                f"folder {data.name} away."
            )


def _create(path: Path, text: str) -> None:
    """Make the file in one step: it is there whole and private, or not at all; an existing one stays."""
    draft = path.with_name(f".env.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    finally:
        draft.unlink()


def _append(path: Path, text: str) -> None:
    before = path.read_bytes()
    separator = "\n" if before and not before.endswith(b"\n") else ""
    with path.open("a", encoding="utf-8") as file:
        file.write(separator + text)
        file.flush()
        os.fsync(file.fileno())


def _unquoted(value: str) -> str:
    for quote in ("'", '"'):
        end = value.find(quote, 1)
        if value.startswith(quote) and end > 0:
            return value[1:end]
    return re.split(r"\s+#", value, maxsplit=1)[0]
