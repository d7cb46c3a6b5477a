"""What the simulator says about the service: who sends, who understands, who works, what waits."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from flask import Blueprint, Flask, current_app, render_template

from bot.bootstrap import Runtime
from bot.services.check_health import ALIVE_SECONDS, read_backlog, worker_silence
from bot.staff.permissions import Permission
from bot.store.outbox import OPEN_STATES
from webhook.console.access import on_this_machine
from webhook.runtime import get_runtime

_PROBE_KEEPS = 10.0  # seconds; asking the NLU server may take two, and every open page asks
_KEY = "jalan_aman_probe"

blueprint = Blueprint("status", __name__)


@dataclass(frozen=True)
class Fact:
    """One line of the state of the service. ``state``: good, bad, or unknown; said in words too."""

    name: str
    state: str
    text: str


@dataclass
class NluProbe:
    """Remembers for some seconds whether the NLU server answers; only one thread at a time asks it."""

    runtime: Runtime
    _answers: bool | None = None
    _asked_at: float = float("-inf")
    _asking: Lock = field(default_factory=Lock)

    def last(self) -> bool | None:
        """Return what is known without asking; None when nothing is."""
        return self._answers if time.monotonic() - self._asked_at < 3 * _PROBE_KEEPS else None

    def ask(self) -> bool | None:
        """Return whether the server answers. Takes up to two seconds when the last answer is old."""
        if time.monotonic() - self._asked_at < _PROBE_KEEPS or not self._asking.acquire(blocking=False):
            return self.last()
        try:
            self._answers = self.runtime.nlu_healthy()
            self._asked_at = time.monotonic()
        finally:
            self._asking.release()
        return self._answers


def attach_probe(app: Flask, runtime: Runtime) -> None:
    """Hang the NLU probe on the application."""
    app.extensions[_KEY] = NluProbe(runtime)


@blueprint.get("/status")
@on_this_machine(Permission.READ_STATUS)
def page() -> str:
    """The state of the service as a page of its own: for browsers without JavaScript."""
    return render_template("status.html", facts=read_facts(ask_nlu=True))


@blueprint.get("/simulator/status")
@on_this_machine(Permission.READ_STATUS)
def fragment() -> str:
    """The same as a piece of the start page."""
    return render_template("_status.html", facts=read_facts(ask_nlu=True))


def read_facts(*, ask_nlu: bool) -> list[Fact]:
    """Return the lines to show. Without ``ask_nlu`` the page does not wait for the NLU server."""
    runtime = get_runtime()
    probe: NluProbe = current_app.extensions[_KEY]
    return [
        _gateway(runtime),
        _nlu(probe.ask() if ask_nlu else probe.last()),
        _worker(runtime.settings.data_dir),
        _waiting(runtime),
        _readers(runtime),
    ]


def _gateway(runtime: Runtime) -> Fact:
    if runtime.settings.sends_by_twilio:
        return Fact("Pengiriman", "good", "Twilio mengirim kepada orang. Jawaban di telepon ini hanya tampil di sini.")
    return Fact("Pengiriman", "good", "recorder: balasan tidak dikirim ke mana-mana, hanya tampil di sini.")


def _nlu(answers: bool | None) -> Fact:
    name = "Model bahasa"
    if answers is None:
        return Fact(name, "unknown", "belum diperiksa.")
    if answers:
        return Fact(name, "good", "menjawab.")
    return Fact(name, "bad", "tidak menjawab. Sementara ini pesan dipahami lewat kata kunci dan menu.")


def _worker(data_dir: Path) -> Fact:
    name = "Pekerja"
    silent = worker_silence(data_dir)
    if silent is None:
        return Fact(name, "bad", "belum pernah jalan, pesan belum dijawab. Nyalakan semuanya dengan make run.")
    if silent > ALIVE_SECONDS:
        return Fact(name, "bad", f"diam sejak {_ago(silent)}, pesan belum dijawab. Lihat var/log/worker.log.")
    return Fact(name, "good", "bekerja.")


def _readers(runtime: Runtime) -> Fact:
    with runtime.store.reading() as session:
        is_open = runtime.desk.rules(session).open
    if is_open:
        return Fact("Laporan", "good", "diterima lewat LAPOR dan diteruskan kepada petugas.")
    return Fact("Laporan", "bad", "belum ada petugas yang membaca. LAPOR mengarahkan ke nomor bantuan.")


def _ago(seconds: float) -> str:
    for size, word in ((86400, "hari"), (3600, "jam"), (60, "menit")):
        if seconds >= size:
            return f"{seconds // size:.0f} {word} lalu"
    return f"{seconds:.0f} detik lalu"


def _waiting(runtime: Runtime) -> Fact:
    counts = read_backlog(runtime.store, runtime.clock)
    failed = sum(count for state, count in counts.items() if state.endswith("_failed"))
    unanswered = counts.get("inbound_received", 0)
    unsent = sum(counts.get(f"outbound_{state}", 0) for state in OPEN_STATES)
    numbers = ((unanswered, "pesan menunggu jawaban"), (unsent, "balasan menunggu dikirim"), (failed, "gagal"))
    parts = [f"{count} {what}" for count, what in numbers if count]
    if runtime.spool.waiting():
        parts.append("ada pesan di berkas cadangan")
    return Fact("Antrean", "bad" if failed else "good", (", ".join(parts) or "kosong, tidak ada yang menunggu") + ".")
