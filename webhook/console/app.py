"""The console: for now the simulator and health, served to this machine only."""

from flask import Flask

from bot.bootstrap import Runtime
from webhook import health
from webhook.console import simulator, status
from webhook.console.errors import register_errors
from webhook.console.security import secure
from webhook.runtime import attach_runtime


def create_app(runtime: Runtime) -> Flask:
    """Build the application around a runtime."""
    app = Flask(__name__)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    attach_runtime(app, runtime)
    secure(app, runtime.settings.secret_key.get_secret_value())
    register_errors(app)
    status.attach_probe(app, runtime)
    app.context_processor(lambda: {"service": runtime.settings.service_name})
    app.register_blueprint(health.blueprint)
    app.register_blueprint(simulator.blueprint)
    app.register_blueprint(status.blueprint)
    return app
