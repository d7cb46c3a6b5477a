"""Commands about the officers who get alerts."""

import getpass
from typing import Annotated
from uuid import uuid4

import typer

from bot.bootstrap import Runtime
from bot.config import load_settings
from bot.errors import BadInputError
from bot.reports.cases import PassTo
from bot.reports.regencies import regencies
from bot.reports.routing import Officer, OfficerRole
from bot.services.staff_accounts import INVITED_FOR_HOURS, Invited, NewAccount, invite_again_by_operator
from bot.services.staff_accounts import invite as invite_account
from bot.services.staff_officers import phone_of, rename_officer, set_up_officer, switch_officer
from bot.staff.permissions import StaffRole
from bot.store.officers import Reachable, all_officers
from bot.store.schema import upgrade

app = typer.Typer(no_args_is_help=True)

By = Annotated[str, typer.Option("--by", default_factory=getpass.getuser, help="who does it; shown in the history")]
_REGENCY_HELP = f"empty: the whole province; else one of: {', '.join(regencies())}"
Name = Annotated[str, typer.Argument(help="the officer's name")]


@app.callback()
def staff() -> None:
    """Set up who is told of reports, and in which order."""


@app.command("add")
def add(
    name: Name,
    by: By,
    email: Annotated[str, typer.Option(help="where alerts go")] = "",
    phone: Annotated[str, typer.Option(help="where alerts go by SMS, and TERIMA comes from")] = "",
    whatsapp: Annotated[bool, typer.Option("--whatsapp", help="the phone has WhatsApp too")] = False,
    role: Annotated[OfficerRole, typer.Option(help="duty, coordinator or deputy")] = OfficerRole.DUTY,
    institution: Annotated[PassTo, typer.Option(help="where the officer works")] = PassTo.COORDINATOR,
    regency: Annotated[str, typer.Option(help=_REGENCY_HELP)] = "",
    order: Annotated[int, typer.Option(min=1, help="1 is told first")] = 1,
    account: Annotated[bool, typer.Option(help="also make an account of the console for the e-mail address")] = True,
) -> None:
    """Set up an officer. LAPOR takes reports once a coordinator is set up and alerts can leave by e-mail or phone.

    The officer's account of the console is made too: the link that is printed is shown once and is good for 72 hours.
    """
    officer = Officer(uuid4(), name, role, institution, regency, order)
    runtime = _runtime()
    set_up_officer(runtime.store, runtime.clock, Reachable(officer, email or None, phone_of(phone), whatsapp), by)
    typer.echo(f"{name} is set up; {who_reads(runtime)}")
    if account and email:
        kind = StaffRole.OFFICER if role is OfficerRole.DUTY else StaffRole.COORDINATOR
        new = NewAccount(email, name, kind, officer=" ".join(name.split()))
        try:
            _show_link(runtime, invite_account(runtime.store, runtime.clock, new, None, by=by))
        except BadInputError as fault:  # the officer is set up all the same
            typer.echo(f"no account of the console was made: {fault}")


@app.command("invite")
def invite(
    email: Annotated[str, typer.Argument(help="by which they sign in")],
    name: Annotated[str, typer.Argument(help="as it is shown")],
    role: Annotated[StaffRole, typer.Option(help="what they may do: docs/console.md")],
    by: By,
    language: Annotated[str, typer.Option(help="id, aoz or en, for a reviewer")] = "",
    officer: Annotated[str, typer.Option(help="as in `bot staff list`, for officer and coordinator")] = "",
) -> None:
    """Make an account of the console and print the link by which its owner chooses a password."""
    runtime = _runtime()
    new = NewAccount(email, name, role, language, officer)
    _show_link(runtime, invite_account(runtime.store, runtime.clock, new, None, by=by))


@app.command("invite-again")
def invite_again(email: Annotated[str, typer.Argument(help="by which they sign in")], by: By) -> None:
    """Print a new link for an account: password and second factor are set anew, every session ends."""
    runtime = _runtime()
    _show_link(runtime, invite_again_by_operator(runtime.store, runtime.clock, email, by))


@app.command("off")
def off(name: Name, by: By) -> None:
    """Send an officer no more alerts; the cases they have are for whoever takes them."""
    runtime = _runtime()
    switch_officer(runtime.acting, name, by, active=False)
    typer.echo(f"{name} gets no more alerts")


@app.command("on")
def on(name: Name, by: By) -> None:
    """Send an officer alerts again."""
    runtime = _runtime()
    switch_officer(runtime.acting, name, by, active=True)
    typer.echo(f"{name} gets alerts again")


@app.command("rename")
def rename(name: Name, new_name: Annotated[str, typer.Argument(help="the new name")], by: By) -> None:
    """Give an officer another name."""
    runtime = _runtime()
    rename_officer(runtime.store, runtime.clock, name, new_name, by)
    typer.echo(f"{name} is now {new_name}")


@app.command("list")
def show() -> None:
    """Show who is set up; addresses are not shown."""
    with _runtime().store.reading() as session:
        rows = all_officers(session)
        for row in rows:
            ways = [way for way, has in (("e-mail", row.email_sealed), ("phone", row.phone_sealed)) if has]
            where = row.regency or "whole province"
            state = "" if row.active else "  (off)"
            typer.echo(f"{row.position} {row.role} {row.institution}, {where}: {row.name}, {' and '.join(ways)}{state}")
    if not rows:
        typer.echo("nobody is set up: LAPOR leads to the hotlines and says that nobody reads reports here")


def _show_link(runtime: Runtime, invited: Invited) -> None:
    typer.echo(f"hand this link over yourself; it is shown once and is good for {INVITED_FOR_HOURS} hours:")
    typer.echo(f"{runtime.settings.console_base}/undangan/{invited.token}")


def who_reads(runtime: Runtime) -> str:
    """Say whether LAPOR takes reports here, and what is missing if not."""
    ways = sorted(runtime.settings.alert_ways - {"webhook"})
    if not ways:
        return "nobody reads reports yet: no alert can leave; set SMTP_URL or the Twilio settings (docs/settings.md)"
    with runtime.store.reading() as session:
        if runtime.desk.rules(session).open:
            return f"reports are taken, alerts leave by {', '.join(ways)}"
    missing = "set up a coordinator with `bot staff add NAME --role coordinator` who can be reached by"
    return f"nobody reads reports yet: {missing} {' or '.join(ways)}"


def _runtime() -> Runtime:
    runtime = Runtime(load_settings())
    upgrade(runtime.store.engine)
    return runtime
