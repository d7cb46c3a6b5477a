"""Entry for gunicorn: ``webhook.console.wsgi:app``.

Bind it to 127.0.0.1 only, whatever the ``HOST`` setting says of the public web. The console has no accounts
yet, so it serves this machine and nobody else (see ``webhook.console.security``). Until accounts with a second
factor exist, reach it from elsewhere through an SSH tunnel: ``ssh -L 8001:127.0.0.1:8001 MACHINE``.
"""

from bot.bootstrap import Runtime
from bot.config import load_settings
from bot.logs import set_up_logs
from bot.services.key_check import verify_keys_if_reachable
from webhook.console.app import create_app

set_up_logs()
runtime = Runtime(load_settings())
verify_keys_if_reachable(runtime.store)
app = create_app(runtime)
