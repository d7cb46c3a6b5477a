"""Entry for gunicorn: ``webhook.public.wsgi:app``."""

from bot.bootstrap import Runtime
from bot.config import load_settings
from bot.logs import set_up_logs
from webhook.public.app import create_app

set_up_logs()
app = create_app(Runtime(load_settings()))
