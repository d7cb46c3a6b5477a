"""What Twilio's error codes mean for a message of ours. The one place that knows their numbers."""

from dataclasses import dataclass

HTTP_TOO_MANY = 429
HTTP_SERVER_FAULT = 500
HTTP_UNAVAILABLE = 503


@dataclass(frozen=True)
class Verdict:
    """Whether sending again later may work, why, and whether the message may be out all the same."""

    retryable: bool
    reason: str
    maybe_sent: bool = False


def _person(reason: str) -> Verdict:
    return Verdict(retryable=False, reason=reason)


def _set_up(reason: str) -> Verdict:
    # Nothing is wrong with the message. It goes out once somebody has mended the settings or the account.
    return Verdict(retryable=True, reason=f"our set-up: {reason}")


def _passing(reason: str) -> Verdict:
    return Verdict(retryable=True, reason=reason)


ERRORS = {
    20003: _set_up("account or token not accepted"),
    20005: _set_up("account not active"),
    20404: _set_up("no such account at this address"),
    20429: _passing("too many requests"),
    20500: Verdict(retryable=True, reason="fault at Twilio", maybe_sent=True),
    21211: _person("not a valid number"),
    21212: _set_up("the sender's number is not valid"),
    21265: _person("a short code cannot be written to"),
    21408: _set_up("this country is not allowed in the account's messaging permissions"),
    21601: _set_up("the sender's number cannot send SMS"),
    21602: _person("the message is empty"),
    21603: _set_up("no sender given"),
    21604: _person("no recipient given"),
    21606: _set_up("the sender's number does not belong to the account"),
    21608: _person("a trial account writes to verified numbers only"),
    21609: _set_up("the status callback address is not valid"),
    21610: _person("the person opted out at Twilio"),
    21611: _passing("the sender's queue is full"),
    21612: _person("no way from this sender to this number"),
    21614: _person("not a mobile number"),
    21617: _person("longer than 1,600 characters"),
    21619: _person("the message is empty"),
    21655: _set_up("no such content template"),
    21656: _person("the content template does not fit"),
    21703: _set_up("the messaging service has no sender"),
    21705: _set_up("the messaging service is not valid"),
    30001: _passing("queue overflow"),
    30002: _set_up("account suspended"),
    30003: _passing("the phone is off or out of reach"),
    30004: _person("the phone or its network blocks the message"),
    30005: _person("unknown or no longer used number"),
    30006: _person("a landline, or a network that cannot be reached"),
    30007: _person("filtered as unwanted by the network"),
    30008: _passing("unknown fault in the network"),
    30022: _passing("too many messages from this sender"),
    30410: _passing("the network did not answer in time"),
    63003: _person("no such WhatsApp recipient"),
    63005: _person("WhatsApp does not accept the content"),
    63007: _set_up("the WhatsApp sender does not belong to the account"),
    63013: _person("against WhatsApp's policy"),
    63015: _person("the person has not joined the WhatsApp sandbox"),
    63016: _person("outside WhatsApp's 24 hours, and not a template"),
    63018: _passing("too many messages on WhatsApp"),
    63024: _person("no such WhatsApp recipient"),
    63038: _passing("the account's daily limit is reached"),
}
"""By https://www.twilio.com/docs/api/errors, also for the codes that only status callbacks carry (30xxx)."""

UNKNOWN = _passing("a code we do not know, treated as passing")


def verdict_on(code: int, http_status: int) -> Verdict:
    """Return what an error means: by Twilio's code, else by the HTTP status (``code`` repeats it then).

    A fault on Twilio's side leaves open whether the message was taken, except 503, by which Twilio declines.
    """
    if code in ERRORS:
        return ERRORS[code]
    if http_status == HTTP_TOO_MANY:
        return _passing("too many requests")
    if http_status == HTTP_UNAVAILABLE:
        return _passing("Twilio is not available")
    if http_status >= HTTP_SERVER_FAULT:
        return Verdict(retryable=True, reason="fault at Twilio", maybe_sent=True)
    return UNKNOWN
