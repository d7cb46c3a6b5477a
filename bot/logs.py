"""Log lines for a machine nobody watches: time, part, message; never a number, a name or a text."""

import logging
import sys

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_QUIET = {
    "huey": logging.WARNING,  # at INFO it prints every task with its arguments
    "huey.consumer": logging.INFO,
    "twilio.http_client": logging.WARNING,  # at INFO it prints phone numbers
    "urllib3": logging.WARNING,
    "sqlalchemy.engine": logging.WARNING,
    "alembic": logging.WARNING,
}


def set_up_logs(level: int = logging.INFO) -> None:
    """Send log lines to stderr and quiet the libraries that print what they carry."""
    logging.basicConfig(level=level, stream=sys.stderr, format=_FORMAT, force=True)
    for name, quiet_level in _QUIET.items():
        logging.getLogger(name).setLevel(quiet_level)
