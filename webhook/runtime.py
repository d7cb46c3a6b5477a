"""How views reach the service's parts: one accessor, no module globals."""

from flask import Flask, current_app

from bot.bootstrap import Runtime

_KEY = "jalan_aman"


def attach_runtime(app: Flask, runtime: Runtime) -> None:
    """Hang the runtime on the application."""
    app.extensions[_KEY] = runtime


def get_runtime() -> Runtime:
    """Return the runtime of the application that handles this request."""
    runtime: Runtime = current_app.extensions[_KEY]
    return runtime
