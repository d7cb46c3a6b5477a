"""Entry for gunicorn: ``webhook.console.wsgi:app``.

Bind it to 127.0.0.1 only, whatever the ``HOST`` setting says of the public web: from elsewhere it is reached through a
proxy on this machine, under the https address in ``CONSOLE_URL`` (see ``webhook.console.security``).
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
