"""Settings: a bad value gives one clear line that names the setting and never shows the value."""

import base64
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.config import Settings, load_settings
from bot.errors import BadInputError
from bot.store.engine import make_engine
from bot.store.schema import upgrade

KEY = base64.b64encode(b"k" * 32).decode()
GOOD = {"SECRET_KEY": "s" * 40, "DATA_KEYS": f"k1:{KEY}", "NLU_TOKEN": "n" * 20}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """An environment that holds the keys and nothing else of ours."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def load() -> Settings:
    return load_settings(_env_file=None)


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("value", [None, ""])
def test_no_key_has_a_default(environment: pytest.MonkeyPatch, name: str, value: str | None) -> None:
    if value is None:
        environment.delenv(name)
    else:
        environment.setenv(name, value)
    with pytest.raises(BadInputError) as fault:
        load()
    assert str(fault.value).startswith(f"bad settings: {name}: is not set")


def test_no_field_with_a_secret_has_a_value_of_its_own() -> None:
    secrets = [field for field in Settings.model_fields.values() if field.annotation is SecretStr]
    assert secrets
    assert all(field.is_required() or not field.default.get_secret_value() for field in secrets)
    assert Settings.model_fields["data_keys"].is_required()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "rahasia"),
        ("NLU_TOKEN", "rahasia"),
        ("DATA_KEYS", "rahasia"),
        ("DATA_KEYS", "k1:rahasia"),
        ("DATA_KEYS", f"k1:{KEY},rahasia"),
        ("DATA_KEYS", f"k1:{KEY},k1:{KEY}"),
        ("DATA_KEYS", f":{KEY}"),
        ("DATA_KEYS", "k1:" + base64.b64encode(b"rahasia").decode()),
        ("DATA_KEYS", f"{'k' * 40}:{KEY}"),
        ("DATABASE_URL", "mysql://rahasia@host/db"),
        ("DATABASE_URL", "/rahasia.db"),
        ("DATABASE_URL", "sqlite://rahasia"),
        ("DATABASE_URL", "postgres://bot:rahasia@host:port/db"),
        ("REDIS_URL", "http://rahasia"),
        ("PUBLIC_URL", "rahasia.example"),
        ("PUBLIC_URL", "ftp://rahasia.example"),
        ("PUBLIC_URL", "https://"),
        ("PUBLIC_URL", "https://host.example/?rahasia=1"),
        ("PUBLIC_URL", "https://host.example:rahasia"),
        ("PUBLIC_URL", "https://[rahasia"),
        ("NLU_URL", "rahasia"),
        ("TWILIO_API_URL", "rahasia"),
        ("PORT", "rahasia"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("CONSOLE_PORT", "-1"),
        ("SERVICE_NAME", "r" * 31),
        ("TWILIO_ACCOUNT_SID", "rahasia"),
        ("TWILIO_MESSAGING_SERVICE_SID", "rahasia"),
        ("TWILIO_ALERT_CONTENT_SID", "rahasia"),
        ("TWILIO_ALERT_CONTENT_SID", "HX" + "0" * 31),
        ("CONSOLE_URL", "rahasia.example"),
        ("CONSOLE_URL", "https://konsol rahasia.example"),
        ("CONSOLE_URL", "https://rahasia.example/" + "r" * 150),
        ("SMTP_URL", "rahasia"),
        ("SMTP_URL", "http://user:rahasia@mail.example"),
        ("SMTP_URL", "smtp://user:rahasia@mail.example"),
        ("SMTP_URL", "smtp://user:ra#hasia@mail.example:587?from=rahasia@example.org"),
        ("SMTP_URL", "smtp://user:rahasia@mail.example:rahasia?from=a@example.org"),
        ("SMTP_URL", "smtp://user:rahasia@mail.example?from=a@example.org%0d%0aBcc:b@example.org"),
        ("SMTP_URL", "smtp://:rahasia@mail.example?from=a@example.org"),
        ("ALERT_WEBHOOK_URL", "rahasia"),
        ("ALERT_WEBHOOK_URL", "http://rahasia.example/alerts"),
        ("ALERT_WEBHOOK_URL", "https://user:rahasia@hook.example/alerts"),
        ("ALERT_WEBHOOK_SECRET", "rahasia"),
        ("ALERT_WEBHOOK_SECRET", "whsec_rahasia-rahasia-rahasia-rahasia"),
        ("ALERT_WEBHOOK_SECRET", "whsec_" + base64.b64encode(b"rahasia" * 3).decode()),
        ("TWILIO_SMS_FROM", "rahasia rahasia rahasia"),
        ("TWILIO_WHATSAPP_FROM", "rahasia"),
        ("DAWAN_DRAFTS", "rahasia"),
        ("KEEP_FOR_TRAINING", "rahasia"),
        ("SMS_PRICE", "Rp rahasia"),
        ("SMS_PRICE", "0"),
        ("SMS_PRICE", "-350"),
        ("SMS_PRICE", "350.5"),
        ("SMS_PRICE", "1.000"),
        ("SMS_PRICE", "1_000"),
        ("SMS_PRICE", "100001"),
    ],
)
def test_a_bad_value_gives_one_line_that_names_the_setting(
    environment: pytest.MonkeyPatch, name: str, value: str
) -> None:
    environment.setenv(name, value)
    with pytest.raises(BadInputError) as fault:
        load()
    line = str(fault.value)
    assert line.startswith(f"bad settings: {name}: ")
    assert "\n" not in line
    assert "rahasia" not in line
    assert "rahasia" not in repr(fault.value.__cause__)


def test_every_bad_setting_is_named_at_once(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PORT", "x")
    environment.setenv("PUBLIC_URL", "y")
    environment.delenv("SECRET_KEY")
    with pytest.raises(BadInputError) as fault:
        load()
    assert all(f"{name}: " in str(fault.value) for name in ("PORT", "PUBLIC_URL", "SECRET_KEY"))


@pytest.mark.parametrize(
    ("url", "used"),
    [
        ("postgres://bot:pw@db.example:5433/aman", "postgresql+psycopg://bot:pw@db.example:5433/aman"),
        ("postgresql://bot@db/aman?sslmode=require", "postgresql+psycopg://bot@db/aman?sslmode=require"),
        ("postgresql+psycopg://bot@db/aman", "postgresql+psycopg://bot@db/aman"),
        ("sqlite:////srv/aman.db", "sqlite:////srv/aman.db"),
    ],
)
def test_we_choose_the_driver(environment: pytest.MonkeyPatch, url: str, used: str) -> None:
    environment.setenv("DATABASE_URL", url)
    assert load().database == used


def test_without_a_database_url_it_is_a_file_in_the_data_folder(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    environment.setenv("DATA_DIR", str(tmp_path))
    environment.setenv("DATABASE_URL", "")
    assert load().database == f"sqlite:///{tmp_path}/jalan_aman.db"


def test_the_defaults_listen_on_loopback_only(environment: pytest.MonkeyPatch) -> None:
    settings = load()
    assert settings.host == "127.0.0.1"
    assert (settings.port, settings.console_port) == (8000, 8001)
    assert settings.public_base == "http://127.0.0.1:8000"
    assert settings.service_name == "Jalan Aman"
    assert not settings.sends_by_twilio


def test_a_public_address_loses_its_last_slash(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PUBLIC_URL", "https://aman.example/bot/")
    assert load().public_base == "https://aman.example/bot"


def test_keys_are_read_newest_first_with_spaces_around(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("DATA_KEYS", f" new:{KEY} , old:{base64.b64encode(b'o' * 32).decode()} ")
    assert [key.id for key in load().data_keys] == ["new", "old"]


def test_tokens_are_primary_then_secondary(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("TWILIO_AUTH_TOKEN_SECONDARY", "two")
    assert load().twilio_tokens == ("two",)
    environment.setenv("TWILIO_AUTH_TOKEN", "one")
    assert load().twilio_tokens == ("one", "two")


def test_settings_do_not_change_and_do_not_show_secrets(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("TWILIO_AUTH_TOKEN", "rahasia-token")
    settings = load()
    with pytest.raises(ValueError, match="frozen"):
        settings.port = 1  # type: ignore[misc]
    for shown in (repr(settings), str(settings), settings.model_dump_json(exclude={"data_keys"})):
        assert "rahasia-token" not in shown
        assert "s" * 40 not in shown
        assert KEY not in shown


def test_a_webhook_address_needs_a_secret(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("ALERT_WEBHOOK_URL", "https://hook.example/alerts")
    with pytest.raises(BadInputError, match=r"^bad settings: ALERT_WEBHOOK_SECRET: must be set where"):
        load()
    environment.setenv("ALERT_WEBHOOK_SECRET", "r" * 24)
    assert load().alert_webhook_url == "https://hook.example/alerts"


def test_passwords_of_alerts_are_not_shown(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SMTP_URL", "smtp://bot:rahasia@mail.example:2525?from=jalan.aman@example.org")
    environment.setenv("ALERT_WEBHOOK_URL", "https://hook.example/rahasia")
    environment.setenv("ALERT_WEBHOOK_SECRET", "rahasia" * 4)
    settings = load()
    assert settings.smtp_server is not None
    assert (settings.smtp_server.port, settings.smtp_server.password) == (2525, "rahasia")
    assert "rahasia" not in repr(settings) + repr(settings.smtp_server)


def test_alerts_point_to_the_console_on_this_machine_or_where_we_say(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("CONSOLE_PORT", "9001")
    assert load().console_base == "http://127.0.0.1:9001"
    assert load().smtp_server is None
    environment.setenv("CONSOLE_URL", "https://konsol.example/")
    assert load().console_base == "https://konsol.example"


@pytest.mark.parametrize(("value", "price"), [("", None), ("1", 1), ("350", 350), ("100000", 100_000)])
def test_the_price_of_an_sms_is_whole_rupiah_or_unknown(
    environment: pytest.MonkeyPatch, value: str, price: int | None
) -> None:
    environment.setenv("SMS_PRICE", value)
    assert load().sms_price == price


def test_a_database_password_is_not_shown(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("DATABASE_URL", "postgres://bot:rahasia@db/aman")
    environment.setenv("REDIS_URL", "redis://:rahasia@redis/0")
    assert "rahasia" not in repr(load())


def test_an_env_file_is_read_and_the_environment_wins(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("PORT=9000\nCONSOLE_PORT=9001\nUNKNOWN_THING=1\n")
    environment.setenv("PORT", "9500")
    settings = load_settings(_env_file=file)
    assert (settings.port, settings.console_port) == (9500, 9001)


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_explained(name: str) -> None:
    explained = (Path(__file__).parent.parent / "docs" / "settings.md").read_text()
    assert f"`{name.upper()}`" in explained


@pytest.fixture
def open_umask() -> Iterator[None]:
    """A process started by somebody whose files everybody may read."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_only_the_owner_can_read_the_database(
    open_umask: None, environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    environment.setenv("DATA_DIR", str(tmp_path / "var"))
    engine = make_engine(load().database)
    upgrade(engine)
    engine.dispose()
    made = [path for path in (tmp_path / "var").rglob("*") if path.is_file()]
    assert made
    assert {path.stat().st_mode & 0o777 for path in made} == {0o600}
