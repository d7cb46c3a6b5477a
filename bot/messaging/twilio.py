"""Sending by Twilio, SMS and WhatsApp, and finding out whether a message in doubt went out."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from requests.exceptions import RequestException
from twilio.base import values
from twilio.base.exceptions import TwilioException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance, MessageList

from bot.messaging.address import WHATSAPP_PREFIX
from bot.messaging.door import DeliveryStatus, Outgoing, Receipt, SendError
from bot.messaging.twilio_failures import UNREADABLE, connection_failure, refusal
from bot.messaging.twilio_inbound import PROVIDER
from bot.messaging.twilio_status import delivery_status, error_code_of
from bot.vocabulary import Channel

_PAGE = 50  # messages to one person that a look-up goes through, one page of Twilio's
_SKEW = timedelta(seconds=5)  # Twilio's times are whole seconds by its own clock
_UNREADABLE_ERRORS = (ValueError, TypeError, AttributeError, KeyError)  # JSON, or a shape, nobody promised


class TwilioGateway:
    """Twilio's Messages API with one account; may be shared between threads."""

    name = PROVIDER

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        status_callback_url_for: Callable[[UUID], str],
        sms_from: str | None = None,
        whatsapp_from: str | None = None,
        messaging_service_sid: str | None = None,
        notice_content_sid: str | None = None,
        api_url: str | None = None,
        timeout: float = 10.0,
    ) -> None:
        """Prepare the client; nothing is sent yet.

        ``timeout``: seconds to connect, and again for each wait for an answer. ``api_url`` stands in for
        ``https://api.twilio.com``. ``status_callback_url_for`` gives the public URL for one of our ids.
        ``notice_content_sid``: the template whose text is the notice, for WhatsApp after its 24 hours.
        """
        _keep_addresses_out_of_logs()
        self._callback_for = status_callback_url_for
        self._service = messaging_service_sid
        self._notice = notice_content_sid
        self._from = {Channel.SMS: sms_from, Channel.WHATSAPP: _whatsapp(whatsapp_from)}
        self._messages = _message_list(account_sid, auth_token, api_url, timeout)

    def send(self, message: Outgoing) -> Receipt:
        """Hand the message to Twilio. Raises SendError, whose code is Twilio's or a short word of ours."""
        by_template = self._notice if message.notice and message.channel is Channel.WHATSAPP else None
        content = {"content_sid": by_template} if by_template else {"body": message.text}
        callback = {"status_callback": self._callback_for(message.id)}
        return self.create(message.channel, message.address, content | callback)

    def create(self, channel: Channel, address: str, content: Mapping[str, str]) -> Receipt:
        """Have Twilio make a message of ``content``, arguments of its library. Raises SendError as ``send`` does."""
        sender = self._sender(channel)
        try:
            return _receipt(self._messages.create(to=_recipient(channel, address), **content, **sender))
        except TwilioException as error:
            failure = refusal(error)
        except RequestException as error:
            failure = connection_failure(error)
        except _UNREADABLE_ERRORS:
            failure = SendError(UNREADABLE, retryable=True, maybe_sent=True)
        raise failure  # raised out here, so that no traceback drags along an error that quotes the number

    def find(self, message: Outgoing, since: datetime) -> Receipt | None:
        """Look for a message with the same text to the same person, made at Twilio after ``since`` (aware).

        The newest of one page counts. Twilio does not tell our id, and two equal texts cannot be told apart.
        The times are compared here: Twilio filters by the time of sending, which a waiting message has not.
        Raises SendError when the answer stays open.
        """
        return self.find_by(message.channel, message.address, lambda body: body == message.text, since)

    def find_by(self, channel: Channel, address: str, is_it: Callable[[str], bool], since: datetime) -> Receipt | None:
        """Look for a message to a person whose text is the one, as ``find`` does. Raises SendError."""
        try:
            page = self._messages.page(
                to=_recipient(channel, address),
                from_=self._from[channel] or values.unset,
                page_size=_PAGE,
            )
            found = [one for one in page if is_it(str(one.body)) and _is_after(one, since - _SKEW)]
            return _receipt(max(found, key=lambda one: one.date_created)) if found else None
        except TwilioException as error:
            failure = refusal(error)
        except RequestException as error:
            failure = connection_failure(error)
        except _UNREADABLE_ERRORS:
            failure = SendError(UNREADABLE, retryable=True)
        raise SendError(failure.code, retryable=True, maybe_sent=True)

    def _sender(self, channel: Channel) -> dict[str, str]:
        number = self._from[channel]
        if number:
            return {"from_": number}
        if self._service:
            return {"messaging_service_sid": self._service}
        raise SendError("no_sender", retryable=True)  # waits until the setting is there


def _message_list(account_sid: str, auth_token: str, api_url: str | None, timeout: float) -> MessageList:
    http = TwilioHttpClient(timeout=timeout)  # without max_retries: it would send again by itself
    if http.session is not None:
        http.session.trust_env = False  # no proxy, .netrc or certificates from the environment
    # The library reads TWILIO_EDGE and TWILIO_REGION from os.environ when the mapping is empty.
    environment = {"TWILIO_ACCOUNT_SID": account_sid}
    client: Client = Client(  # type: ignore[no-untyped-call]
        account_sid, auth_token, http_client=http, environment=environment
    )
    if api_url:
        client.api.base_url = api_url
    return client.api.v2010.account.messages


def _keep_addresses_out_of_logs() -> None:
    """Silence loggers that print the addresses of requests, which hold phone numbers in look-ups.

    urllib3 quotes them in warnings too. Here again, beside ``bot.logs``: the gateway is safe wherever it is used.
    """
    logging.getLogger("twilio.http_client").setLevel(logging.WARNING)
    for name in ("urllib3", "urllib3.connectionpool"):
        logging.getLogger(name).setLevel(logging.ERROR)


def _whatsapp(number: str | None) -> str | None:
    if not number or number.lower().startswith(WHATSAPP_PREFIX):
        return number or None
    return WHATSAPP_PREFIX + number


def _recipient(channel: Channel, address: str) -> str:
    return (_whatsapp(address) if channel is Channel.WHATSAPP else None) or address


def _is_after(one: MessageInstance, since: datetime) -> bool:
    return one.date_created is not None and one.date_created >= since


def _receipt(one: MessageInstance) -> Receipt:
    """Return what Twilio says of a message; it has one, so it is accepted whatever the word.

    Raises ValueError for an answer without an id: that was not Twilio's.
    """
    if not isinstance(one.sid, str):
        raise ValueError("no id in the answer")  # noqa: TRY004 - wrong content, not a wrong call
    status = delivery_status(str(one.status)) or DeliveryStatus.ACCEPTED
    failed = status is DeliveryStatus.FAILED
    return Receipt(one.sid, status, error_code_of(one.error_code) if failed else None)
