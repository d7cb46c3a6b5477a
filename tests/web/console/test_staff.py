"""Who keeps accounts, and every page for every role."""

import re

import pytest
from flask import Flask

from bot.bootstrap import Runtime
from bot.errors import ForbiddenError
from bot.services.staff_accounts import NewAccount, change_role, close_account, invite, invite_again
from bot.staff.permissions import MAY_INVITE, PERMISSIONS, Actor, Permission, StaffRole
from bot.store.journal import acts_on
from bot.store.tables.staff import StaffAccount, StaffInvitation
from tests.doubles.service import rows
from tests.web.console.pages import hidden
from tests.web.console.staff import Person, newcomer
from webhook.console.access import mark_of
from webhook.console.app import create_app

EVERYBODY = frozenset(StaffRole)
NOBODY: frozenset[StaffRole] = frozenset()
_KEEPERS = frozenset({StaffRole.COORDINATOR, StaffRole.SYSTEM})
_CASE_ROLES = frozenset({StaffRole.OFFICER, StaffRole.COORDINATOR})
_ANSWER_WRITERS = frozenset({StaffRole.ADMIN, StaffRole.REVIEWER})
_ANSWER_READERS = _ANSWER_WRITERS | {StaffRole.COORDINATOR}
_OVERVIEW_READERS = frozenset({StaffRole.COORDINATOR, StaffRole.ADMIN, StaffRole.AUDITOR})
ROUTES = {
    ("GET", "/beranda"): EVERYBODY,
    ("GET", "/akun"): EVERYBODY,
    ("POST", "/akun/sesi/{account}"): EVERYBODY,
    ("POST", "/akun/keluar-semua"): EVERYBODY,
    ("GET", "/staf"): _KEEPERS | {StaffRole.AUDITOR},
    ("POST", "/staf"): _KEEPERS,
    ("GET", "/staf/{account}"): _KEEPERS,
    ("POST", "/staf/{account}"): _KEEPERS,
    ("POST", "/staf/{account}/undang-lagi"): _KEEPERS,
    ("POST", "/staf/{account}/tutup"): _KEEPERS,
    ("GET", "/staf/petugas"): frozenset({StaffRole.COORDINATOR}),
    ("GET", "/staf/petugas/baru"): frozenset({StaffRole.COORDINATOR}),
    ("POST", "/staf/petugas/baru"): frozenset({StaffRole.COORDINATOR}),
    ("GET", "/staf/petugas/{account}"): frozenset({StaffRole.COORDINATOR}),
    ("POST", "/staf/petugas/{account}"): frozenset({StaffRole.COORDINATOR}),
    ("POST", "/staf/petugas/{account}/nonaktif"): frozenset({StaffRole.COORDINATOR}),
    ("POST", "/staf/petugas/{account}/aktif"): frozenset({StaffRole.COORDINATOR}),
    ("GET", "/cases"): _CASE_ROLES,
    ("POST", "/cases"): _CASE_ROLES,
    ("GET", "/cases/NTT-7K3QX"): _CASE_ROLES,
    **{
        ("POST", f"/cases/NTT-7K3QX/{act}"): _CASE_ROLES
        for act in (
            *(
                "take",
                "pass-on",
                "close",
                "credible",
                "accept",
                "ask",
                "ask/preview",
                "unseal",
                "files/{account}",
                "assign",
                "release",
                "recuse",
                "readmit",
            ),
            *("level", "reopen", "notes", "notes/{account}", "tasks", "tasks/{account}"),
            *("referrals", "referrals/{account}"),
            *("conversation", "conversation/join", "conversation/size", "conversation/leave"),
        )
    },
    ("POST", "/cases/NTT-7K3QX/unseal-story"): _CASE_ROLES,
    ("POST", "/cases/NTT-7K3QX/parts/00"): _CASE_ROLES,
    ("GET", "/cases/NTT-7K3QX/card"): _CASE_ROLES,
    ("GET", "/cases/NTT-7K3QX/conversation"): _CASE_ROLES,
    ("GET", "/cases/NTT-7K3QX/conversation/lines"): _CASE_ROLES,
    ("GET", "/cases/new"): _CASE_ROLES,
    ("POST", "/cases/new"): _CASE_ROLES,
    ("GET", "/cases/new/NTT-7K3QX"): _CASE_ROLES,
    ("GET", "/cases/NTT-7K3QX/files/{account}/blurred"): _CASE_ROLES,
    ("GET", "/perekrut"): _CASE_ROLES,
    ("POST", "/perekrut"): _CASE_ROLES,
    ("GET", "/perekrut/NTT-7K3QX"): _CASE_ROLES,
    ("GET", "/perekrut/NTT-7K3QX/dengan"): _CASE_ROLES,
    **{("POST", f"/perekrut/NTT-7K3QX/{act}"): _CASE_ROLES for act in ("satukan", "tolak", "pisahkan", "batal")},
    ("POST", "/perekrut/NTT-7K3QX/putusan"): frozenset({StaffRole.COORDINATOR}),
    ("GET", "/cases/export"): frozenset({StaffRole.COORDINATOR}),
    ("POST", "/cases/export"): frozenset({StaffRole.COORDINATOR}),
    ("GET", "/cases/export/{account}"): frozenset({StaffRole.COORDINATOR}),
    ("GET", "/ikhtisar"): _OVERVIEW_READERS,
    ("GET", "/ikhtisar/languages.csv"): _OVERVIEW_READERS,
    ("GET", "/audit"): frozenset({StaffRole.AUDITOR}),
    ("GET", "/audit/chain"): frozenset({StaffRole.AUDITOR}),
    ("POST", "/audit/chain"): frozenset({StaffRole.AUDITOR}),
    ("GET", "/jawaban"): _ANSWER_READERS,
    ("GET", "/jawaban/terjemahan"): _ANSWER_READERS,
    ("GET", "/jawaban/kamus"): _ANSWER_READERS,
    ("GET", "/jawaban/berkas"): frozenset({StaffRole.ADMIN}),
    ("POST", "/jawaban/berkas"): frozenset({StaffRole.ADMIN}),
    ("GET", "/jawaban/berkas/unduh"): frozenset({StaffRole.ADMIN}),
    ("POST", "/jawaban/berkas/simpan"): frozenset({StaffRole.ADMIN}),
    ("GET", "/jawaban/nomor"): _ANSWER_READERS,
    ("GET", "/jawaban/nomor/kp2mi"): _ANSWER_READERS,
    ("POST", "/jawaban/nomor/kp2mi"): frozenset({StaffRole.ADMIN}),
    ("GET", "/jawaban/nomor/baru"): frozenset({StaffRole.ADMIN}),
    ("POST", "/jawaban/nomor/baru"): frozenset({StaffRole.ADMIN}),
    **{
        ("POST", f"/jawaban/nomor/kp2mi/{act}"): frozenset({StaffRole.ADMIN})
        for act in ("terbitkan", "buang", "pulihkan", "tarik", "pakai-lagi")
    },
    ("GET", "/jawaban/topik/baru"): frozenset({StaffRole.ADMIN}),
    ("POST", "/jawaban/topik/baru"): frozenset({StaffRole.ADMIN}),
    ("POST", "/jawaban/ask_cost/kalimat"): frozenset({StaffRole.ADMIN}),
    ("POST", "/jawaban/ask_cost/kalimat/setujui"): _ANSWER_WRITERS,
    ("POST", "/jawaban/ask_cost/kalimat/{account}/hapus"): frozenset({StaffRole.ADMIN}),
    ("POST", "/jawaban/ask_cost/hapus-topik"): frozenset({StaffRole.ADMIN}),
    ("GET", "/jawaban/ask_cost"): _ANSWER_READERS,
    ("GET", "/jawaban/ask_cost/aoz"): _ANSWER_READERS,
    ("GET", "/jawaban/ask_cost/aoz/riwayat"): _ANSWER_READERS,
    ("POST", "/jawaban/ask_cost/aoz"): _ANSWER_WRITERS,
    **{
        ("POST", f"/jawaban/ask_cost/aoz/{act}"): _ANSWER_WRITERS
        for act in (
            *("pratinjau", "buang", "coba", "ajukan", "komentar", "kembalikan"),
            *("terbitkan", "jadwalkan", "batal-jadwal", "pulihkan"),
        )
    },
    ("POST", "/jawaban/ask_cost/tarik"): frozenset({StaffRole.ADMIN}),
    ("POST", "/jawaban/ask_cost/pakai-lagi"): frozenset({StaffRole.ADMIN}),
    ("POST", "/simulator/percobaan-selesai"): EVERYBODY - {StaffRole.AUDITOR},
    ("GET", "/belajar"): _ANSWER_WRITERS,
    ("POST", "/belajar"): _ANSWER_WRITERS,
    ("POST", "/belajar/{account}/batal"): _ANSWER_WRITERS,
    ("POST", "/belajar/tulis"): _ANSWER_WRITERS,
    ("GET", "/belajar/kemajuan"): _ANSWER_WRITERS,
    ("POST", "/belajar/pekerjaan/{account}/batal"): frozenset({StaffRole.ADMIN}),
    ("GET", "/belajar/model"): frozenset({StaffRole.ADMIN}),
    ("POST", "/belajar/model/latih"): frozenset({StaffRole.ADMIN}),
    ("POST", "/belajar/model/kembali"): frozenset({StaffRole.ADMIN}),
    ("POST", "/belajar/model/no-model/bandingkan"): frozenset({StaffRole.ADMIN}),
    ("POST", "/belajar/model/no-model/pakai"): frozenset({StaffRole.ADMIN}),
    ("GET", "/"): EVERYBODY - {StaffRole.AUDITOR},
    ("GET", "/simulator/lines"): EVERYBODY - {StaffRole.AUDITOR},
    ("POST", "/simulator/messages"): EVERYBODY - {StaffRole.AUDITOR},
    ("POST", "/simulator/number"): EVERYBODY - {StaffRole.AUDITOR},
    ("GET", "/status"): frozenset({StaffRole.ADMIN, StaffRole.COORDINATOR, StaffRole.SYSTEM}),
    ("GET", "/simulator/status"): frozenset({StaffRole.ADMIN, StaffRole.COORDINATOR, StaffRole.SYSTEM}),
}
"""Every page that is not open to all, and the roles it is open to. ``{account}``: that of a reviewer."""

OPEN = {
    "/masuk",
    "/keluar",
    "/masuk/kode",
    "/masuk/kode-cadangan",
    "/masuk/pilih",
    "/masuk/kunci-sandi",
    "/masuk/kunci-sandi/<token>",
    "/akun/aplikasi-kode",
    "/bahasa",
    "/undangan/<token>",
}
_LIBRARY = {
    "/akun/sandi",
    "/akun/sandi-lagi",
    "/akun/kode-cadangan",
    "/akun/aplikasi-kode/<token>",
    "/akun/kunci-sandi",
    "/akun/kunci-sandi/<token>",
    "/akun/kunci-sandi/hapus",
}
_SERVICE = {"/static/htmx.js", "/health/live", "/health/ready", "/static/<path:filename>"}
_CLOSED = {"/masuk/bantuan"}
_SAMPLES = {
    "{account}": "<uuid>",
    "NTT-7K3QX": "<code>",
    "parts/00": "parts/<part>",
    "/ask_cost": "/<key>",
    "/kp2mi": "/<name>",
    "/languages.csv": "/<name>.csv",
    "/aoz": "/<language>",
    "/no-model": "/<model>",
}
BY_PROXY = {"Host": "konsol.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}


@pytest.fixture
def app(runtime: Runtime) -> Flask:
    runtime.settings = runtime.settings.model_copy(update={"console_url": "https://konsol.example"})
    app = create_app(runtime)
    app.config.update(SERVER_NAME="konsol.example", PREFERRED_URL_SCHEME="https")  # what the test client asks for
    return app


def test_every_route_says_to_whom_it_is_open(app: Flask) -> None:
    known = {_as_rule(path) for _, path in ROUTES} | OPEN | _LIBRARY | _SERVICE | _CLOSED
    found = {re.sub(r"<uuid:\w+>", "<uuid>", str(rule)) for rule in app.url_map.iter_rules()}
    assert found == known
    unmarked = {str(rule) for rule in app.url_map.iter_rules() if mark_of(app, rule.endpoint) is None}
    assert unmarked == _CLOSED


def _as_rule(path: str) -> str:
    """Return a path as the application writes it."""
    for sample, name in _SAMPLES.items():
        path = path.replace(sample, name)
    return path


def test_every_role_has_permissions_and_only_keepers_invite() -> None:
    assert set(PERMISSIONS) == EVERYBODY
    assert {role for role, can in PERMISSIONS.items() if Permission.MANAGE_STAFF in can} == set(MAY_INVITE) == _KEEPERS
    assert Permission.READ_CASES not in PERMISSIONS[StaffRole.SYSTEM]
    assert not any(role in MAY_INVITE[StaffRole.SYSTEM] for role in (StaffRole.OFFICER, StaffRole.COORDINATOR))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", StaffRole)
def test_every_route_for_every_role_through_the_proxy(app: Flask, runtime: Runtime, role: StaffRole) -> None:
    person = signed_in(app, runtime, role)
    other = newcomer(app, runtime, StaffRole.REVIEWER, "target@example.org").account
    for (method, path), allowed in sorted(ROUTES.items(), key=lambda each: each[0][1] == "/akun/keluar-semua"):
        url = path.format(account=other)
        token = hidden(person.client.get("/akun", headers=BY_PROXY).text, "csrf_token")
        answer = person.client.open(url, method=method, data={"csrf_token": token}, headers=BY_PROXY)
        assert (answer.status_code == 403) is (role not in allowed), (role, method, path, answer.status_code)
        assert answer.status_code not in {302, 500} or path.startswith("/akun"), (path, answer.status_code)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nobody_gets_anywhere_without_signing_in_through_the_proxy(app: Flask) -> None:
    client = app.test_client()
    token = hidden(client.get("/masuk", headers=BY_PROXY).text, "csrf_token")
    for method, path in sorted(ROUTES):
        url = path.format(account="00000000-0000-4000-8000-000000000000")
        answer = client.open(url, method=method, data={"csrf_token": token}, headers=BY_PROXY)
        assert answer.status_code == 303, path
        assert answer.headers["Location"].startswith("/masuk"), path


def test_the_proxy_needs_https_and_our_name(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/masuk", headers=BY_PROXY).status_code == 200
    for wrong in ({"Host": "evil.example"}, {"X-Forwarded-Proto": "http"}, {"X-Forwarded-Proto": ""}):
        assert client.get("/masuk", headers=BY_PROXY | wrong).status_code == 403
    far = client.get("/masuk", headers=BY_PROXY, environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert far.status_code == 403
    assert "max-age" in client.get("/masuk", headers=BY_PROXY).headers["Strict-Transport-Security"]


def signed_in(app: Flask, runtime: Runtime, role: StaffRole) -> Person:
    person = newcomer(app, runtime, role)
    person.client.environ_base["HTTP_X_FORWARDED_PROTO"] = "https"
    return person.sign_in()


@pytest.fixture
def plain(runtime: Runtime) -> Flask:
    return create_app(runtime)


@pytest.fixture
def maria(plain: Flask, runtime: Runtime) -> Person:
    return newcomer(plain, runtime, StaffRole.COORDINATOR, "maria@example.org").sign_in()


NEW = {"nama": "Yosef Contoh", "surel": "Yosef@Example.org", "peran": "admin"}


def test_a_coordinator_invites_somebody_who_signs_in(maria: Person, plain: Flask, runtime: Runtime) -> None:
    page = maria.post("/staf", "/staf", **NEW).text
    link = re.search(r"<code>http://[^/]+/undangan/([^<]+)</code>", page)
    yosef = Person(plain, runtime, "yosef@example.org", maria.account, link[1], plain.test_client())
    yosef.sign_in()
    assert "Yosef Contoh" in yosef.see("/beranda")
    assert "/undangan/" not in maria.see("/staf")
    assert link[1] not in str([row.token_hash for row in rows(runtime, StaffInvitation)])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"surel": "no address"}, "Alamat surel harus"),
        ({"surel": "maria@example.org"}, "Sudah ada akun"),
        ({"nama": " "}, "Isi nama"),
        ({"nama": "x" * 81}, "Isi nama"),
        ({"peran": "king"}, "Pilih perannya"),
        ({"peran": "officer"}, "perlu petugas"),
        ({"peran": "officer", "petugas": "Nobody"}, "perlu petugas"),
        ({"peran": "reviewer"}, "perlu satu bahasa"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(maria: Person, changed: dict[str, str], said: str) -> None:
    answer = maria.post("/staf", "/staf", **(NEW | changed))
    assert answer.status_code == 422
    assert said in answer.text
    if "nama" not in changed:
        assert 'value="Yosef Contoh"' in answer.text


def test_a_new_invitation_takes_password_and_codes_away(maria: Person, plain: Flask, runtime: Runtime) -> None:
    admin = newcomer(plain, runtime, StaffRole.ADMIN).sign_in()
    page = maria.post(f"/staf/{admin.account}/undang-lagi", "/staf").text
    admin.see("/beranda", 303)
    old = admin.type_password()
    assert old.status_code == 200
    again = Person(
        plain, runtime, admin.email, admin.account, re.search(r"/undangan/([^<]+)<", page)[1], plain.test_client()
    )
    again.sign_in()
    again.see("/beranda")


def test_a_closed_account_is_out_at_once(maria: Person, plain: Flask, runtime: Runtime) -> None:
    admin = newcomer(plain, runtime, StaffRole.ADMIN).sign_in()
    assert maria.post(f"/staf/{admin.account}/tutup", "/staf").status_code == 303
    admin.see("/beranda", 303)
    assert admin.type_password().status_code == 200
    assert "ditutup" in maria.see("/staf")


def test_a_changed_role_holds_at_once(maria: Person, plain: Flask, runtime: Runtime) -> None:
    admin = newcomer(plain, runtime, StaffRole.ADMIN).sign_in()
    form = {"nama": "Orang Baru", "peran": "reviewer", "bahasa": "aoz"}
    assert maria.post(f"/staf/{admin.account}", f"/staf/{admin.account}", **form).status_code == 303
    admin.see("/beranda", 303)
    row = next(row for row in rows(runtime, StaffAccount) if row.id == admin.account)
    assert (row.name, row.role, row.language) == ("Orang Baru", "reviewer", "aoz")


def test_nobody_closes_or_demotes_themselves(maria: Person) -> None:
    assert maria.post(f"/staf/{maria.account}/tutup", "/staf").status_code == 400
    form = {"nama": "Maria", "peran": "admin"}
    assert maria.post(f"/staf/{maria.account}", "/staf", **form).status_code == 422


@pytest.mark.parametrize("kept", [StaffRole.COORDINATOR, StaffRole.OFFICER])
def test_the_services_refuse_as_well(plain: Flask, runtime: Runtime, kept: StaffRole) -> None:
    target = newcomer(plain, runtime, kept, "target@example.org").account
    system = Actor(newcomer(plain, runtime, StaffRole.SYSTEM).account, StaffRole.SYSTEM)
    new = NewAccount("new@example.org", "Baru", kept, officer="Petugas target@example.org")
    for act in (
        lambda: invite(runtime.store, runtime.clock, new, system),
        lambda: invite_again(runtime.store, runtime.clock, target, system),
        lambda: close_account(runtime.store, runtime.clock, target, system),
        lambda: change_role(runtime.store, runtime.clock, target, new, system),
    ):
        with pytest.raises(ForbiddenError):
            act()


def test_every_act_on_an_account_is_in_the_audit_log(maria: Person, plain: Flask, runtime: Runtime) -> None:
    admin = newcomer(plain, runtime, StaffRole.ADMIN).sign_in()
    maria.post(f"/staf/{admin.account}/undang-lagi", "/staf")
    maria.post(f"/staf/{admin.account}/tutup", "/staf")
    with runtime.store.reading() as session:
        acts = [(act.action, act.actor) for act in acts_on(session, [admin.account.hex])]
    by = f"account {maria.account.hex}"
    assert [name for name, _ in acts] == ["account_invited", "invitation_accepted", "account_reset", "account_closed"]
    assert [who for _, who in acts][2:] == [by, by]


def test_hostile_names_are_never_code(maria: Person) -> None:
    page = maria.post("/staf", "/staf", **(NEW | {"nama": "<script>alert(1)</script>"})).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in maria.see("/staf")
