"""What counts as a company's name, a licence or a phone, and what the next holder of the phone may learn."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.conversation.engine import take_turn
from bot.conversation.state import ConversationState
from bot.conversation.turn import Turn, TurnMessage
from bot.recruiters.agencies import AgencyList, AgencyRecord, AgencyStatus
from bot.recruiters.agency_search import AgencyIndex
from bot.services.turn_directory import TurnDirectory
from bot.vocabulary import Channel, Language
from tests.conversation.transcript import CATALOG, CONTEXT, DIRECTORY, understanding_of
from tests.factories import NOON

START = ConversationState(greeted=True)


def registered(name: str, licence_no: str = "", **more: object) -> AgencyRecord:
    status = {"status": AgencyStatus.REGISTERED, "as_of": "2026-11-01"} | more
    return AgencyRecord(name, AgencyList.REGISTER, licence_no=licence_no, **status)  # type: ignore[arg-type]


def with_register(*records: AgencyRecord) -> TurnDirectory:
    return TurnDirectory(CATALOG, CONTEXT, AgencyIndex(records))


def take(
    state: ConversationState, says: str, directory: TurnDirectory = DIRECTORY, at: datetime = NOON, **step: object
) -> Turn:
    return take_turn(state, TurnMessage(Channel.SMS, at), understanding_of({"says": says, **step}), directory)


@pytest.mark.parametrize(
    ("says", "step", "key"),
    [
        ("saya mau lapor 081234567890", {"intent": "report_recruiter"}, "report_closed"),
        ("berapa biaya ke Malaysia? katanya 4.500.000", {"intent": "ask_cost"}, "ask_cost_my"),
        ("tidak tahu namanya", {"intent": "dont_know"}, "check_offer"),
        ("makasih", {"intent": "thanks"}, "thanks"),
        ("mama dikasih uang 2 juta", {"intent": "out_of_scope"}, "offer_danger"),
        ("zebra kencana", {"intent": "out_of_scope"}, "agency_unknown"),
    ],
)
def test_what_comes_after_which_company(says: str, step: dict[str, object], key: str) -> None:
    asked = take(START, "CEK").state
    assert take(asked, says, **step).replies[0].key == key


@pytest.mark.parametrize("says", ["perusahaan ini resmi? gaji 5.000.000", "ini resmi? berangkat 12/2026"])
def test_money_and_dates_are_no_licence(says: str) -> None:
    assert take(START, says, intent="check_company").replies[0].key == "check_company"


def test_a_licence_is_asked_for_by_its_word_or_alone() -> None:
    directory = with_register(registered("PT Maju Jaya", "12/2025"))
    for says in ("CEK 12/2025", "izin 12/2025 asli?", "nomor izin: 12/2025"):
        turn = take(START, says, directory, intent="check_company")
        assert turn.replies[0].key == "agency_registered", says


def test_of_two_companies_of_one_name_the_picked_one_is_told() -> None:
    directory = with_register(
        registered("PT Maju Jaya", "1/2025"), registered("PT Maju Jaya", "2/2025", status=AgencyStatus.REVOKED)
    )
    which = take(START, "CEK maju jaya", directory)
    assert which.replies[0].choices == ("agency:PT Maju Jaya (1/2025)", "agency:PT Maju Jaya (2/2025)", "agency_other")
    assert take(which.state, "1", directory).replies[0].key == "agency_registered"
    assert take(which.state, "2", directory).replies[0].key == "agency_register_revoked"


def test_a_licence_runs_out_at_midnight_in_kupang() -> None:
    directory = with_register(registered("PT Maju Jaya", valid_until=date(2026, 11, 28)))
    evening = datetime(2026, 11, 28, 15, 0, tzinfo=UTC)  # 23:00 in Kupang
    assert take(START, "CEK maju jaya", directory, evening).replies[0].key == "agency_registered"
    early = datetime(2026, 11, 28, 17, 0, tzinfo=UTC)  # 01:00 of the 29th
    assert take(START, "CEK maju jaya", directory, early).replies[0].key == "agency_expired"


def test_an_endless_name_is_cut() -> None:
    turn = take(take(START, "CEK").state, "x" * 5_000, intent="out_of_scope")
    assert all(len(value) <= 80 for _, value in turn.replies[0].values)


@pytest.mark.parametrize("ends", ["halo", "BERHENTI", "BATAL"])
def test_what_was_told_is_forgotten_when_somebody_greets_or_breaks_off(ends: str) -> None:
    told = take(START, "saya umur 16 mau kerja", intent="ask_requirements").state
    assert told.told
    after = take(told, ends, intent="greet") if ends == "halo" else take(told, ends)
    assert after.state.told is None
    assert after.state.paging is None


def test_pages_that_say_for_whom_they_are_last_an_hour() -> None:
    told = take(START, "saya umur 16 mau kerja, syaratnya apa", intent="ask_requirements").state
    later = take(told, "LAGI", at=NOON + timedelta(hours=2))
    assert later.replies[0].key == "nothing_more"
    assert later.state.paging is None


def test_a_state_of_the_first_version_keeps_what_a_person_chose() -> None:
    old = (
        '{"language": "aoz", "language_chosen": true, "greeted": true, "stopped": false, "choices": ["ask_cost"],'
        ' "paging": null, "pending": "", "asked_at": null, "country": null, "given": [], "rating": "",'
        ' "rated_at": null, "version": 1}'
    )
    kept = ConversationState.from_json(old)
    assert kept == replace(ConversationState(), language=Language.AOZ, language_chosen=True, greeted=True)


def test_a_place_abroad_told_before_gives_its_numbers_after_those_of_home() -> None:
    told = take(START, "saya kerja di riyadh arab saudi, gaji tidak dibayar", intent="ask_unpaid_wages").state
    turn = take(told, "saya dikunci di rumah")
    assert [(reply.key, reply.country) for reply in turn.replies] == [("emergency", "ID"), ("emergency_abroad", "SA")]
    assert turn.state.told
    assert turn.state.told.country == "SA"
    assert [reply.key for reply in take(told, "saya dikunci di Kupang").replies] == ["emergency"]


def test_a_child_that_is_mentioned_does_not_make_the_writer_one() -> None:
    about = take(START, "anak saya umur 12 boleh bantu panen?", intent="ask_child_recruitment")
    assert about.replies[0].key == "ask_child_recruitment_under_18"
    assert take(about.state, "apa itu visa", intent="ask_visa").replies[0].key == "ask_visa"
    own = take(START, "saya umur 16 mau kerja", intent="ask_requirements").state
    assert take(own, "gajinya berapa", intent="ask_salary").replies[0].key == "ask_salary_under_18"


def test_a_bare_hai_tells_no_language() -> None:
    turn = take(ConversationState(), "hai", intent="greet", language="aoz")
    assert {reply.language for reply in turn.replies} == {Language.ID}
