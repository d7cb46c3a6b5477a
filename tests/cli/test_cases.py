"""``bot staff`` and ``bot cases`` as an operator and an officer type them, over a report that came in by text."""

from pathlib import Path

import pytest

from bot.bootstrap import Runtime
from bot.reports.cases import CaseKind
from bot.reports.facts import Facts
from bot.understanding.chain import Chain
from tests.cli.test_talk import environment, run
from tests.doubles.alert_door import RecordingDoor
from tests.doubles.processes import environment as service_environment
from tests.doubles.provider import Provider
from tests.reporting.desk import Desk
from tests.reporting.made_cases import make_case

__all__ = ["environment"]

PHONE = "+6281234567890"
MARIA = ("--officer", "Maria Contoh")
SMTP = {"SMTP_URL": "smtp://127.0.0.1:2525?from=jalan@example.org"}


def test_staff_are_set_up_and_what_is_missing_is_said(environment: dict[str, str]) -> None:
    run(environment, "migrate")
    assert "nobody is set up" in run(environment, "staff", "list").stdout
    added = run(environment, "staff", "add", "Maria Contoh", "--role", "coordinator", "--email", "m@example.org")
    assert "no alert can leave" in added.stdout, added.stderr
    assert "http://127.0.0.1:8001/undangan/" in added.stdout
    again = run(environment, "staff", "add", "Maria Contoh", "--email", "m@example.org")
    assert again.returncode == 1
    assert "is there already" in again.stderr
    assert (
        "reports are taken"
        in run(environment | SMTP, "staff", "on", "Maria Contoh").stdout + run(environment | SMTP, "doctor").stdout
    )
    assert "(off)" not in run(environment, "staff", "list").stdout
    run(environment, "staff", "off", "Maria Contoh")
    assert "(off)" in run(environment, "staff", "list").stdout
    run(environment, "staff", "rename", "Maria Contoh", "Maria Baru")
    assert "Maria Baru" in run(environment, "staff", "list").stdout


def test_accounts_are_made_and_mended_by_the_operator(environment: dict[str, str]) -> None:
    run(environment, "migrate")
    made = run(environment, "staff", "invite", "admin@example.org", "Yosef Contoh", "--role", "admin")
    assert "/undangan/" in made.stdout, made.stderr
    assert run(environment, "staff", "invite", "admin@example.org", "Yosef", "--role", "admin").returncode == 1
    wrong = run(environment, "staff", "invite", "r@example.org", "Rut", "--role", "reviewer")
    assert wrong.stderr == "bot: a reviewer needs a language: id, aoz, en\n"
    again = run(environment, "staff", "invite-again", "ADMIN@example.org")
    assert "/undangan/" in again.stdout
    assert again.stdout != made.stdout
    assert run(environment, "staff", "invite-again", "nobody@example.org").returncode == 1


@pytest.mark.parametrize(
    "wrong",
    [
        ("--email", "no address"),
        ("--phone", "12"),
        ("--email", "m@example.org", "--phone", "12"),
        ("--email", "m@example.org", "--regency", "Atlantis"),
        (),
    ],
)
def test_an_officer_nobody_can_reach_is_refused_with_a_reason(
    environment: dict[str, str], wrong: tuple[str, ...]
) -> None:
    run(environment, "migrate")
    refused = run(environment, "staff", "add", "Maria Contoh", *wrong)
    assert refused.returncode == 1
    assert refused.stderr.startswith("bot: ")


@pytest.mark.timeout(180)
def test_an_officer_lists_reads_takes_and_closes_a_case(runtime: Runtime, database_url: str, tmp_path: Path) -> None:
    env = service_environment(database_url, tmp_path / "var") | SMTP
    run(env, "staff", "add", "Maria Contoh", "--role", "coordinator", "--email", "m@example.org")
    runtime.given_understander, people = Chain(None), Provider(runtime.clock)
    runtime.given_gateways, runtime.given_doors = {"twilio": people}, {"email": RecordingDoor()}
    desk = Desk(runtime, runtime.given_doors["email"], people)
    desk.report(story="Om Beni 0812 3456 7899 dari PT Kelapa Uji bawa 3 orang dari Soe ke Malaysia besok")
    code = desk.only_case().code
    assert code in run(env, "cases", "list", *MARIA).stdout
    shown = run(env, "cases", "show", code, *MARIA).stdout
    assert "Om Beni" in shown
    assert "no company of this name" in shown
    assert run(env, "cases", "show", code, "--officer", "Nobody").returncode == 1
    assert run(env, "cases", "take", code, *MARIA).returncode == 0
    assert run(env, "cases", "take", code, *MARIA).returncode == 1
    assert run(env, "cases", "close", code, *MARIA, "--reason", " ").returncode == 1
    assert run(env, "cases", "credible", code, *MARIA, "--no", "--reason", "salah orang").returncode == 0
    assert run(env, "cases", "level", code, "king", *MARIA, "--reason", "x").returncode != 0
    lowered = run(env, "cases", "level", code, "low", *MARIA, "--reason", "batal berangkat")
    assert lowered.stdout == f"{code} is low now\n", lowered.stderr
    assert run(env, "cases", "release", code, *MARIA, "--reason", "x").returncode == 1
    assert "nobody else" in run(env, "cases", "recuse", code, *MARIA, "--reason", "x").stderr
    assert run(env, "cases", "readmit", code, *MARIA, "--whom", "Nobody", "--reason", "x").returncode == 1
    handed = run(env, "cases", "pass-on", code, *MARIA, "--to", "police", "--reason", "x")
    assert "no officer of this institution" in handed.stderr
    handed = run(env, "cases", "pass-on", code, *MARIA, "--to", "Dinas Sosial", "--shared", "people", "--reason", "x")
    assert "was handed on" in handed.stdout, handed.stderr
    assert run(env, "cases", "close", code, *MARIA, "--outcome", "duplicate", "--reason", "x").returncode == 1
    assert run(env, "cases", "close", code, *MARIA, "--outcome", "safe", "--reason", "x").returncode == 0
    assert run(env, "cases", "reopen", code, *MARIA, "--reason", "keliru").stdout == f"{code} is open again\n"
    assert desk.say(f"STATUS {code}")[0].startswith("Sudah diserahkan")
    assert run(env, "cases", "close", code, *MARIA, "--reason", "sudah diserahkan").returncode == 0
    assert "tidak ada kasus" in run(env, "cases", "list", *MARIA).stdout
    assert desk.say(f"STATUS {code}")[0].startswith("Di pihak kami sudah selesai")


@pytest.mark.timeout(180)
def test_where_to_call_is_shown_only_while_the_person_allows_it(
    runtime: Runtime, database_url: str, tmp_path: Path
) -> None:
    env = service_environment(database_url, tmp_path / "var") | SMTP
    run(env, "staff", "add", "Maria Contoh", "--role", "coordinator", "--email", "m@example.org")
    runtime.given_understander, people = Chain(None), Provider(runtime.clock)
    runtime.given_gateways, runtime.given_doors = {"twilio": people}, {"email": RecordingDoor()}
    desk = Desk(runtime, runtime.given_doors["email"], people)
    desk.say("TELEPON")
    desk.say("jam 7 malam")
    code = desk.only_case().code
    shown = run(env, "cases", "show", code, *MARIA).stdout
    assert f"at {PHONE} (jam 7 malam)" in shown
    desk.say("STOP")
    shown = run(env, "cases", "show", code, *MARIA).stdout
    assert PHONE not in shown
    assert "must not be called or written to" in shown


@pytest.mark.timeout(180)
def test_an_officer_asks_the_author_and_reads_the_answer(runtime: Runtime, database_url: str, tmp_path: Path) -> None:
    env = service_environment(database_url, tmp_path / "var") | SMTP
    run(env, "staff", "add", "Maria Contoh", "--role", "coordinator", "--email", "m@example.org")
    runtime.given_understander, people = Chain(None), Provider(runtime.clock)
    runtime.given_gateways, runtime.given_doors = {"twilio": people}, {"email": RecordingDoor()}
    desk = Desk(runtime, runtime.given_doors["email"], people)
    story = "Om Beni 0812 3456 7899 bawa 3 orang dari Soe ke Malaysia"
    code = desk.allow(story, "kalau suami sudah ke kebun")
    refused = run(env, "cases", "ask", code, "leaving", *MARIA)
    assert refused.returncode == 1
    assert "the hours they named are not understood" in refused.stderr
    assert "kebun" not in refused.stderr
    assert "(kalau suami sudah ke kebun)" in run(env, "cases", "show", code, *MARIA).stdout
    assert run(env, "cases", "ask", code, "leaving", *MARIA, "--between", "9-10").returncode == 1
    asked = run(env, "cases", "ask", code, "leaving", *MARIA, "--between", "09.00-10.00")
    assert "09.00 and 10.00 WITA" in asked.stdout, asked.stderr
    assert "? leaving: waiting, from " in run(env, "cases", "show", code, *MARIA).stdout
    desk.say(f"STATUS {code}")
    desk.say("besok subuh, dari pelabuhan Tenau")
    shown = run(env, "cases", "show", code, *MARIA).stdout
    assert "? leaving: answered" in shown
    assert "+ besok subuh, dari pelabuhan Tenau" in shown


@pytest.mark.timeout(180)
def test_a_list_is_narrowed_searched_and_says_in_plain_words_when_it_is_empty(
    runtime: Runtime, database_url: str, tmp_path: Path
) -> None:
    env = service_environment(database_url, tmp_path / "var") | SMTP
    run(env, "staff", "add", "Maria Contoh", "--role", "coordinator", "--email", "m@example.org")
    beni = make_case(
        runtime, Facts(names=("Om Beni Nabuasa",), phones=("+6281234567899",), origins=("Soe",), story=("ajak orang",))
    )
    danger = make_case(runtime, Facts(dangers=("held",), origins=("Atambua",)), CaseKind.DANGER)

    def shown(*options: str) -> str:
        listed = run(env, "cases", "list", *MARIA, *options)
        assert listed.returncode == 0, listed.stderr
        return listed.stdout

    both = shown()
    assert both.index(danger) < both.index(beni)
    assert "2 kasus: BAHAYA SEKARANG 1" in both
    assert shown("--search", "0812 3456 7899").startswith(beni)
    narrowed = shown("--level", "now", "--kind", "danger", "--regency", "belu", "--sort", "newest")
    assert danger in narrowed
    assert beni not in narrowed
    assert "halaman 2 tidak ada; halaman terakhir: 1" in shown("--page", "2")
    assert "tidak ada kasus yang cocok; kurangi pilihannya" in shown("--mine", "--late")
    assert "kalau itu kode kasus, ada huruf yang salah" in shown("--search", "NTT-7K3Q0")
    run(env, "cases", "take", beni, *MARIA)
    assert "dikerjakan oleh Anda" in shown("--mine")
    run(env, "cases", "close", beni, *MARIA, "--reason", "sudah diserahkan")
    assert beni not in shown()
    assert f"{beni}  " in shown("--state", "closed")
    assert f"{beni}  " in shown("--all", "--search", "beni")
    refused = run(env, "cases", "list", *MARIA, "--regency", "Atlantis")
    assert refused.returncode == 1
    assert "must be" in refused.stderr
