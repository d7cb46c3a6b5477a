"""The internet-facing application: the providers' webhooks and health, nothing else."""

from flask import Flask

from bot.bootstrap import Runtime
from webhook import health
from webhook.errors import register_errors
from webhook.public import twilio
from webhook.runtime import attach_runtime

_LARGEST_REQUEST = 256 * 1024
"""Bytes. Twilio's largest form, 1,600 characters and ten media links, stays far below."""


def create_app(runtime: Runtime) -> Flask:
    """Build the application around a runtime."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST_REQUEST
    app.config["MAX_FORM_PARTS"] = twilio.MOST_FIELDS
    attach_runtime(app, runtime)
    register_errors(app)
    app.register_blueprint(twilio.blueprint)
    app.register_blueprint(health.blueprint)
    return app
