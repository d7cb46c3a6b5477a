"""Values for tests with sensible defaults; a test states only what matters to it."""

import base64
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from bot.bootstrap import Runtime
from bot.clock import SettableClock
from bot.config import Settings, load_settings
from bot.messaging.alerts import AlertDoor
from bot.messaging.door import Attachment, Gateway, Inbound
from bot.messaging.recorder import RecorderGateway
from bot.services.bell import Bell, SilentBell
from bot.understanding.model import LanguageGuess, RankedIntent, Understander, Understanding
from bot.vocabulary import Channel, Decision, Intent, MessageLanguage
from tests.doubles.understander import ScriptedUnderstander

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
"""Midday in Kupang."""

TWILIO_TOKEN = "0123456789abcdef0123456789abcdef"
DATA_KEYS = "k1:" + base64.b64encode(b"k" * 32).decode()


def make_settings(database_url: str, data_dir: Path, **changes: object) -> Settings:
    """Settings that read no ``.env`` and no environment of the machine."""
    values: dict[str, object] = {
        "secret_key": "s" * 40,
        "data_keys": DATA_KEYS,
        "nlu_token": "n" * 20,
        "twilio_auth_token": TWILIO_TOKEN,
        "database_url": database_url,
        "data_dir": data_dir,
        "public_url": "https://aman.example",
    }
    return load_settings(_env_file=None, **(values | changes))


def make_runtime(
    settings: Settings,
    *,
    clock: SettableClock | None = None,
    bell: Bell | None = None,
    understander: Understander | None = None,
    gateway: Gateway | None = None,
    doors: dict[str, AlertDoor] | None = None,
) -> Runtime:
    """A runtime that answers by script, sends to a recorder and hears no bell."""
    sending = gateway or RecorderGateway()
    return Runtime(
        settings,
        clock=clock or SettableClock(NOON),
        given_bell=bell or SilentBell(),
        given_understander=understander or ScriptedUnderstander(),
        given_gateways={"twilio": sending, "simulator": sending, "talk": sending},
        given_doors=doors,
        nlu_data=settings.data_dir / "nlu_data",  # no test promotes a model of this machine
    )


def make_inbound(
    text: str = "berapa biaya ke Malaysia",
    *,
    provider_id: str | None = None,
    address: str = "+6281234567890",
    channel: Channel = Channel.SMS,
    attachments: tuple[Attachment, ...] = (),
    fields: dict[str, str] | None = None,
) -> Inbound:
    """A message from a person."""
    return Inbound(
        provider="twilio",
        provider_id=provider_id or f"SM{uuid4().hex}",
        channel=channel,
        address=f"whatsapp:{address}" if channel is Channel.WHATSAPP else address,
        service_address="+6281100000000",
        text=text,
        attachments=attachments,
        fields=fields or {},
    )


def understood(
    intent: Intent = Intent.ASK_COST,
    *,
    text: str = "",
    confidence: float = 0.95,
    decision: Decision = Decision.ACT,
    language: MessageLanguage = MessageLanguage.ID,
    others: tuple[Intent, ...] = (Intent.ASK_SALARY, Intent.ASK_RECRUITER_MONEY),
    **changes: object,
) -> Understanding:
    """What was understood of a message."""
    ranking = (RankedIntent(intent, confidence), *(RankedIntent(other, 0.02) for other in others))
    values: dict[str, object] = {
        "text": text,
        "language": LanguageGuess(language, 0.9),
        "ranking": ranking,
        "decision": decision,
        "source": "rasa",
    }
    return Understanding(**(values | changes))  # type: ignore[arg-type]
