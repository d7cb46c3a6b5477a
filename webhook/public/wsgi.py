"""Entry for gunicorn: ``webhook.public.wsgi:app``."""

from bot.bootstrap import Runtime
from bot.config import load_settings
from bot.logs import set_up_logs
from bot.services.key_check import verify_keys_if_reachable
from webhook.public.app import create_app

set_up_logs()
runtime = Runtime(load_settings())
verify_keys_if_reachable(runtime.store)
app = create_app(runtime)
