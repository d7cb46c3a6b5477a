"""Whether a request comes from Twilio: its signature over the address we gave it and the posted form."""

from collections.abc import Sequence

from twilio.request_validator import RequestValidator

from bot.messaging.twilio_form import Form, TwilioForm

SIGNATURE_HEADER = "X-Twilio-Signature"


def signed_url(public_url: str, path: str, query: str = "") -> str:
    """Return the address Twilio signed: the configured ``public_url`` with the request's path and query.

    Never built from the Host header: whoever sends a request chooses that. ``path`` starts with "/" and, like
    ``query`` (without "?"), stands as it came over the wire, undecoded.
    """
    return public_url.rstrip("/") + path + (f"?{query}" if query else "")


def verify(url: str, form: Form, signature: str | None, tokens: Sequence[str]) -> bool:
    """Tell whether ``signature`` is Twilio's for ``url`` and ``form`` under one of the auth ``tokens``.

    ``tokens`` holds the primary and, while tokens are rotated, the secondary one. Blank tokens are passed
    over: anybody can sign with an empty key. ``form`` must hold every parameter, blank and unknown ones too.
    """
    if not signature:
        return False
    values = TwilioForm(form)
    return any(_signed_with(token, url, values, signature) for token in tokens if token.strip())


def _signed_with(token: str, url: str, values: TwilioForm, signature: str) -> bool:
    try:
        validator = RequestValidator(token)  # type: ignore[no-untyped-call]
        return bool(validator.validate(url, values, signature))  # type: ignore[no-untyped-call]
    except ValueError:  # a lone surrogate or an impossible port: nothing Twilio could have signed
        return False
