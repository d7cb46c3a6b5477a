"""The same phone, company or place is one thing however it is spelt; names are never taken for equal."""

from datetime import date
from uuid import UUID

from bot.recruiters.identity import Identity, IdentityKind
from bot.recruiters.shared_things import shared_by_several, things_told

OLD, NEW = UUID(int=1), UUID(int=2)
BEFORE, TODAY = date(2026, 11, 1), date(2026, 11, 21)


def told(*values: tuple[IdentityKind, str], on: date) -> dict[Identity, date]:
    return {Identity(kind, value): on for kind, value in values}


def test_spellings_of_one_thing_come_together_as_the_newest_case_spells_it() -> None:
    things = things_told(
        {
            OLD: told((IdentityKind.COMPANY, "PT. Kelapa Oedji"), (IdentityKind.PLACE, "Desa Oesapa"), on=BEFORE),
            NEW: told((IdentityKind.COMPANY, "Kelapa Uji"), (IdentityKind.PLACE, "Usapa"), on=TODAY),
        }
    )
    assert [(one.identity.value, one.by) for one in things] == [
        ("Kelapa Uji", ((NEW, TODAY), (OLD, BEFORE))),
        ("Usapa", ((NEW, TODAY), (OLD, BEFORE))),
    ]
    assert shared_by_several(things) == things


def test_one_case_that_spells_it_twice_shares_nothing() -> None:
    things = things_told({OLD: told((IdentityKind.PLACE, "Oesapa"), (IdentityKind.PLACE, "Usapa"), on=BEFORE)})
    assert len(things) == 1
    assert shared_by_several(things) == ()


def test_equal_names_are_listed_once_and_link_nothing() -> None:
    name, phone = (IdentityKind.NAME, "Om Beni"), (IdentityKind.PHONE, "+6281234567899")
    things = things_told(
        {OLD: told(name, phone, on=BEFORE), NEW: told((IdentityKind.NAME, "om beni"), phone, on=TODAY)}
    )
    assert [one.identity.value for one in things] == ["+6281234567899", "om beni"]
    assert [one.identity.kind for one in shared_by_several(things)] == [IdentityKind.PHONE]


def test_nothing_shows_in_a_repr() -> None:
    assert "Beni" not in repr(things_told({OLD: told((IdentityKind.NAME, "Beni"), on=BEFORE)}))
