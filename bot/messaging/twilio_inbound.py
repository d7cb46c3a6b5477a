"""A person's message as Twilio posts it, in our words.

Fields: https://www.twilio.com/docs/messaging/guides/webhook-request. Twilio adds parameters without notice:
unknown ones are accepted and left alone, for nothing about a person is kept that nobody asked for.
"""

import re

from bot.errors import BadInputError
from bot.messaging.address import LONGEST_ADDRESS, WHATSAPP_PREFIX, channel_of
from bot.messaging.cleaning import LONGEST_TEXT, clean, one_line
from bot.messaging.door import Attachment, Inbound
from bot.messaging.twilio_form import Form, TwilioForm, message_id

PROVIDER = "twilio"
EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
"""The answer to every webhook (``text/xml``): received, nothing to say at once."""

LENGTH_MARK = "OriginalLength"
"""Our own entry in ``Inbound.fields``: how many characters a message had that was cut at LONGEST_TEXT."""

_MOST_MEDIA = 10  # Twilio's limit for one message
_LONGEST_FIELD = 1_000
_LONGEST_URL = 2_000
_LONGEST_MEDIA_TYPE = 100
_MEDIA_URL = re.compile(r"https?://[!-~]+", re.IGNORECASE)
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*")
_UNKNOWN_MEDIA_TYPE = "application/octet-stream"

# fmt: off
_FIELDS = (
    # the message and its way
    "AccountSid", "ApiVersion", "MessagingServiceSid", "NumSegments", "SmsStatus", "MessageStatus",
    "OptOutType", "MessageType",
    # where the two numbers were issued, as far as Twilio knows
    "FromCity", "FromState", "FromZip", "FromCountry", "ToCity", "ToState", "ToZip", "ToCountry",
    # WhatsApp: who writes; the ids and names of people who hide their number
    "ProfileName", "WaId", "ExternalUserId", "ParentExternalUserId", "ProfileUsername", "Username",
    "ChannelMetadata",
    # WhatsApp: forwarding, replies, buttons and lists
    "Forwarded", "FrequentlyForwarded", "OriginalRepliedMessageSender", "OriginalRepliedMessageSid",
    "ButtonText", "ButtonPayload", "ButtonType", "ListId", "ListTitle", "ListDescription",
    "InteractiveData", "FlowData",
    # WhatsApp: a shared place
    "Latitude", "Longitude", "Address", "Label",
    # WhatsApp: the advertisement or post somebody came from
    "ReferralBody", "ReferralHeadline", "ReferralSourceId", "ReferralSourceType", "ReferralSourceUrl",
    "ReferralMediaId", "ReferralMediaContentType", "ReferralMediaUrl", "ReferralNumMedia",
    "ReferralCtwaClid",
)
# fmt: on


def parse_inbound(form: Form) -> Inbound:
    """Read a message webhook. Raises BadInputError naming the field to correct, never its value.

    Of a duplicated parameter the first value that is not blank counts. An empty message is a message: a
    photo, a voice note or a place often comes without words.
    """
    values = TwilioForm(form)
    provider_id = message_id(values)
    address = _sender(values)
    text = clean(_words(values))
    return Inbound(
        provider=PROVIDER,
        provider_id=provider_id,
        channel=channel_of(address),
        address=address,
        service_address=_address(values, "To"),
        text=text[:LONGEST_TEXT],
        attachments=_attachments(values),
        fields=_other_fields(values) | _length_mark(text),
    )


def _sender(values: TwilioForm) -> str:
    hidden = values.first("From").strip().lower() in ("", WHATSAPP_PREFIX)
    user_id = values.first("ExternalUserId").strip()
    if hidden and user_id and values.first("To").strip().lower().startswith(WHATSAPP_PREFIX):
        return _checked_address(WHATSAPP_PREFIX + user_id, "ExternalUserId")
    return _address(values, "From")


def _address(values: TwilioForm, name: str) -> str:
    return _checked_address(values.first(name).strip(), name)


def _checked_address(address: str, name: str) -> str:
    if address.lower() in ("", WHATSAPP_PREFIX):
        raise BadInputError(f"{name}: missing; send a phone number or a whatsapp: address")
    if len(address) > LONGEST_ADDRESS or not address.isprintable():
        raise BadInputError(f"{name}: must be one line of at most {LONGEST_ADDRESS} characters")
    try:
        channel_of(address)
    except BadInputError:
        raise BadInputError(f"{name}: only SMS and WhatsApp addresses are supported") from None
    return address


def _words(values: TwilioForm) -> str:
    """Return what the person wrote, else the label of the button or list row the person tapped."""
    return values.first("Body", "ButtonText", "ListTitle")


def _attachments(values: TwilioForm) -> tuple[Attachment, ...]:
    """Collect the media by their addresses; the announced number is no more than a claim."""
    numbered = ((n, values.first(f"MediaUrl{n}").strip()) for n in range(_MOST_MEDIA))
    return tuple(
        Attachment(url, _media_type(values.first(f"MediaContentType{n}")))
        for n, url in numbered
        if len(url) <= _LONGEST_URL and _MEDIA_URL.fullmatch(url)
    )


def _media_type(raw: str) -> str:
    bare = raw.partition(";")[0].strip().lower()
    return bare if len(bare) <= _LONGEST_MEDIA_TYPE and _MEDIA_TYPE.fullmatch(bare) else _UNKNOWN_MEDIA_TYPE


def _other_fields(values: TwilioForm) -> dict[str, str]:
    found = {name: one_line(values.first(name), _LONGEST_FIELD) for name in _FIELDS}
    announced = values.first("NumMedia").strip()
    if announced in map(str, range(1, _MOST_MEDIA + 1)):
        found["NumMedia"] = announced
    return {name: value for name, value in found.items() if value}


def _length_mark(text: str) -> dict[str, str]:
    return {LENGTH_MARK: str(len(text))} if len(text) > LONGEST_TEXT else {}
