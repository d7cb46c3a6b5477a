"""Cases are put with the recruiter they tell of; officers confirm, split, merge and rule, and all of it is undone."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from bot.clock import SettableClock
from bot.errors import BadInputError
from bot.recruiters.flags import Flag
from bot.recruiters.identity import identities_of
from bot.recruiters.matching import Reason
from bot.services.link_recruiters import Linked, flag_of, link_case
from bot.services.settle_recruiters import (
    confirm_link,
    merge_recruiters,
    rule_on,
    split_case,
    undo_act,
)
from bot.services.work_case import mark_credible
from bot.store.engine import Store, make_engine
from bot.store.recruiter_history import history_of
from bot.store.recruiter_lookup import told_by
from bot.store.recruiters import cases_of, reporter_keys
from bot.store.tables.cases import Case
from bot.store.tables.recruiters import IdentityKey, Recruiter, RecruiterIdentity, RecruiterLink
from bot.store.vault import DataKey, Vault
from tests.factories import NOON

PHONE, OTHER_PHONE = "+6281234567890", "+6281298765432"
ANNA, BETI, CARLO = "+6281211110001", "+6281211110002", "+6281211110003"
OFFICER = "Maria"


class Desk:
    """Reports that arrive one after the other."""

    def __init__(self, store: Store, clock: SettableClock) -> None:
        self.store, self.clock = store, clock

    def report(self, reporter: str | None = None, **told: Any) -> tuple[UUID, Linked]:
        """Make a case and link it."""
        with self.store.writing() as session:
            case = Case(
                code=uuid4().hex[:9],
                kind="recruiter",
                level="normal",
                reasons=[],
                act_by=NOON,
                pass_to="coordinator",
                facts_sealed=b"",
                consent_sealed=b"",
                conversation_id=None,
                reporter_key=reporter_keys(self.store.vault, reporter or f"+62813{random.randrange(10**7):07}")[0],
                created_at=self.clock.now(),
            )
            session.add(case)
            session.flush()
            return case.id, link_case(session, self.store.vault, case.id, identities_of(**told), self.clock.now())

    def more(self, case_id: UUID, **told: Any) -> Linked:
        """Tell more in a case."""
        with self.store.writing() as session:
            earlier = told_by(session, self.store.vault, case_id)
            everything = tuple(dict.fromkeys((*earlier, *identities_of(**told))))
            return link_case(session, self.store.vault, case_id, everything, self.clock.now())

    def flag(self, recruiter_id: UUID | None) -> Flag | None:
        """Return the flag of a recruiter."""
        assert recruiter_id
        with self.store.reading() as session:
            return flag_of(session, self.store.vault, recruiter_id)

    def cases(self, recruiter_id: UUID | None) -> set[UUID]:
        """Return the cases of a recruiter and of whoever was merged into it."""
        assert recruiter_id
        with self.store.reading() as session:
            row = session.get(Recruiter, recruiter_id)
            assert row
            return set(cases_of(session, row.root_id))

    def picture(self) -> list[Any]:
        """Return everything that decides who is who; recruiters without a case are left out."""
        with self.store.reading() as session:
            links = session.execute(
                select(RecruiterLink.case_id, RecruiterLink.recruiter_id, RecruiterLink.how, RecruiterLink.belongs)
            )
            owners = session.execute(select(RecruiterIdentity.id, RecruiterIdentity.recruiter_id))
            used = select(RecruiterLink.recruiter_id)
            roots = session.execute(
                select(Recruiter.id, Recruiter.root_id, Recruiter.merged_into).where(Recruiter.id.in_(used))
            )
            return [sorted(map(str, rows)) for rows in (links, owners, roots)]


@pytest.fixture
def desk(database_url: str, clock: SettableClock) -> Iterator[Desk]:
    store = Store(make_engine(database_url), Vault([DataKey("k1", b"k" * 32)]))
    yield Desk(store, clock)
    store.engine.dispose()


def test_one_phone_links_two_reports_at_once_and_names_suggest(desk: Desk) -> None:
    _, first = desk.report(names=["Yosef Nabu"], phones=[PHONE], places=["Oesapa"])
    _, second = desk.report(names=["Pak Joesef Naboe"], phones=[PHONE])
    _, third = desk.report(names=["Om Yosep Nabu"], places=["Usapa"])
    assert (first.automatic, second.automatic, third.automatic) == (False, True, False)
    assert first.recruiter_id == second.recruiter_id != third.recruiter_id
    ((suggested, match),) = third.suggestions
    assert suggested == first.recruiter_id
    assert set(match.reasons) == {Reason.SAME_NAME, Reason.SAME_PLACE}


def test_a_phone_that_passed_to_another_name_only_suggests(desk: Desk) -> None:
    _, first = desk.report(names=["Yosef Nabu"], phones=[PHONE])
    _, second = desk.report(names=["Anton Lake"], phones=[PHONE])
    assert not second.automatic
    assert [recruiter for recruiter, _ in second.suggestions] == [first.recruiter_id]


def test_a_place_alone_makes_no_recruiter(desk: Desk) -> None:
    _, linked = desk.report(places=["Oesapa"])
    assert linked == Linked()


def test_what_is_told_later_is_linked_too_and_finds_more(desk: Desk) -> None:
    _, first = desk.report(names=["Yosef Nabu"], phones=[PHONE])
    case, second = desk.report(names=["Nabu"])
    assert second.recruiter_id != first.recruiter_id
    desk.clock.advance(timedelta(days=2))
    third = desk.more(case, names=["Yosef Nabu"], phones=[PHONE], places=["Oesapa"])
    assert third.recruiter_id == first.recruiter_id
    assert third.automatic
    with desk.store.reading() as session:
        days = told_by(session, desk.store.vault, case)
    assert {one.value: day.day for one, day in days.items()} == {"Nabu": 21, "Yosef Nabu": 23, PHONE: 23, "Oesapa": 23}
    assert len(desk.cases(first.recruiter_id)) == 2


def test_nothing_of_a_recruiter_is_readable_in_the_tables(desk: Desk) -> None:
    desk.report(names=["Yosef Nabu"], phones=[PHONE], accounts=["bank:1234567890"])
    with desk.store.reading() as session:
        values = [
            *session.scalars(select(RecruiterIdentity.value_sealed)),
            *session.scalars(select(IdentityKey.key_hash)),
        ]
    assert values
    assert not any(word in value.lower() for value in values for word in (b"nabu", b"yosef", b"1234567890"))


def test_a_case_that_is_deleted_takes_what_it_told_along(desk: Desk) -> None:
    case, _ = desk.report(names=["Yosef Nabu"], phones=[PHONE])
    with desk.store.writing() as session:
        session.delete(session.get(Case, case))
    with desk.store.reading() as session:
        for table in (RecruiterIdentity, IdentityKey, RecruiterLink):
            assert session.scalar(select(func.count()).select_from(table)) == 0
    _, later = desk.report(phones=[PHONE])
    assert not later.suggestions


def test_two_independent_reporters_corroborate_and_one_twice_does_not(desk: Desk) -> None:
    _, linked = desk.report(ANNA, names=["Yosef Nabu"], phones=[PHONE])
    assert desk.flag(linked.recruiter_id) is Flag.REPORTED
    desk.report(ANNA, phones=[PHONE])
    assert desk.flag(linked.recruiter_id) is Flag.REPORTED
    desk.report(BETI, phones=[PHONE])
    assert desk.flag(linked.recruiter_id) is Flag.CORROBORATED


def test_two_phones_that_name_each_other_do_not_corroborate(desk: Desk) -> None:
    _, linked = desk.report(ANNA, names=["Yosef Nabu"], phones=[PHONE, BETI])
    desk.report(BETI, names=["Yosef Nabu"], phones=[PHONE, ANNA])
    assert desk.flag(linked.recruiter_id) is Flag.REPORTED


def believe(desk: Desk, case_id: UUID, *, credible: bool) -> None:
    with desk.store.writing() as session:
        mark_credible(
            session,
            desk.store.vault,
            session.get_one(Case, case_id),
            uuid4(),
            "test",
            desk.clock.now(),
            credible=credible,
        )


def test_a_report_that_is_not_credible_stops_counting_everywhere(desk: Desk) -> None:
    _, linked = desk.report(ANNA, names=["Yosef Nabu"], phones=[PHONE])
    case, _ = desk.report(BETI, names=["Yosef Nabu"], phones=[PHONE, OTHER_PHONE])
    believe(desk, case, credible=False)
    assert desk.flag(linked.recruiter_id) is Flag.REPORTED
    _, later = desk.report(CARLO, phones=[OTHER_PHONE])
    assert (later.automatic, later.suggestions) == (False, ())
    believe(desk, case, credible=True)
    assert desk.flag(linked.recruiter_id) is Flag.CORROBORATED


def test_an_officer_verifies_or_clears_and_takes_it_back_in_any_order(desk: Desk) -> None:
    _, linked = desk.report(phones=[PHONE])
    assert linked.recruiter_id
    verified = rule_on(desk.store, desk.clock, linked.recruiter_id, Flag.VERIFIED, OFFICER)
    cleared = rule_on(desk.store, desk.clock, linked.recruiter_id, Flag.CLEARED, OFFICER)
    assert desk.flag(linked.recruiter_id) is Flag.CLEARED
    undo_act(desk.store, desk.clock, verified, OFFICER)
    assert desk.flag(linked.recruiter_id) is Flag.CLEARED
    undo_act(desk.store, desk.clock, cleared, OFFICER)
    assert desk.flag(linked.recruiter_id) is Flag.REPORTED
    with pytest.raises(BadInputError, match="other flags come from reports"):
        rule_on(desk.store, desk.clock, linked.recruiter_id, Flag.CORROBORATED, OFFICER)


def test_a_confirmed_suggestion_makes_one_recruiter_and_undoing_it_two(desk: Desk) -> None:
    first_case, first = desk.report(ANNA, names=["Yosef Nabu"], phones=[PHONE])
    case, second = desk.report(BETI, names=["Yosef Nabu"], phones=[OTHER_PHONE])
    assert first.recruiter_id
    before = desk.picture()
    number = confirm_link(desk.store, desk.clock, case, first.recruiter_id, OFFICER)
    assert desk.cases(second.recruiter_id) == {first_case, case}
    assert desk.flag(second.recruiter_id) is Flag.CORROBORATED
    third_case, third = desk.report(phones=[OTHER_PHONE], names=["Yosef"])
    assert third.recruiter_id == first.recruiter_id, "the second phone finds the one they are"
    undo_act(desk.store, desk.clock, number, OFFICER)
    assert desk.cases(first.recruiter_id) == {first_case}
    assert desk.cases(second.recruiter_id) == {case, third_case}, "a phone's report stays with who has the phone"
    assert set(before[0]) <= set(desk.picture()[0])
    with pytest.raises(BadInputError, match="undone already"):
        undo_act(desk.store, desk.clock, number, OFFICER)


def test_a_case_that_was_split_off_is_not_linked_again(desk: Desk) -> None:
    _, first = desk.report(names=["Yosef Nabu"], phones=[PHONE])
    case, second = desk.report(phones=[PHONE])
    assert second.recruiter_id == first.recruiter_id
    assert first.recruiter_id
    number = split_case(desk.store, desk.clock, case, first.recruiter_id, OFFICER)
    assert case not in desk.cases(first.recruiter_id)
    again = desk.more(case, names=["Yosef Nabu"])
    assert (again.automatic, again.suggestions) == (False, ())
    assert again.recruiter_id != first.recruiter_id
    undo_act(desk.store, desk.clock, number, OFFICER)
    assert case in desk.cases(first.recruiter_id)


def test_a_merge_that_an_officer_undid_is_only_suggested_from_then_on(desk: Desk) -> None:
    _, first = desk.report(names=["Yosef Nabu"], phones=[PHONE])
    case, second = desk.report(names=["Nabu"])
    assert desk.more(case, names=["Yosef Nabu"], phones=[PHONE]).recruiter_id == first.recruiter_id
    assert second.recruiter_id
    with desk.store.reading() as session:
        (act,) = history_of(session, second.recruiter_id) or history_of(session, first.recruiter_id or case)
    undo_act(desk.store, desk.clock, act.seq, OFFICER)
    again = desk.more(case, names=["Yosef Nabu"], phones=[PHONE], places=["Oesapa"])
    assert (again.recruiter_id, again.automatic) == (second.recruiter_id, False)
    assert [recruiter for recruiter, _ in again.suggestions] == [first.recruiter_id]


def test_a_refused_suggestion_does_not_come_back(desk: Desk) -> None:
    _, first = desk.report(names=["Yosef Nabu"])
    case, second = desk.report(names=["Yosef Nabu"])
    assert second.suggestions
    assert first.recruiter_id
    number = split_case(desk.store, desk.clock, case, first.recruiter_id, OFFICER)
    assert desk.more(case, places=["Oesapa"]).suggestions == ()
    undo_act(desk.store, desk.clock, number, OFFICER)
    assert [recruiter for recruiter, _ in desk.more(case).suggestions] == [first.recruiter_id]


def test_what_cannot_be_decided_is_refused(desk: Desk) -> None:
    case, first = desk.report(names=["Yosef Nabu"])
    _, second = desk.report(names=["Anton Lake"])
    assert first.recruiter_id
    assert second.recruiter_id
    with pytest.raises(BadInputError, match="not linked"):
        confirm_link(desk.store, desk.clock, case, second.recruiter_id, OFFICER)
    with pytest.raises(BadInputError, match="no other case"):
        split_case(desk.store, desk.clock, case, first.recruiter_id, OFFICER)
    with pytest.raises(BadInputError, match="one recruiter already"):
        merge_recruiters(desk.store, desk.clock, first.recruiter_id, first.recruiter_id, OFFICER)
    with pytest.raises(BadInputError, match="no such recruiter"):
        merge_recruiters(desk.store, desk.clock, first.recruiter_id, uuid4(), OFFICER)
    with pytest.raises(BadInputError, match="name"):
        merge_recruiters(desk.store, desk.clock, first.recruiter_id, second.recruiter_id, " ")


def test_every_act_stands_in_the_history_of_both(desk: Desk) -> None:
    _, first = desk.report(names=["Yosef Nabu"])
    _, second = desk.report(names=["Anton Lake"])
    assert first.recruiter_id
    assert second.recruiter_id
    number = merge_recruiters(desk.store, desk.clock, first.recruiter_id, second.recruiter_id, OFFICER)
    undo_act(desk.store, desk.clock, number, "Yosef")
    with desk.store.reading() as session:
        for recruiter in (first.recruiter_id, second.recruiter_id):
            (act,) = history_of(session, recruiter)
            assert (act.act, act.actor, act.undone_by) == ("merged", OFFICER, "Yosef")


@pytest.mark.parametrize("seed", range(8))
def test_whatever_officers_do_undoing_it_backwards_restores_everything(desk: Desk, seed: int) -> None:
    rng = random.Random(seed)
    names = ["Yosef Nabu", "Yosef Lake", "Maria Bere", "Anton Nabu"]
    cases: list[UUID] = []
    for number in range(12):
        desk.clock.advance(timedelta(days=rng.randrange(3)))
        phone = [f"+62812000000{rng.randrange(4)}"] if rng.random() < 0.7 else []
        cases.append(desk.report(f"+62813000000{number:02}", names=[rng.choice(names)], phones=phone)[0])
    pictures, numbers = [desk.picture()], []
    for _ in range(12):
        done = _something(desk, rng, cases)
        if done is not None:
            numbers.append(done)
            pictures.append(desk.picture())
    assert len(numbers) >= 4
    for number in reversed(numbers):
        assert desk.picture() == pictures.pop()
        undo_act(desk.store, desk.clock, number, OFFICER)
    assert desk.picture() == pictures.pop()


@pytest.mark.parametrize("seed", range(4))
def test_merges_are_undone_in_any_order(desk: Desk, seed: int) -> None:
    rng = random.Random(seed)
    made = [desk.report(names=[name])[1].recruiter_id for name in ("Yosef", "Anton", "Maria", "Paulus", "Wati", "Nus")]
    recruiters = [each for each in made if each]
    before = desk.picture()
    numbers: list[int] = []
    while len(numbers) < 5:
        into, other = rng.sample(recruiters, 2)
        if desk.cases(into) != desk.cases(other):
            numbers.append(merge_recruiters(desk.store, desk.clock, into, other, OFFICER))
    assert len(desk.cases(recruiters[0])) == 6
    rng.shuffle(numbers)
    for left, number in enumerate(numbers):
        undo_act(desk.store, desk.clock, number, OFFICER)
        with desk.store.reading() as session:
            roots = session.scalar(select(func.count(Recruiter.root_id.distinct())))
        assert roots == left + 2
    assert desk.picture() == before


def _something(desk: Desk, rng: random.Random, cases: list[UUID]) -> int | None:
    """Do something an officer may do; None where it was refused."""
    with desk.store.reading() as session:
        links = list(session.scalars(select(RecruiterLink).order_by(RecruiterLink.case_id, RecruiterLink.recruiter_id)))
        recruiters = sorted({link.recruiter_id for link in links})
    link = rng.choice(links)
    try:
        act = rng.choice(["merge", "confirm", "split", "split", "rule"])
        if act == "merge":
            into, other = rng.sample(recruiters, 2)
            return merge_recruiters(desk.store, desk.clock, into, other, OFFICER)
        if act == "confirm":
            return confirm_link(desk.store, desk.clock, link.case_id, link.recruiter_id, OFFICER)
        if act == "split":
            return split_case(desk.store, desk.clock, link.case_id, link.recruiter_id, OFFICER)
        return rule_on(desk.store, desk.clock, link.recruiter_id, Flag.VERIFIED, OFFICER)
    except BadInputError:
        return None


def test_the_day_of_a_report_is_that_of_ntt(desk: Desk) -> None:
    desk.clock.at = datetime.fromisoformat("2026-11-29T17:00:00+00:00")
    desk.report(phones=[PHONE])
    with desk.store.reading() as session:
        assert str(session.scalar(select(RecruiterIdentity.told_on))) == "2026-11-30"
