"""The simulator: a phone in the browser that talks to the service by its real path.

It shows the conversations of the session's own simulated number and of no other: the number lives in the signed
session, never in an address or a form, and ``read_talk`` refuses any number a person could have.
"""

import re
import secrets
from hashlib import sha256

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from bot.errors import BadInputError
from bot.messaging.address import WHATSAPP_PREFIX
from bot.messaging.cleaning import clean
from bot.messaging.door import Inbound
from bot.messaging.simulated import FIRST_NUMBER, is_simulated, new_number
from bot.services.receive_message import receive_message
from bot.services.show_talk import show_talk
from bot.services.try_answer import stop_trying, tried_on
from bot.staff.permissions import Permission
from bot.vocabulary import Channel
from webhook.console.access import on_this_machine
from webhook.console.bubbles import Screen, show
from webhook.console.status import read_facts
from webhook.runtime import get_runtime

LONGEST = 1_600
"""Characters of one message, as by Twilio SMS."""

EXAMPLES = (
    ("Indonesia", "Berapa biaya kerja ke Malaysia?"),
    ("Indonesia", "Calo kasih uang sirih pinang ke mama. Boleh terima?"),
    ("Melayu Kupang", "Beta mo pi kerja di Malaysia, urus apa dolo?"),
    ("Dawan campur", "Syarat saa' he nao meup et Malaysia?"),
    ("Indonesia", "Paspor saya ditahan majikan, bagaimana?"),
)
"""Questions to tap, in the ways people write. The Dawan one is built from attested words."""

NUMBER = "number"
"""Where the session keeps its simulated number."""

_POSTING = re.compile(r"[0-9a-f]{32}")

blueprint = Blueprint("simulator", __name__)


@blueprint.get("/")
@on_this_machine(Permission.TRY_ANSWERS)
def start() -> str:
    """The phone, and the state of the service beside it."""
    return _page(_channel(request.args.get("kanal")))


@blueprint.get("/simulator/lines")
@on_this_machine(Permission.TRY_ANSWERS)
def lines() -> str:
    """The conversation alone, for the page's script."""
    channel = _channel(request.args.get("kanal"))
    return render_template("_lines.html", screen=_screen(channel), examples=EXAMPLES, kanal=channel)


@blueprint.post("/simulator/messages")
@on_this_machine(Permission.TRY_ANSWERS)
def send() -> Response | tuple[str, int]:
    """Take a message as if a provider had delivered it; the worker answers it."""
    channel = _channel(request.form.get("kanal"))
    text = clean(request.form.get("contoh") or request.form.get("teks", ""))
    problem = _problem(text)
    if problem:
        return _page(channel, draft=text if text.strip() else "", problem=problem), 422
    runtime = get_runtime()
    receive_message(runtime.store, runtime.spool, runtime.bell, runtime.clock, _inbound(channel, text))
    return redirect(url_for(".start", kanal=channel.value), 303)


@blueprint.post("/simulator/number")
@on_this_machine(Permission.TRY_ANSWERS)
def change_number() -> Response:
    """Begin a conversation with a fresh number, or go back to the one the example webhook writes from."""
    channel = _channel(request.form.get("kanal"))
    session[NUMBER] = FIRST_NUMBER if request.form.get("pilih") == "contoh" else new_number()
    return redirect(url_for(".start", kanal=channel.value), 303)


@blueprint.post("/simulator/percobaan-selesai")
@on_this_machine(Permission.TRY_ANSWERS)
def stop_trial() -> Response:
    """Answer this session's number like everybody again, in a fresh conversation."""
    stop_trying(get_runtime().store, _number())
    session[NUMBER] = new_number()
    return redirect(url_for(".start", kanal=_channel(request.form.get("kanal")).value), 303)


def _page(channel: Channel, draft: str = "", problem: str = "") -> str:
    return render_template(
        "simulator.html",
        kanal=channel,
        number=_number(),
        first_number=FIRST_NUMBER,
        screen=_screen(channel),
        examples=EXAMPLES,
        facts=read_facts(ask_nlu=False),
        posting=secrets.token_hex(16),
        longest=LONGEST,
        draft=draft,
        problem=problem,
        tried=tried_on(get_runtime().store, _number()),
    )


def _screen(channel: Channel) -> Screen:
    runtime = get_runtime()
    return show(show_talk(runtime.store, _address(channel)), channel, runtime.clock.now())


def _inbound(channel: Channel, text: str) -> Inbound:
    """Build the message. The same form posted twice with the same text is the same message, sent once."""
    address = _address(channel)
    posting = request.form.get("kiriman", "")
    if not _POSTING.fullmatch(posting):
        posting = secrets.token_hex(16)
    identity = sha256(f"{posting}\0{address}\0{text}".encode()).hexdigest()[:32]
    return Inbound(
        provider="simulator",
        provider_id=f"SIM{identity}",
        channel=channel,
        address=address,
        service_address="simulator",
        text=text,
    )


def _problem(text: str) -> str:
    """Return what is wrong with a text, in one line; empty when nothing is."""
    if not text.strip():
        return "Pesannya masih kosong. Tulis pertanyaan dulu, atau ketuk salah satu contoh."
    if len(text) > LONGEST:
        over = len(text) - LONGEST
        return f"Pesannya {len(text)} huruf, paling banyak {LONGEST}. Pendekkan {over} huruf; tulisan Anda masih ada."
    return ""


def _channel(value: str | None) -> Channel:
    try:
        return Channel(value or Channel.SMS)
    except ValueError:
        raise BadInputError("kanal: pilih sms atau whatsapp") from None


def _address(channel: Channel) -> str:
    return f"{WHATSAPP_PREFIX}{_number()}" if channel is Channel.WHATSAPP else _number()


def _number() -> str:
    """Return the session's number; a first visit opens with the number of the example webhook."""
    number = session.get(NUMBER)
    return number if isinstance(number, str) and is_simulated(number) else FIRST_NUMBER
