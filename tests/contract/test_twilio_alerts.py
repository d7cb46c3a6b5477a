"""Alerts by SMS and WhatsApp against the double of Twilio's API."""

import re
from collections.abc import Iterator

import pytest

from bot.clock import SettableClock
from bot.config import PROJECT
from bot.messaging.door import DeliveryStatus, Receipt, SendError
from bot.messaging.twilio import TwilioGateway
from bot.messaging.twilio_alerts import TwilioAlertDoor
from tests.contract.alert_samples import LINK, NOW, make_alert, make_digest
from tests.doubles.twilio_api import Fault, TwilioApiDouble

OFFICER = "+6280000000077"
TEMPLATE = "HX" + "0123456789abcdef" * 2


@pytest.fixture
def twilio() -> Iterator[TwilioApiDouble]:
    """Twilio with the template that docs/alerts.md asks for."""
    page = (PROJECT / "docs" / "alerts.md").read_text(encoding="utf-8")
    body = next(line for line in page.splitlines() if re.search(r"\{\{1\}\}", line))
    with TwilioApiDouble(clock=SettableClock(NOW), templates={TEMPLATE: body}) as double:
        yield double


def door_to(double: TwilioApiDouble, content_sid: str = TEMPLATE, **changed: object) -> TwilioAlertDoor:
    settings: dict[str, object] = {
        "account_sid": double.account_sid,
        "auth_token": double.auth_token,
        "api_url": double.url,
        "sms_from": "+15005550006",
        "whatsapp_from": "+15005550007",
        "status_callback_url_for": lambda message: f"https://bot.example.org/{message}",
        "timeout": 5.0,
    }
    return TwilioAlertDoor(TwilioGateway(**{**settings, **changed}), content_sid=content_sid)  # type: ignore[arg-type]


def verdict(door: TwilioAlertDoor, to: str, notice: object = None) -> tuple[str, bool, bool]:
    with pytest.raises(SendError) as caught:
        door.send(notice or make_alert(), to)  # type: ignore[arg-type]
    assert caught.value.__context__ is None
    return caught.value.code, caught.value.retryable, caught.value.maybe_sent


def test_an_sms_is_the_whole_alert_in_a_line(twilio: TwilioApiDouble) -> None:
    receipt = door_to(twilio).send(make_alert(), OFFICER)
    assert receipt == Receipt(twilio.messages[0]["sid"], DeliveryStatus.ACCEPTED)
    text = f"[Jalan Aman] NTT-7K3QX BAHAYA SEKARANG, Kab. TTS. Terima: balas TERIMA NTT-7K3QX. Buka: {LINK}"
    assert twilio.requests[0].fields == {"To": OFFICER, "From": "+15005550006", "Body": text}


def test_whatsapp_gets_the_template_with_its_values(twilio: TwilioApiDouble) -> None:
    receipt = door_to(twilio).send(make_alert(unconfirmed=True), f"whatsapp:{OFFICER}")
    assert receipt.status is DeliveryStatus.ACCEPTED
    values = f'{{"1": "NTT-7K3QX", "2": "BAHAYA SEKARANG, belum dikonfirmasi", "3": "Kab. TTS", "4": "{LINK}"}}'
    assert twilio.requests[0].fields == {
        "To": f"whatsapp:{OFFICER}",
        "From": "whatsapp:+15005550007",
        "ContentSid": TEMPLATE,
        "ContentVariables": values,
    }
    assert twilio.messages[0]["body"] == (
        "[Jalan Aman] Kasus NTT-7K3QX: BAHAYA SEKARANG, belum dikonfirmasi. Tempat: Kab. TTS. "
        f"Buka {LINK} lalu terima, atau balas TERIMA dan kode kasusnya."
    )


def test_a_place_nobody_knows_leaves_no_empty_value(twilio: TwilioApiDouble) -> None:
    door_to(twilio).send(make_alert(regency=""), f"whatsapp:{OFFICER}")
    assert "Tempat: tempat belum diketahui." in twilio.messages[0]["body"]


def test_a_messaging_service_sends_where_no_number_is_set(twilio: TwilioApiDouble) -> None:
    door = door_to(twilio, sms_from=None, whatsapp_from=None, messaging_service_sid="MG1")
    for to in (OFFICER, f"whatsapp:{OFFICER}"):
        door.send(make_alert(), to)
    assert [request.fields["MessagingServiceSid"] for request in twilio.requests] == ["MG1", "MG1"]


def test_a_digest_goes_by_sms_and_never_on_whatsapp(twilio: TwilioApiDouble) -> None:
    assert door_to(twilio).send(make_digest(), OFFICER).status is DeliveryStatus.ACCEPTED
    assert "2 kasus menunggu" in twilio.messages[0]["body"]
    assert verdict(door_to(twilio), f"whatsapp:{OFFICER}", make_digest()) == ("no_template", False, False)


def test_without_a_template_or_a_sender_an_alert_waits(twilio: TwilioApiDouble) -> None:
    assert verdict(door_to(twilio, ""), f"whatsapp:{OFFICER}") == ("no_template", True, False)
    assert verdict(door_to(twilio, whatsapp_from=None), f"whatsapp:{OFFICER}") == ("no_sender", True, False)
    assert twilio.requests == []


@pytest.mark.parametrize("to", ["", "petugas@example.net", "mailto:a@b", "whatsapp:", "whatsapp:petugas", "112"])
def test_an_address_that_is_no_number_is_never_tried(twilio: TwilioApiDouble, to: str) -> None:
    assert verdict(door_to(twilio), to) == ("bad_address", False, False)
    assert twilio.requests == []


@pytest.mark.parametrize("to", [OFFICER, f"whatsapp:{OFFICER}"])
@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault(status=400, code=21610), ("21610", False, False)),
        (Fault(status=429, code=20429), ("20429", True, False)),
        (Fault(status=500), ("http_500", True, True)),
        (Fault(drop=True), ("broken_connection", True, True)),
        (Fault(status=201, raw=b"<html>"), ("unreadable_answer", True, True)),
    ],
)
def test_faults_mean_what_they_mean_for_replies(
    twilio: TwilioApiDouble, to: str, fault: Fault, expected: tuple[str, bool, bool]
) -> None:
    twilio.plan(fault)
    assert verdict(door_to(twilio), to) == expected


def test_a_template_that_is_not_there_waits_for_the_setting(twilio: TwilioApiDouble) -> None:
    assert verdict(door_to(twilio, "HX" + "f" * 32), f"whatsapp:{OFFICER}") == ("21655", True, False)


def test_a_template_with_other_places_does_not_fit(twilio: TwilioApiDouble) -> None:
    twilio.templates[TEMPLATE] = "Kasus {{1}} di {{5}}."
    assert verdict(door_to(twilio), f"whatsapp:{OFFICER}") == ("21656", False, False)
