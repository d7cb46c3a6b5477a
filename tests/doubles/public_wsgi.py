"""The public application for gunicorn in tests, with the installation's ``.env`` left out."""

from bot.config import Settings

Settings.model_config["env_file"] = None

from webhook.public.wsgi import app  # noqa: E402, F401 - read after the line above
