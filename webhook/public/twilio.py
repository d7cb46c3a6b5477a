"""Twilio's webhooks: verify, keep, acknowledge. No understanding and no turn happens here."""

from uuid import UUID

from flask import Blueprint, Response, abort, request

from bot.messaging.door import Receipt
from bot.messaging.twilio_inbound import EMPTY_TWIML, parse_inbound
from bot.messaging.twilio_signature import SIGNATURE_HEADER, signed_url, verify
from bot.messaging.twilio_status import parse_status
from bot.services.receive_message import receive_message
from bot.services.record_status import record_status
from webhook.runtime import get_runtime

MOST_FIELDS = 200
"""Twilio's largest form, a message with ten media links, has fewer than 60."""

_FORM = "application/x-www-form-urlencoded"

blueprint = Blueprint("twilio", __name__, url_prefix="/twilio")


@blueprint.before_request
def check_signature() -> None:
    """Refuse with 403 whatever Twilio did not sign for the public URL we configured.

    What bears no signature, or has more fields than any form of Twilio's, is refused before its form is read.
    """
    signature = request.headers.get(SIGNATURE_HEADER)
    if not signature:
        abort(403)
    if request.mimetype == _FORM and request.get_data().count(b"&") >= MOST_FIELDS:
        abort(413)
    settings = get_runtime().settings
    url = signed_url(settings.public_base, request.path, request.query_string.decode("latin-1"))
    if not verify(url, request.form, signature, settings.twilio_tokens):
        abort(403)


@blueprint.post("/message")
@blueprint.post("/message/fallback")
def message() -> Response:
    """Keep a person's message; a repeated delivery is acknowledged quietly.

    The fallback route does the same: the provider calls it once, when the first did not answer in time.
    """
    runtime = get_runtime()
    receive_message(runtime.store, runtime.spool, runtime.bell, runtime.clock, parse_inbound(request.form))
    return Response(EMPTY_TWIML, mimetype="text/xml")


@blueprint.post("/status")
def status() -> Response:
    """Note how far a reply got. ``id`` is our own random id, which the callback URL carries."""
    runtime = get_runtime()
    update = parse_status(request.form)
    try:
        message_id = UUID(hex=request.args.get("id", ""))
    except ValueError:
        abort(400)
    if update.status is not None:
        receipt = Receipt(update.provider_id, update.status, update.error_code)
        record_status(runtime.store, runtime.clock, message_id, receipt)
    return Response(status=204)
