"""From what the Twilio library raises to SendError: may we send again, and may the message be out already?"""

import logging
import re
import ssl

from requests import exceptions
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

from bot.messaging.door import SendError
from bot.messaging.twilio_errors import UNKNOWN, verdict_on

UNREADABLE = "unreadable_answer"

_NUMBER = re.compile(r"[0-9]{1,6}")
_log = logging.getLogger(__name__)


def refusal(error: TwilioException) -> SendError:
    """Return what an answer other than "created" means. Codes without an entry in the table are logged."""
    code, http_status = _numbers(error)
    if code is None or http_status is None:
        return SendError(UNREADABLE, retryable=True, maybe_sent=True)
    verdict = verdict_on(code, http_status)
    if verdict is UNKNOWN:
        _log.warning("Twilio answered with code %d (HTTP %d), which has no entry", code, http_status)
    name = str(code) if code != http_status else f"http_{http_status}"
    return SendError(name, retryable=verdict.retryable, maybe_sent=verdict.maybe_sent)


def connection_failure(error: exceptions.RequestException) -> SendError:
    """Return what a failed connection means: only a connection that never stood proves nothing was sent."""
    if isinstance(error, exceptions.Timeout) and not isinstance(error, exceptions.ConnectTimeout):
        return SendError("timeout", retryable=True, maybe_sent=True)
    if _never_connected(error):
        return SendError("no_connection", retryable=True)
    return SendError("broken_connection", retryable=True, maybe_sent=True)


def _numbers(error: TwilioException) -> tuple[int | None, int | None]:
    """Return Twilio's code and the HTTP status; without a code of Twilio's, the status twice."""
    if isinstance(error, TwilioRestException | TwilioServiceException):
        return _number(error.code) or _number(error.status), _number(error.status)
    # A failed look-up: the library puts the answer into the error's second argument.
    status = next((_number(getattr(part, "status_code", None)) for part in error.args[1:]), None)
    return status, status


def _number(raw: object) -> int | None:
    return int(str(raw)) if _NUMBER.fullmatch(str(raw)) else None


def _never_connected(error: exceptions.RequestException) -> bool:
    if isinstance(error, exceptions.ConnectTimeout | exceptions.ProxyError):
        return True
    if isinstance(error, ValueError):  # an address the library could not even call
        return True
    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else None
    if isinstance(reason, NewConnectionError | ConnectTimeoutError):
        return True
    return any(isinstance(part, ssl.SSLCertVerificationError) for part in getattr(reason, "args", ()))
