"""Settings from the environment and ``.env``, checked once at start. No key has a default in code."""

import base64
import binascii
import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import BadInputError
from bot.messaging.alert_webhook import check_webhook_url, read_secret
from bot.messaging.media import TwilioMedia
from bot.messaging.smtp_url import SmtpServer, parse_smtp_url
from bot.messaging.twilio import TwilioGateway
from bot.store.vault import DataKey

PROJECT = Path(__file__).resolve().parent.parent
RESPONSES = PROJECT / "responses"

_Port = Annotated[int, Field(ge=1, le=65535)]


def _plain_digits(value: Any) -> Any:
    # "1.000" is a thousand to whoever writes Indonesian and one to whoever reads decimals: money is not guessed at.
    if isinstance(value, str) and not (value.isascii() and value.isdecimal()):
        raise ValueError("must be a whole number of rupiah in plain digits, such as 350")
    return value


class Settings(BaseSettings):
    """Every setting; ``docs/settings.md`` explains them. Empty values count as not set."""

    model_config = SettingsConfigDict(
        env_file=PROJECT / ".env", frozen=True, extra="ignore", env_ignore_empty=True, hide_input_in_errors=True
    )

    secret_key: SecretStr = Field(min_length=32)
    data_keys: Annotated[tuple[DataKey, ...], NoDecode] = Field(repr=False)
    nlu_token: SecretStr = Field(min_length=16)

    service_name: str = Field("Jalan Aman", min_length=1, max_length=30)
    data_dir: Path = PROJECT / "var"
    database_url: str = Field("", repr=False)  # both may hold a password
    redis_url: str = Field("", repr=False)
    host: str = "127.0.0.1"
    port: _Port = 8000
    console_port: _Port = 8001
    public_url: str = ""
    nlu_url: str = "http://127.0.0.1:5005"
    dawan_drafts: bool = True
    keep_for_training: bool = True
    report_sleep_minutes: Annotated[int, Field(ge=5, le=1440)] = 60
    sms_price: Annotated[int, BeforeValidator(_plain_digits), Field(ge=1, le=100_000)] | None = None

    twilio_account_sid: str = Field("", pattern=r"^(AC[0-9a-fA-F]{32})?$")
    twilio_auth_token: SecretStr = SecretStr("")
    twilio_auth_token_secondary: SecretStr = SecretStr("")
    twilio_api_url: str = ""
    twilio_sms_from: str = Field("", pattern=r"^(\+?[0-9A-Za-z ]{3,16})?$")
    twilio_whatsapp_from: str = Field("", pattern=r"^((whatsapp:)?\+[0-9]{6,15})?$")
    twilio_messaging_service_sid: str = Field("", pattern=r"^(MG[0-9a-fA-F]{32})?$")
    twilio_alert_content_sid: str = Field("", pattern=r"^(HX[0-9a-fA-F]{32})?$")
    twilio_notice_content_sid: str = Field("", pattern=r"^(HX[0-9a-fA-F]{32})?$")

    console_url: str = Field("", pattern=r"^[!-~]{0,150}$")  # with the case behind it, a link an SMS can hold
    smtp_url: SecretStr = SecretStr("")
    alert_webhook_url: str = Field("", repr=False)  # some receivers keep a password in theirs
    alert_webhook_secret: SecretStr = Field(SecretStr(""), validate_default=True)

    @field_validator("data_keys", mode="before")
    @classmethod
    def _read_keys(cls, value: Any) -> Any:
        return _read_data_keys(value) if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _choose_driver(cls, url: str) -> str:
        for prefix in ("postgres://", "postgresql://"):
            if url.startswith(prefix):
                url = "postgresql+psycopg://" + url.removeprefix(prefix)
        if url and not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must start with sqlite:///, postgres:// or postgresql://")
        try:
            make_url(url or "sqlite://")
        except (ArgumentError, ValueError):
            raise ValueError("must look like postgresql://user:password@host:5432/name") from None
        return url

    @field_validator("public_url", "nlu_url", "twilio_api_url", "console_url")
    @classmethod
    def _plain_url(cls, url: str) -> str:
        if url and not _is_plain(url):
            raise ValueError("must look like https://example.org")
        return url.rstrip("/")

    @field_validator("redis_url")
    @classmethod
    def _redis_url(cls, url: str) -> str:
        if url and not url.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("must start with redis://, rediss:// or unix://")
        return url

    @field_validator("smtp_url")
    @classmethod
    def _smtp_url(cls, url: SecretStr) -> SecretStr:
        if url.get_secret_value():
            _accepted(parse_smtp_url, url.get_secret_value())
        return url

    @field_validator("alert_webhook_url")
    @classmethod
    def _webhook_url(cls, url: str) -> str:
        if url:
            _accepted(check_webhook_url, url)
        return url

    @field_validator("alert_webhook_secret")
    @classmethod
    def _webhook_secret(cls, secret: SecretStr, info: ValidationInfo) -> SecretStr:
        if secret.get_secret_value():
            _accepted(read_secret, secret.get_secret_value())
        elif info.data.get("alert_webhook_url"):
            raise ValueError("must be set where ALERT_WEBHOOK_URL is")
        return secret

    @property
    def database(self) -> str:
        """The database's URL: the setting, or a SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'jalan_aman.db'}"

    @property
    def public_base(self) -> str:
        """The address the provider calls and signs, without a trailing slash."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def console_base(self) -> str:
        """The address of the console in alerts, without a trailing slash; by itself it listens on this machine only."""
        return self.console_url or f"http://127.0.0.1:{self.console_port}"

    @property
    def smtp_server(self) -> SmtpServer | None:
        """The mail server alerts go through, None where there is none."""
        url = self.smtp_url.get_secret_value()
        return parse_smtp_url(url) if url else None

    @property
    def twilio_tokens(self) -> tuple[str, ...]:
        """The auth tokens that may have signed a webhook: primary, then secondary."""
        tokens = (self.twilio_auth_token.get_secret_value(), self.twilio_auth_token_secondary.get_secret_value())
        return tuple(token for token in tokens if token)

    def twilio_media(self) -> TwilioMedia:
        """Return where people's photos and files are fetched."""
        token = self.twilio_auth_token.get_secret_value()
        return TwilioMedia(account_sid=self.twilio_account_sid, auth_token=token, api_url=self.twilio_api_url or None)

    def twilio_gateway(self) -> TwilioGateway:
        """Return the way to send by Twilio."""
        return TwilioGateway(
            account_sid=self.twilio_account_sid,
            auth_token=self.twilio_auth_token.get_secret_value(),
            status_callback_url_for=lambda message_id: f"{self.public_base}/twilio/status?id={message_id.hex}",
            sms_from=self.twilio_sms_from or None,
            whatsapp_from=self.twilio_whatsapp_from or None,
            messaging_service_sid=self.twilio_messaging_service_sid or None,
            notice_content_sid=self.twilio_notice_content_sid or None,
            api_url=self.twilio_api_url or None,
        )

    def mail_server(self) -> SmtpServer:
        """Return the mail server alerts go through. Raises BadInputError where there is none."""
        if self.smtp_server is None:
            raise BadInputError("SMTP_URL is not set")
        return self.smtp_server

    @property
    def alert_ways(self) -> frozenset[str]:
        """By which alerts can leave: email, sms, whatsapp, webhook, as far as each is set up."""
        set_up = {
            "email": self.smtp_server is not None,
            "sms": self.sends_by_twilio and bool(self.twilio_sms_from or self.twilio_messaging_service_sid),
            "whatsapp": self.sends_by_twilio and bool(self.twilio_whatsapp_from and self.twilio_alert_content_sid),
            "webhook": bool(self.alert_webhook_url),
        }
        return frozenset(way for way, is_set_up in set_up.items() if is_set_up)

    @property
    def sends_by_twilio(self) -> bool:
        """Whether there are Twilio credentials; without them the recorder is the gateway."""
        return bool(self.twilio_account_sid and self.twilio_auth_token.get_secret_value())


def _accepted(read: Callable[[str], object], value: str) -> None:
    try:
        read(value)
    except BadInputError as fault:
        raise ValueError(str(fault)) from None


def _is_plain(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port_fits = parts.port != 0
    except ValueError:  # its text would quote the address
        return False
    return (
        parts.scheme in {"http", "https"} and bool(parts.hostname) and port_fits and not (parts.query or parts.fragment)
    )


def _read_data_keys(text: str) -> tuple[DataKey, ...]:
    keys = []
    for part in text.split(","):
        key_id, _, encoded = part.strip().partition(":")
        try:
            keys.append(DataKey(key_id, base64.b64decode(encoded, validate=True)))
        except (binascii.Error, BadInputError) as fault:
            raise ValueError("must be id:base64 of 32 bytes, several separated by commas, newest first") from fault
    if len({key.id for key in keys}) != len(keys):
        raise ValueError("each key needs its own id")
    return tuple(keys)


def load_settings(**overrides: Any) -> Settings:
    """Read and check the settings. Raises BadInputError with one line that names each bad setting.

    From here on the process makes files that only its owner can read.
    """
    # Database, queue and spool hold people's messages. The libraries that make them take the umask as it is, and a
    # process may be started by hand, cron or another manager than ours.
    os.umask(0o077)
    try:
        return Settings(**overrides)
    except ValidationError as fault:
        reasons = "; ".join(f"{str(error['loc'][0]).upper()}: {_reason(error)}" for error in fault.errors())
        raise BadInputError(f"bad settings: {reasons} (see docs/settings.md)") from None


def _reason(error: Any) -> str:
    if error["type"] == "missing":
        return "is not set; the first `make run` writes it to .env"
    return str(error["msg"]).removeprefix("Value error, ")
