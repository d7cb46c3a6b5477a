"""The queue of sentences in the console, used as a browser without JavaScript uses it."""

import re
from html import unescape
from uuid import UUID, uuid4

import pytest

from bot.bootstrap import Runtime
from bot.clock import WITA
from bot.learning import learning_of
from bot.staff.permissions import StaffRole
from bot.store.sentences import keep_sentence, note_choice
from bot.training.figures import figures
from bot.training.promotion import compare
from bot.training.sentence import Guess, NewSentence, Reason
from bot.training.thresholds import failures
from tests.factories import NOON
from tests.training.test_promotion import EMERGENCIES, results
from tests.web.console.staff import Person, newcomer
from webhook.console import learning_words
from webhook.console.app import create_app

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What these pages call is tested on both databases: tests/services/test_label_queue.py and test_model_jobs.py."""

HOSTILE = "<script>alert(1)</script> \"'><b>karmana"
TEXTS = {"karmana itu barang e": "mkn", "au ka uhine fa": "aoz", HOSTILE: "und"}
GUESSES = (Guess("ask_cost", 0.6), Guess("ask_salary", 0.2), Guess("emergency", 0.1))


def keep(runtime: Runtime, texts: dict[str, str]) -> None:
    with runtime.store.writing() as session:
        for text, language in texts.items():
            assert keep_sentence(
                session,
                runtime.vault,
                NewSentence(NOON.astimezone(WITA).date(), text, language, GUESSES, Reason.ASKED_BACK),
            )


@pytest.fixture
def people(runtime: Runtime) -> dict[str, Person]:
    (learning_of(runtime).nlu_data / "train").mkdir(parents=True)
    keep(runtime, TEXTS)
    app = create_app(runtime)
    return {
        "maria": newcomer(app, runtime, StaffRole.ADMIN).sign_in(),
        "yosef": newcomer(app, runtime, StaffRole.ADMIN, "yosef@example.org").sign_in(),
        "lasarus": newcomer(app, runtime, StaffRole.REVIEWER).sign_in(),
    }


def sent(page: str) -> dict[str, str | list[str]]:
    """Return what the form of labels would send as it is."""
    form = re.search(r'<form method="post" id="labels".*?</form>', page, re.DOTALL)[0]
    found: dict[str, str | list[str]] = {
        "kalimat": re.findall(r'name="kalimat" value="(\w+)"', form),
        "csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', form)[1],
    }
    for name, text in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found[name] = unescape(text)
    for name, choices in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        picked = re.search(r'value="?([\w-]*)"? selected', choices) or re.search(r'value="?([\w-]*)"?', choices)
        found[name] = picked[1]
    return found


def id_of(page: str, text: str) -> str:
    form = sent(page)
    return next(each for each in form["kalimat"] if form[f"teks-{each}"] == text)


def test_guesses_are_shown_in_words_and_the_page_is_small(people: dict[str, Person], runtime: Runtime) -> None:
    with runtime.store.writing() as session:
        note_choice(session, runtime.vault, "karmana itu barang e", "ask_hotline")
    keep(runtime, {f"kata {letter}{second}": "id" for letter in "abcd" for second in "pqrs"})
    page = people["maria"].see("/belajar")
    assert len(page.encode()) < 60_000
    assert "<script>alert" not in page
    first = page.split("data-kalimat")[1]
    assert "karmana itu barang e" in first, "what somebody chose comes first"
    assert "dipilih orangnya" in page
    assert "cukup yakin" in page
    assert "Biaya berangkat" in page
    assert "0.6" not in page
    assert page.count("data-kalimat") == 8


def test_labels_of_a_page_are_saved_and_taken_back(people: dict[str, Person]) -> None:
    maria = people["maria"]
    page = maria.see("/belajar?bahasa=mkn")
    one = id_of(page, "karmana itu barang e")
    answer = maria.client.post("/belajar?bahasa=mkn", data=sent(page) | {f"label-{one}": "ask_cost"})
    assert answer.status_code == 303
    page = maria.see("/belajar")
    assert "1 label disimpan." in page
    assert "menunggu ditulis" in page
    assert "karmana itu barang e" in page
    assert maria.post(f"/belajar/{UUID(one)}/batal").status_code == 303
    assert "2 menunggu" not in maria.see("/belajar")
    assert maria.post(f"/belajar/{UUID(one)}/batal").status_code == 422
    assert maria.post(f"/belajar/{uuid4()}/batal").status_code == 422


def test_what_is_wrong_is_said_at_its_sentence_and_the_rest_is_kept(people: dict[str, Person]) -> None:
    maria = people["maria"]
    page = maria.see("/belajar")
    good, unclear = id_of(page, "karmana itu barang e"), id_of(page, HOSTILE)
    torn = id_of(page, "au ka uhine fa")
    changes = {
        f"label-{good}": "ask_cost",
        f"lain-{unclear}": "ask_visa",
        f"label-{torn}": "ask_cost",
        f"lain-{torn}": "ask_visa",
    }
    answer = maria.client.post("/belajar", data=sent(page) | changes)
    assert answer.status_code == 422
    assert "1 label disimpan." in answer.text
    assert "pilih bahasanya dulu" in answer.text
    assert "pilih satu saja" in answer.text
    assert "value=ask_visa selected" in answer.text
    assert answer.text.count("data-kalimat") == 2
    assert "<script>alert" not in answer.text
    fixed = sent(answer.text) | {f"bahasa-{unclear}": "mkn", f"label-{torn}": "", f"lain-{torn}": "skip"}
    assert maria.client.post("/belajar", data=fixed).status_code == 303


def test_who_comes_second_reads_what_the_first_one_said(people: dict[str, Person]) -> None:
    maria, yosef = people["maria"], people["yosef"]
    pages = {who: people[who].see("/belajar") for who in ("maria", "yosef")}
    one = id_of(pages["maria"], "karmana itu barang e")
    other = id_of(pages["yosef"], "au ka uhine fa")
    maria.client.post("/belajar", data=sent(pages["maria"]) | {f"label-{one}": "ask_cost"})
    answer = yosef.client.post(
        "/belajar", data=sent(pages["yosef"]) | {f"label-{one}": "ask_salary", f"label-{other}": "skip"}
    )
    assert answer.status_code == 409
    assert "Sudah dilabeli orang lain lebih dulu" in answer.text
    assert "1 label disimpan." in answer.text
    again = maria.client.post("/belajar", data=sent(pages["maria"]) | {f"label-{one}": "ask_cost"})
    assert again.status_code == 303, "the same form sent twice is no quarrel"


def test_a_reviewer_sees_and_changes_nothing_of_another_language(people: dict[str, Person]) -> None:
    lasarus = people["lasarus"]
    foreign = id_of(people["maria"].see("/belajar"), "karmana itu barang e")
    page = lasarus.see("/belajar")
    assert "karmana itu barang e" not in page
    forged = sent(page) | {"kalimat": [foreign], f"label-{foreign}": "skip", f"teks-{foreign}": "x"}
    answer = lasarus.client.post("/belajar", data=forged)
    assert answer.status_code == 422
    assert "karmana itu barang e" not in answer.text
    assert "fault" in lasarus.see("/belajar?bahasa=mkn")
    assert "karmana itu barang e" in people["maria"].see("/belajar")


def test_bad_filters_and_forged_forms_say_so(people: dict[str, Person]) -> None:
    maria = people["maria"]
    for wrong in ("alasan=zzz", "bahasa=zzz", "halaman=-3", "halaman=99999"):
        assert maria.client.get(f"/belajar?{wrong}").status_code == 200
    page = maria.see("/belajar")
    one = id_of(page, "karmana itu barang e")
    for label in ("zzz", "a" * 3_000, HOSTILE):
        answer = maria.client.post("/belajar", data=sent(page) | {f"label-{one}": label})
        assert answer.status_code == 422
        assert "label itu tidak ada" in answer.text
    nothing = sent(page) | {"kalimat": ["x", "1" * 500, str(uuid4())]}
    assert maria.client.post("/belajar", data=nothing).status_code in {303, 422}


def test_every_reason_is_said_in_the_language_of_the_page(people: dict[str, Person], runtime: Runtime) -> None:
    worse = results("." * 10 + "x" * 30) + results(".xxx", **EMERGENCIES)
    good = results("x" * 40) + results("xxxx", **EMERGENCIES)
    limits = {"at_least": {"accuracy": {"id": 0.9, "aoz": 0.9}}, "at_most": {"asked_back": {"all": 0.1}}}
    lines = [
        *compare(good, worse),
        *(f"threshold: {line}" for line in failures(figures(worse), limits)),
        "a near twin of a sentence the model is tested with, labelled ask_cost",
        "a near twin of a sentence there is already, labelled skip",
        "made like 3 others but for names and figures",
        "nothing is left without the marks",
    ]
    assert len(lines) == 8
    catalog = runtime.wording.catalog
    with people["maria"].app.test_request_context():
        said = [learning_words.say_why(line, catalog) for line in lines]
    assert not set(said) & set(lines)
    assert not [line for line in said if re.search(r"\b(loses|misses|wanted|labelled|measured|of|at|least)\b", line)], (
        said
    )


def test_writing_is_asked_for_once_and_shown(people: dict[str, Person]) -> None:
    maria = people["maria"]
    assert maria.post("/belajar/tulis").status_code == 422
    page = maria.see("/belajar")
    assert 'http-equiv="refresh"' not in page
    one = id_of(page, "karmana itu barang e")
    maria.client.post("/belajar", data=sent(page) | {f"label-{one}": "ask_cost"})
    assert maria.post("/belajar/tulis").status_code == 303
    page = maria.see("/belajar")
    assert "menunggu pekerja" in page
    assert "Pekerja tidak jalan" in page
    assert 'http-equiv="refresh"' in page
    assert "hx-get" in maria.see("/belajar/kemajuan")
    assert maria.post("/belajar/tulis").status_code == 422
    job = re.search(r"/belajar/pekerjaan/([\w-]+)/batal", page)[1]
    assert maria.post(f"/belajar/pekerjaan/{job}/batal").status_code == 303
    assert "dibatalkan" in maria.see("/belajar/model")
    assert "dibatalkan" in maria.see("/belajar")
    done = maria.client.get("/belajar/kemajuan", headers={"HX-Request": "true"})
    assert done.headers["HX-Refresh"] == "true"
