"""The console's WSGI app for tests: the installation's ``.env`` is left out."""

from bot.config import Settings

Settings.model_config["env_file"] = None

from webhook.console.wsgi import app  # noqa: E402 - the settings are read at this import

__all__ = ["app"]
