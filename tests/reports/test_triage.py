"""How pressing a case is and until when somebody must act."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import UTC, WITA
from bot.errors import BadInputError
from bot.recruiters.red_flags import SEVERITY
from bot.reports.cases import CaseKind, Level, Triage
from bot.reports.facts import Departure, Facts
from bot.reports.triage import grade, reasons_for_officers
from bot.reports.triage_rules import TABLE, triage_rules
from bot.reports.working_time import end_of_next_working_day, end_of_working_day

NOW = datetime(2026, 12, 2, 9, 0, tzinfo=WITA)  # a Wednesday
TODAY = NOW.date()
MINUTES_15 = timedelta(minutes=15)


def graded(facts: Facts, kind: CaseKind = CaseKind.RECRUITER, now: datetime = NOW, **more: bool) -> Triage:
    return grade(facts, kind, now=now, severity=SEVERITY, **{"confirmed": False, **more})


def leaving(said: str, on: date = TODAY) -> Facts:
    return Facts(departures=(Departure(said, on),))


def test_a_bare_report_is_low_and_has_five_working_days() -> None:
    assert graded(Facts()) == Triage(Level.LOW, ("report",), end_of_working_day(NOW, 5))


def test_confirmed_danger_is_now() -> None:
    for facts, kind in ((Facts(dangers=("locked_in",)), CaseKind.RECRUITER), (Facts(), CaseKind.DANGER)):
        found = graded(facts, kind, confirmed=True)
        assert (found.level, found.reasons[0], found.act_by) == (Level.NOW, "danger_confirmed", NOW + MINUTES_15)


def test_danger_that_is_not_confirmed_is_high_and_has_an_hour() -> None:
    found = graded(Facts(dangers=("beaten",)))
    assert (found.level, found.act_by) == (Level.HIGH, NOW + timedelta(hours=1))


def test_confirming_something_else_is_no_danger() -> None:
    assert graded(Facts(), confirmed=True).level is Level.LOW


@pytest.mark.parametrize(
    ("facts", "kind", "rule", "level"),
    [
        (Facts(under_18=True), CaseKind.RECRUITER, "under_18", Level.HIGH),
        (Facts(under_18=True, dangers=("beaten",)), CaseKind.RECRUITER, "danger_minor", Level.NOW),
        (Facts(flags=("RF_LOCKED_IN",)), CaseKind.RECRUITER, "sign_locked_in", Level.HIGH),
        (Facts(flags=("RF_FEE_ASKED",)), CaseKind.RECRUITER, "grave_sign", Level.NORMAL),
        (Facts(flags=("RF_MAGANG",)), CaseKind.RECRUITER, "some_sign", Level.LOW),
        (Facts(people=5), CaseKind.RECRUITER, "group", Level.HIGH),
        (Facts(people=4), CaseKind.RECRUITER, "few_people", Level.NORMAL),
        (Facts(papers_taken=True), CaseKind.RECRUITER, "papers_taken", Level.NORMAL),
        (Facts(), CaseKind.MISSING, "missing", Level.HIGH),
        (Facts(), CaseKind.CALLBACK, "callback", Level.NORMAL),
        (leaving("lusa"), CaseKind.RECRUITER, "leaves_soon", Level.HIGH),
        (leaving("minggu depan"), CaseKind.RECRUITER, "leaves_in_weeks", Level.NORMAL),
        (replace(leaving("minggu depan"), papers_taken=True), CaseKind.RECRUITER, "papers_and_leaving", Level.HIGH),
    ],
)
def test_each_circumstance_has_its_level(facts: Facts, kind: CaseKind, rule: str, level: Level) -> None:
    found = graded(facts, kind)
    assert found.level is level
    assert rule in found.reasons


def test_what_others_tell_counts() -> None:
    assert graded(Facts(), cluster=True).level is Level.HIGH
    assert graded(Facts(), corroborated=True).level is Level.NORMAL
    assert graded(leaving("minggu depan"), corroborated=True).level is Level.HIGH


def test_not_told_and_denied_are_no_circumstances() -> None:
    assert graded(Facts(under_18=False, papers_taken=False, people=1)).reasons == ("report",)


def test_all_reasons_are_given_the_most_pressing_first_in_words_for_officers() -> None:
    found = graded(Facts(under_18=True, papers_taken=True, flags=("RF_PASSPORT_HELD",)))
    assert found.reasons == ("under_18", "papers_taken", "grave_sign", "report")
    assert reasons_for_officers(found)[0] == "Ada anak di bawah 18 tahun"
    assert reasons_for_officers(replace(found, reasons=("of_an_old_table", "report"))) == ("Laporan baru",)


def test_the_time_is_counted_back_from_the_departure() -> None:
    found = graded(leaving("besok"))
    assert (found.level, found.act_by) == (Level.HIGH, datetime(2026, 12, 2, 12, tzinfo=WITA))


def test_the_next_working_day_does_not_outlast_the_departure() -> None:
    found = graded(leaving("tanggal 28 desember"), now=datetime(2026, 12, 23, 9, tzinfo=WITA))
    assert found.level is Level.NORMAL
    assert found.act_by == datetime(2026, 12, 27, 12, tzinfo=WITA)  # the next working day is the 28th


@pytest.mark.parametrize(
    ("said", "now"),
    [
        ("besok", NOW + timedelta(hours=3)),
        ("besok", NOW + timedelta(hours=2, minutes=50)),
        ("malam ini", NOW),
        ("malam ini", NOW + timedelta(hours=16)),  # an hour after midnight
        ("minggu ini", datetime(2026, 12, 4, 9, tzinfo=WITA)),
    ],
)
def test_when_no_time_is_left_it_is_now(said: str, now: datetime) -> None:
    on = now.date() if said == "minggu ini" else TODAY
    found = graded(leaving(said, on), now=now)
    assert found.level is Level.NOW
    assert "no_time_left" in found.reasons
    assert found.act_by == now + MINUTES_15


def test_a_wide_span_that_has_begun_is_high_but_no_alarm() -> None:
    found = graded(leaving("bulan ini"))
    assert (found.level, found.act_by) == (Level.HIGH, NOW + timedelta(hours=4))


def test_the_first_of_several_departures_counts_and_those_long_past_do_not() -> None:
    assert graded(Facts(departures=(Departure("bulan depan", TODAY), Departure("malam ini", TODAY)))).level is Level.NOW
    assert graded(leaving("besok", date(2026, 11, 1))).reasons == ("report",)
    assert graded(leaving("entah kapan")).reasons == ("report",)


flags = st.lists(st.sampled_from(sorted(SEVERITY)), max_size=4).map(tuple)
phrases = st.sampled_from(
    ["besok", "malam ini", "minggu depan", "bulan ini", "tanggal 5", "3 hari lagi", "habis natal", "?"]
)
departures = st.builds(Departure, phrases, st.dates(date(2026, 11, 1), date(2027, 2, 1)))
many_facts = st.builds(
    Facts,
    departures=st.lists(departures, max_size=3).map(tuple),
    people=st.none() | st.integers(0, 50),
    under_18=st.none() | st.booleans(),
    papers_taken=st.none() | st.booleans(),
    flags=flags,
    dangers=st.sampled_from([(), ("beaten",)]),
)
moments = st.integers(0, 130_000).map(lambda minutes: datetime(2026, 11, 1, tzinfo=UTC) + timedelta(minutes=minutes))


@given(many_facts, st.sampled_from(CaseKind), moments, st.booleans())
def test_every_case_has_a_level_a_reason_and_a_limit_ahead(
    facts: Facts, kind: CaseKind, now: datetime, confirmed: bool
) -> None:
    found = graded(facts, kind, now, confirmed=confirmed)
    levels = {rule.name: rule.level for rule in triage_rules()}
    assert found.level == min((levels[name] for name in found.reasons), key=list(Level).index)
    assert found.reasons[-1] == "report"
    assert now + MINUTES_15 <= found.act_by <= end_of_working_day(now, 5)
    if found.level is Level.NOW:
        assert found.act_by == now + MINUTES_15
    if found.level is Level.HIGH:
        assert found.act_by <= now + timedelta(hours=4)
    if found.level is Level.NORMAL:
        assert found.act_by <= end_of_next_working_day(now)


def test_the_rules_name_known_flags_only() -> None:
    written = {part.split()[1] for part in TABLE.read_text(encoding="utf-8").split("\t") if part.startswith("flag RF_")}
    assert written
    assert written <= SEVERITY.keys()


GOOD = TABLE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("\tpeople 5\t", "\tpeople many\t", r"line \d+: the argument of people"),
        ("\tmissing\thigh", "\tmoon_full\thigh", r"line \d+: unknown condition"),
        ("\tmissing\thigh", "\tmissing 3\thigh", r"line \d+: unknown condition"),
        ("\tmissing\thigh", "\tmissing\thuge", r"line \d+: the level"),
        ("\thigh\t1\t", "\thigh\tsoon\t", r"line \d+: act_within_hours"),
        ("\thigh\t1\t", "\thigh\t0\t", r"line \d+: act_within_hours"),
        ("\thigh\t1\t", "\thigh\t1\t\t", r"line \d+: 7 cells"),
        ("few_people\t", "group\t", r"line \d+: a rule has a name"),
        ("Laporan baru", "", r"line \d+: a rule says its reason"),
        ("\tno_time_left\tnow", "\tno_time_left\tlow", r"must be there: no_time_left \(now\)"),
        ("\talways\t", "\tcluster\t", r"must be there: always \(low\)"),
        ("rule\twhen", "rule\tif", "the columns must be"),
    ],
)
def test_a_broken_table_is_refused_with_its_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    path = tmp_path / "rules.tsv"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(BadInputError, match=message):
        triage_rules(path)
