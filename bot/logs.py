"""Log lines for a machine nobody watches: time, part, message; never a number, a name or a text."""

import logging
import sys
import time

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_QUIET = {
    "huey": logging.WARNING,  # at INFO it prints every task with its arguments
    "huey.consumer": logging.INFO,
    "twilio.http_client": logging.WARNING,  # at INFO it prints phone numbers
    "urllib3": logging.ERROR,  # its warnings quote the URL, which holds a number when a message is looked up
    "urllib3.connectionpool": logging.ERROR,
    "sqlalchemy.engine": logging.WARNING,
    "alembic": logging.WARNING,
}
_QUEUE_FAULTS = ("huey.consumer.Worker", "huey.consumer.Scheduler")
_QUEUE_FAULT_SECONDS = 60


class _NowAndThen(logging.Filter):
    """Lets one line a minute through, without its traceback: a queue that is away fails many times a second."""

    def __init__(self) -> None:
        super().__init__()
        self._next = float("-inf")

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.ERROR:
            return True
        if record.exc_info and record.exc_info[0]:
            record.msg, record.args = f"{record.getMessage()} ({record.exc_info[0].__name__})", None
            record.exc_info = None
        due, now = self._next, time.monotonic()
        if now >= due:
            self._next = now + _QUEUE_FAULT_SECONDS
        return now >= due


def set_up_logs(level: int = logging.INFO) -> None:
    """Send log lines to stderr and quiet the libraries that print what they carry or too much."""
    for name in _QUEUE_FAULTS:
        logger = logging.getLogger(name)
        if not any(isinstance(known, _NowAndThen) for known in logger.filters):
            logger.addFilter(_NowAndThen())
    logging.basicConfig(level=level, stream=sys.stderr, format=_FORMAT, force=True)
    for name, quiet_level in _QUIET.items():
        logging.getLogger(name).setLevel(quiet_level)
