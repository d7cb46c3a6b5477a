"""Errors as pages in the console's own design: what happened, and what to do next."""

import logging
from collections.abc import Callable

from flask import Flask, Response, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Forbidden, HTTPException, NotFound, RequestEntityTooLarge

from bot.errors import BadInputError, ForbiddenError, NotOpenError, OffDutyError, UnavailableError
from bot.services.note_refusal import note_refused_case, note_refused_page
from bot.staff.permissions import Actor
from webhook.runtime import get_runtime

log = logging.getLogger(__name__)

_KNOWN: dict[type[HTTPException], tuple[str, str]] = {
    CSRFError: (
        "Halaman ini sudah kedaluwarsa",
        "Kiriman tidak diterima karena halaman dibuka sebelum layanan dinyalakan ulang, atau kuki ditolak. "
        "Buka lagi halaman awal, lalu kirim sekali lagi.",
    ),
    NotFound: (
        "Halaman tidak ada",
        "Alamat ini tidak ada di konsol. Mungkin salah ketik.",
    ),
    Forbidden: ("Tidak boleh dibuka", "Halaman ini tidak boleh dibuka dari sini."),
    RequestEntityTooLarge: ("Kiriman terlalu besar", "Tulis paling banyak 1.600 huruf dalam satu pesan."),
}


def register_errors(app: Flask) -> None:
    """Answer each family of errors with a page; nothing of a request is ever echoed."""
    app.register_error_handler(BadInputError, _bad_input)
    app.register_error_handler(NotOpenError, _not_open)
    app.register_error_handler(OffDutyError, _off_duty)
    app.register_error_handler(ForbiddenError, _forbidden)
    app.register_error_handler(UnavailableError, _unavailable)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _bad_input(fault: Exception) -> Response:
    return _page(400, "Permintaan tidak bisa dibaca", _(str(fault)))


def _not_open(fault: NotOpenError) -> Response:
    _note_refusal(lambda who: note_refused_case(get_runtime().store, get_runtime().clock, who, fault.code))
    return _page(404, "Kasus tidak ada, atau tidak terbuka untuk Anda", _(str(fault)))


def _off_duty(fault: Exception) -> Response:
    return _page(403, "Anda tidak bertugas sekarang", _(str(fault)))


def _forbidden(fault: Exception) -> Response:
    log.warning("refused: %s", fault)
    page = f"{request.method} {request.endpoint}"
    _note_refusal(lambda who: note_refused_page(get_runtime().store, get_runtime().clock, who, page))
    return _page(403, "Tidak boleh dibuka", "Akun Anda tidak punya hak untuk ini. Tanyakan kepada koordinator.")


def _note_refusal(note: Callable[[Actor], None]) -> None:
    """Note who was refused; where that cannot be noted, they are refused all the same."""
    who: Actor | None = g.get("actor")
    if who is None:
        return
    try:
        note(who)
    except UnavailableError:
        log.warning("a refusal was not noted: the database does not answer")


def _unavailable(fault: Exception) -> Response:
    log.warning("page not served: %s", type(fault).__name__)
    text = (
        "Database tidak menjawab, jadi percakapan tidak bisa ditampilkan sekarang. Pesan yang masuk lewat SMS dan "
        "WhatsApp tetap disimpan dan dijawab sesudahnya."
    )
    steps = (
        "Tunggu setengah menit, lalu muat ulang halaman ini.",
        "Masih sama? Jalankan .venv/bin/bot doctor di folder proyek: ia menyebut bagian yang rusak.",
        "Log ada di var/log/console.log.",
    )
    response = _page(503, "Database tidak menjawab", text, steps, known=False)
    response.headers["Retry-After"] = "30"
    return response


def _http(fault: HTTPException) -> Response:
    if fault.response is not None or (fault.code or 500) < 400:
        return make_response(fault.get_response())
    title, text = _KNOWN.get(type(fault), ("Permintaan ditolak", "Konsol tidak bisa melayani permintaan ini."))
    return _page(fault.code or 500, title, text)


def _unexpected(fault: Exception) -> Response:
    log.error("request failed: %s", type(fault).__name__)
    steps = ("Muat ulang halaman ini.", "Masih sama? Jenis kesalahannya tercatat di var/log/console.log.")
    return _page(500, "Ada yang rusak di konsol", "Kesalahan ini di pihak kami, bukan Anda.", steps, known=False)


def _page(status: int, title: str, text: str, steps: tuple[str, ...] = (), *, known: bool = True) -> Response:
    """Make the page. Who is signed in is asked of the database: not where that may be what is broken."""
    if not known:
        g._login_user = AnonymousUserMixin()  # where Flask-Login keeps it for the request
    page = render_template(
        "problem.html", status=status, title=_(title), text=_(text), steps=[_(step) for step in steps]
    )
    return make_response(page, status)
