"""From the invitation to the first page, and every way in which it must not work."""

from datetime import timedelta

import pytest
from flask import Flask
from pydantic import SecretStr

from bot.bootstrap import Runtime
from bot.services.staff_accounts import INVITED_FOR
from bot.services.staff_sessions import IDLE, LONGEST
from bot.staff.permissions import StaffRole
from bot.store.tables.staff import StaffAccount, StaffSession
from tests.doubles.service import rows
from tests.web.console.pages import hidden
from tests.web.console.staff import PASSWORD, Person, newcomer
from webhook.console.app import create_app

SHUT = "Terlalu banyak percobaan"
WRONG = "kuda hujan gunung salah"


@pytest.fixture
def app(runtime: Runtime) -> Flask:
    return create_app(runtime)


@pytest.fixture
def maria(app: Flask, runtime: Runtime) -> Person:
    return newcomer(app, runtime, StaffRole.COORDINATOR, "maria@example.org")


def test_from_the_invitation_to_the_first_page(maria: Person) -> None:
    assert maria.choose_password().headers["Location"].endswith("/masuk")
    assert maria.type_password().headers["Location"].endswith("/akun/aplikasi-kode")
    maria.see("/akun", 303)  # a password alone opens nothing
    assert maria.set_up_second_factor().headers["Location"].endswith("/beranda")
    page = maria.see("/beranda")
    assert "Orang coordinator" in page
    assert "kode cadangan" in page


def test_the_second_sign_in_asks_for_a_code(maria: Person) -> None:
    maria.sign_in()
    maria.post("/keluar")
    maria.see("/beranda", 303)
    assert maria.type_password().headers["Location"].split("?")[0].endswith("/masuk/kode")
    maria.see("/beranda", 303)
    assert maria.type_code().headers["Location"].endswith("/beranda")
    maria.see("/beranda")


def test_a_code_is_good_once(maria: Person) -> None:
    maria.sign_in()
    code = maria.code(1)
    for browser, good in ((maria.elsewhere(), True), (maria.elsewhere(), False)):
        browser.type_password()
        answer = browser.type_code(code)
        assert (answer.status_code == 302) is good


def test_no_telephone_but_a_recovery_code_once(maria: Person) -> None:
    maria.sign_in()
    page = maria.post("/akun/kode-cadangan", generate_new_codes="1").text
    code = page.split("<code>")[1].split("</code>")[0]
    assert page.count("<code>") == 8
    stored = rows(maria.runtime, StaffAccount)[0].mf_recovery_codes
    assert code not in str(stored)
    first, second = maria.elsewhere(), maria.elsewhere()
    first.type_password()
    assert first.post("/masuk/kode-cadangan", "/masuk/kode-cadangan", code=code).status_code == 302
    first.see("/beranda")
    second.type_password()
    assert second.post("/masuk/kode-cadangan", "/masuk/kode-cadangan", code=code).status_code == 200
    second.see("/beranda", 303)


def test_an_invitation_is_good_once_and_for_three_days(maria: Person, app: Flask, runtime: Runtime) -> None:
    maria.see(f"/undangan/{maria.token}")
    maria.choose_password()
    maria.see(f"/undangan/{maria.token}", 404)
    late = newcomer(app, runtime, StaffRole.ADMIN)
    page = f"/undangan/{late.token}"
    token = hidden(late.see(page), "csrf_token")
    runtime.clock.advance(INVITED_FOR)
    form = {"csrf_token": token, "sandi": PASSWORD, "sandi_lagi": PASSWORD}
    assert late.client.post(page, data=form).status_code == 404
    assert "Minta undangan baru" in late.see(page, 404)
    assert late.client.get("/undangan/nonsense").status_code == 404


@pytest.mark.parametrize(
    ("password", "again"),
    [
        ("kuda", "kuda"),
        ("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa"),
        ("password1234", "password1234"),
        (PASSWORD, WRONG),
        ("", ""),
    ],
)
def test_a_weak_password_is_refused_with_a_reason_and_the_link_stays_good(
    maria: Person, password: str, again: str
) -> None:
    page = f"/undangan/{maria.token}"
    answer = maria.post(page, page, sandi=password, sandi_lagi=again)
    assert answer.status_code == 422
    assert 'class="fault"' in answer.text
    assert maria.choose_password().status_code == 303


def test_unknown_addresses_and_wrong_passwords_look_alike(maria: Person) -> None:
    maria.choose_password()
    unknown = maria.post("/masuk", "/masuk", email="nobody@example.org", password=WRONG)
    wrong = maria.type_password(WRONG)
    said = [text.replace("nobody@example.org", "X").replace(maria.email, "X") for text in (unknown.text, wrong.text)]
    assert len({without_token(one) for one in said}) == 1


def without_token(page: str) -> str:
    return page.replace(hidden(page, "csrf_token"), "") if 'name="csrf_token" value="' in page else page


@pytest.mark.parametrize("email", ["maria@example.org", "nobody@example.org"])
def test_after_five_wrong_passwords_the_door_stays_shut_for_the_right_one_too(
    maria: Person, runtime: Runtime, email: str
) -> None:
    maria.choose_password()
    for _ in range(5):
        assert SHUT not in maria.post("/masuk", "/masuk", email=email, password=WRONG).text
    assert SHUT in maria.post("/masuk", "/masuk", email=email, password=PASSWORD).text
    assert SHUT in maria.post("/masuk", "/masuk", email=email.upper(), password=PASSWORD).text
    runtime.clock.advance(timedelta(minutes=15))
    assert SHUT not in maria.post("/masuk", "/masuk", email=email, password=PASSWORD).text


def test_wrong_codes_shut_the_door_as_well(maria: Person) -> None:
    maria.sign_in()
    guesser = maria.elsewhere()
    guesser.type_password()
    for _ in range(5):
        guesser.type_code("000000")
    assert SHUT in guesser.type_code().text
    maria.see("/beranda")  # who is inside stays inside


def test_wrong_recovery_codes_shut_the_door_as_well(maria: Person) -> None:
    maria.sign_in()
    guesser = maria.elsewhere()
    guesser.type_password()
    for _ in range(5):
        guesser.post("/masuk/kode-cadangan", "/masuk/kode-cadangan", code="aaaa-bbbb-cccc")
    assert SHUT in guesser.type_code().text


def test_thirty_wrong_passwords_from_one_place_shut_that_place(maria: Person) -> None:
    maria.choose_password()
    for number in range(30):
        maria.post("/masuk", "/masuk", email=f"x{number}@example.org", password=WRONG)
    assert SHUT in maria.type_password().text


def test_silence_and_a_long_day_end_a_session(maria: Person, runtime: Runtime) -> None:
    maria.sign_in()
    for _ in range(2):
        runtime.clock.advance(IDLE - timedelta(minutes=1))
        maria.see("/beranda")
    runtime.clock.advance(IDLE)
    maria.see("/beranda", 303)
    maria.type_password()
    maria.type_code()
    for _ in range(1 + int(LONGEST / timedelta(minutes=50))):
        maria.see("/beranda")
        runtime.clock.advance(timedelta(minutes=50))
    maria.see("/beranda", 303)


def test_sessions_are_listed_and_ended(maria: Person) -> None:
    maria.sign_in()
    other = maria.elsewhere()
    other.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Linux; Android 13) Chrome/120.0 Mobile Safari/537.36"
    other.type_password()
    other.type_code()
    page = maria.see("/akun")
    assert "Chrome, Android" in page
    ended = next(row.id for row in rows(maria.runtime, StaffSession) if row.device == "Chrome, Android")
    assert maria.post(f"/akun/sesi/{ended}").status_code == 303
    other.see("/beranda", 303)
    maria.see("/beranda")


def test_signing_out_everywhere_ends_copied_cookies_too(maria: Person) -> None:
    maria.sign_in()
    stolen = maria.elsewhere()
    cookie = maria.client.get_cookie("jalan_aman_console")
    stolen.client.set_cookie("jalan_aman_console", cookie.value)
    stolen.see("/beranda")
    maria.post("/akun/keluar-semua")
    stolen.see("/beranda", 303)
    maria.see("/beranda", 303)


def test_a_cookie_from_before_signing_out_is_worth_nothing(maria: Person) -> None:
    maria.sign_in()
    before = maria.client.get_cookie("jalan_aman_console").value
    maria.post("/keluar")
    maria.client.set_cookie("jalan_aman_console", before)
    maria.see("/beranda", 303)


def test_a_changed_password_ends_the_other_sessions(maria: Person) -> None:
    maria.sign_in()
    other = maria.elsewhere()
    other.type_password()
    other.type_code()
    new = "lontar kapur embun menara"
    changed = maria.post("/akun/sandi", password=PASSWORD, new_password=new, new_password_confirm=new)
    assert changed.status_code == 302
    maria.see("/beranda")
    other.see("/beranda", 303)


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere_after_signing_in(maria: Person, target: str) -> None:
    maria.choose_password()
    token = hidden(maria.client.get("/masuk").text, "csrf_token")
    form = {"csrf_token": token, "email": maria.email, "password": PASSWORD, "next": target}
    answer = maria.client.post("/masuk", data=form)
    done = maria.set_up_second_factor() if answer.status_code == 302 else answer
    assert "evil" not in done.headers.get("Location", "")
    assert "evil" not in answer.headers.get("Location", "").partition("?")[0]


def test_the_page_that_was_wanted_comes_after_signing_in(maria: Person) -> None:
    maria.sign_in()
    maria.post("/keluar")
    wanted = maria.client.get("/staf").headers["Location"]
    assert wanted.endswith("/masuk?next=/staf")


@pytest.mark.usefixtures("real_passwords")
def test_the_password_is_a_slow_hash_and_the_second_factor_is_sealed(maria: Person) -> None:
    maria.sign_in()
    row = rows(maria.runtime, StaffAccount)[0]
    assert row.password.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert maria.secret not in row.tf_totp_secret
    assert "enckey" in row.tf_totp_secret


def test_a_new_secret_key_signs_out_and_takes_no_password_away(maria: Person, runtime: Runtime) -> None:
    maria.sign_in()
    cookie = maria.client.get_cookie("jalan_aman_console").value
    runtime.settings = runtime.settings.model_copy(update={"secret_key": SecretStr("n" * 40)})
    after = Person(create_app(runtime), runtime, maria.email, maria.account, "", None, maria.secret).elsewhere()
    after.client.set_cookie("jalan_aman_console", cookie)
    after.see("/beranda", 303)
    after.type_password()
    assert after.type_code().headers["Location"].endswith("/beranda")


def test_codes_are_not_shown_again_without_the_password(maria: Person, runtime: Runtime) -> None:
    maria.sign_in()
    with maria.client.session_transaction() as session:
        session["fs_paa"] -= 3600
    assert maria.client.get("/akun/kode-cadangan").headers["Location"].split("?")[0].endswith("/akun/sandi-lagi")


def test_help_by_mail_and_other_doors_of_the_library_do_not_exist(maria: Person) -> None:
    maria.sign_in()
    maria.see("/masuk/bantuan", 404)


@pytest.mark.parametrize("path", ["/masuk/kode", "/masuk/kode-cadangan", "/masuk/pilih"])
def test_nobody_begins_with_the_second_step(maria: Person, path: str) -> None:
    answer = maria.client.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].split("?")[0].endswith("/masuk")


def test_who_is_signed_in_sees_the_page_about_the_database_too(maria: Person, runtime: Runtime) -> None:
    maria.sign_in()
    runtime.store.engine.dispose()
    with runtime.store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE staff_accounts RENAME TO gone")
    page = maria.see("/beranda", 503)
    assert "Database tidak menjawab" in page
    with runtime.store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE gone RENAME TO staff_accounts")
    maria.see("/beranda")
