"""How both web processes are served. Read by gunicorn (``-c ops/gunicorn.py``); the address comes with the command.

https://gunicorn.org/reference/settings/ describes each name.
"""

import gc
from pathlib import Path

worker_class = "gthread"
workers = 2
threads = 4
timeout = 30  # seconds without a sign of life, then the worker process is replaced
graceful_timeout = 8  # seconds for requests in hand at a stop; the process manager waits 12
keepalive = 5  # seconds
# Request lines may carry addresses of people, so no access log; errors go to the process manager's log file.
accesslog = None
errorlog = "-"
loglevel = "info"
# Heartbeat files: in memory where the system has that (no disk access that could stall), else in the project.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else "var/tmp"  # noqa: S108 - files without a name, mode 600
# The control socket would lie in the home folder and let any program of this user steer the servers.
control_socket_disable = True


def post_worker_init(_worker: object) -> None:
    """Take what is loaded by now out of the search for garbage: it stays, and walking it stops a page for 0.2 s."""
    gc.collect()
    gc.freeze()
