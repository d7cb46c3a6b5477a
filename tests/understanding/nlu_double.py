"""A small HTTP server on loopback that answers like an NLU server, or badly: for tests of the client."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

GOOD: dict[str, Any] = {
    "intent": {"name": "ask_cost", "confidence": 0.8},
    "intent_ranking": [
        {"name": "ask_cost", "confidence": 0.8},
        {"name": "ask_salary", "confidence": 0.1},
        {"name": "ask_duration", "confidence": 0.05},
    ],
}


class Double:
    """What the next answers are, and what was asked. ``body`` may be bytes or something for JSON."""

    def __init__(self) -> None:
        """Answer well at once."""
        self.body: Any = GOOD
        self.status = 200
        self.delay = 0.0
        self.trickle = 0.0
        self.asked: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.url = ""


@contextmanager
def nlu_double() -> Iterator[Double]:
    """Yield a running double; it stops with the block."""
    double = Double()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            double.asked.append(json.loads(self.rfile.read(length)))
            double.paths.append(self.path)
            time.sleep(double.delay)
            body = double.body if isinstance(double.body, bytes) else json.dumps(double.body).encode()
            self.send_response(double.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self._send(body)

        def _send(self, body: bytes) -> None:
            try:
                for byte in body if double.trickle else [body]:
                    self.wfile.write(bytes([byte]) if isinstance(byte, int) else byte)
                    time.sleep(double.trickle)
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    double.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield double
    finally:
        server.shutdown()
        thread.join()
        server.socket.close()
