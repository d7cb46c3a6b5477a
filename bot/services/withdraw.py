"""Withdraw an answer or a phone number at once, and restore it: one admin alone may do both."""

from datetime import date

from bot.answers.catalog import Catalog
from bot.answers.findings import said
from bot.answers.model import WithdrawalKind
from bot.errors import BadInputError
from bot.services.editing import Editing, refuse_unclear
from bot.store.journal import note
from bot.store.revisions import remove_withdrawal, served_catalog, withdrawn
from bot.store.tables.answers import Withdrawal

HOME = "ID"
_NEEDED = "{key} is part of every talk or of an emergency; publish a corrected text instead"


def withdraw(editing: Editing, kind: WithdrawalKind, name: str, by: str, reason: str) -> None:
    """Keep an answer or a hotline from being sent, from the next reply on.

    Instead of the answer people get the safe general text; instead of the number the name of the office. Raises
    BadInputError for an unknown or withdrawn one, for an answer that menu or emergency stand on, and for the last
    number of an emergency at home: whoever is in danger must not get an empty message.
    """
    refuse_unclear(by, reason=reason)
    now = editing.clock.now()
    with editing.writing() as session:
        served = served_catalog(session, editing.shipped)
        gone = withdrawn(session)
        if name in (gone.answers if kind is WithdrawalKind.ANSWER else gone.hotlines):
            raise BadInputError(said("{kind} {name} is withdrawn already", kind=kind, name=name))
        if kind is WithdrawalKind.ANSWER:
            _refuse_answer(served, name)
        else:
            _refuse_hotline(served, name, editing.today)
        session.add(Withdrawal(kind=kind.value, name=name, actor=by, reason=reason, at=now))
        note(session, now, by, "withdrew", f"{kind}/{name}", reason)


def restore(editing: Editing, kind: WithdrawalKind, name: str, by: str, reason: str) -> None:
    """Let a withdrawn answer or hotline be sent again. Raises BadInputError when it is not withdrawn."""
    refuse_unclear(by, reason=reason)
    with editing.writing() as session:
        if not remove_withdrawal(session, kind, name):
            raise BadInputError(said("{kind} {name} is not withdrawn", kind=kind, name=name))
        note(session, editing.clock.now(), by, "restored", f"{kind}/{name}", reason)


def _refuse_answer(served: Catalog, key: str) -> None:
    if key not in served:
        raise BadInputError(said("there is no answer {key}", key=key))
    if not served.may_be_withdrawn(key):
        raise BadInputError(said(_NEEDED, key=key))


def _refuse_hotline(served: Catalog, name: str, today: date) -> None:
    if name not in served.hotlines:
        raise BadInputError(f"there is no hotline {name} in hotlines.toml")
    if not served.hotlines.without({name}).emergency_lines(HOME, today):
        raise BadInputError(f"{name} is the last emergency number at home; publish or restore another one first")
