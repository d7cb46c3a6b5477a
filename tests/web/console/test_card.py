"""The handover card: one page, with no more on it than was chosen, and never the reporter's number."""

from collections.abc import Callable

from bot.store.journal import acts_on
from tests.reporting.desk import Desk
from tests.web.console.staff import Person
from tests.web.console.test_cases import PHONE, text


def card(person: Person, code: str, *parts: str) -> str:
    chosen = "".join(f"&bagian={part}" for part in parts)
    return text(person.see(f"/cases/{code}/card?pilih=1{chosen}"))


def test_at_first_neither_story_nor_history_stand_on_it(desk: Desk, petrus: Person) -> None:
    code = desk.allow(address=PHONE)
    page = text(petrus.see(f"/cases/{code}/card"))
    for told in ("Om Beni", "+6281234567899", "Malaysia", "Pelabuhan Tenau", "malam, jam 7 sampai 9", "Diterima oleh"):
        assert told in page
    for kept in (PHONE, "mau bawa 3 orang", "kasus dibuat"):
        assert kept not in page


def test_what_is_chosen_stands_on_it_and_nothing_else(desk: Desk, petrus: Person) -> None:
    code = desk.allow()
    assert "mau bawa 3 orang" in card(petrus, code, "cerita")
    assert "kasus dibuat" in card(petrus, code, "riwayat")
    nothing = card(petrus, code)
    assert "Om Beni" not in nothing
    assert "malam, jam 7" not in nothing
    assert "Om Beni" not in card(petrus, code, "nonsense", "<script>")


def test_it_is_noted_and_closed_to_others(desk: Desk, petrus: Person, officer: Callable[..., Person]) -> None:
    code = desk.allow(story="Lapor: <img src=x onerror=alert(1)> Om Beni bawa orang dari Soe ke Malaysia")
    assert "<img src=x" not in petrus.see(f"/cases/{code}/card?pilih=1&bagian=cerita")
    with desk.runtime.store.reading() as session:
        acts = [act.action for act in acts_on(session, [f"case/{desk.only_case().id}"])]
    assert "opened_card" in acts
    far = officer("Lain Orang", regency="Kabupaten Alor")
    assert far.client.get(f"/cases/{code}/card").status_code == 404
