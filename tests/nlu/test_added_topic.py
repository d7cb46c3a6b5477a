"""A topic from the console's form to a message in other words that gets its answer, with a real small model, and away.

In a small copy of the project, as test_learning.py: the real worker, learner, Rasa and NLU server.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from bot.bootstrap import Runtime
from bot.clock import WITA
from bot.nlu_server import running_nlu
from bot.services import model_jobs
from bot.services.serve_model import promote, read_models
from bot.staff.permissions import StaffRole
from bot.training.jobs import JobKind, JobState
from bot.training.topic_data import FILE
from bot.understanding.chain import Chain
from bot.understanding.examples import read_examples
from bot.vocabulary import Decision
from tests.doubles.service import deliver, texts, work
from tests.factories import make_inbound, make_runtime
from tests.nlu.test_learning import ADMIN, Copy, one_at_a_time
from tests.topics import INDONESIAN, KUPANG, SHORT, TOPIC
from tests.web.console.staff import Person
from tests.web.console.test_answers import fields, somebody
from tests.web.console.test_topics import FORM, NEW, PAGE, TEXTS, press
from webhook.console.app import create_app

pytestmark = [pytest.mark.nlu, pytest.mark.timeout(1_500)]

OTHER_WORDS = "bikin akta kelahiran anak urus ke kantor mana"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    with ExitStack() as stack:
        stack.enter_context(one_at_a_time())
        made = Copy(tmp_path_factory.mktemp("copy") / "project")
        stack.callback(made.stop)
        stack.callback(made.runtime.store.engine.dispose)
        assert made.run("ops/train_model.py").wait(420) == 0, made.log()
        yield made


def answered(copy: Copy, model: Path) -> tuple[str, str, Decision]:
    """Ask in other words by a model's understanding. Returns what came back, and what was understood."""
    with running_nlu(model=model) as client:
        chain = Chain(client)
        runtime: Runtime = make_runtime(copy.runtime.settings, clock=copy.runtime.clock, understander=chain)
        before = len(texts(runtime))
        deliver(runtime, make_inbound(OTHER_WORDS, address="+6281234567890"))
        work(runtime)
        understood, said = chain.understand(OTHER_WORDS), " ".join(texts(runtime)[before:])
        runtime.store.engine.dispose()
        return said, understood.name, understood.decision


def published(copy: Copy) -> Person:
    """Let one admin write the topic in the console, and another publish it."""
    app = create_app(copy.runtime)
    maria = somebody(app, copy.runtime, "Maria Admin", StaffRole.ADMIN)
    yosef = somebody(app, copy.runtime, "Yosef Admin", StaffRole.ADMIN)
    made = maria.post(NEW, NEW, **FORM)
    assert made.status_code == 303, made.text
    today = copy.runtime.clock.now().astimezone(WITA).date()
    days = {"diperiksa": f"{today}", "tinjau": f"{today + timedelta(days=300)}"}
    assert maria.client.post(PAGE, data=fields(maria.see(PAGE)) | TEXTS | days).status_code == 303
    assert press(maria, f"{PAGE}/ajukan").status_code == 303
    assert press(yosef, f"{PAGE}/terbitkan", nomor="1").status_code == 303
    return maria


def test_from_the_form_to_a_message_in_other_words_and_away(copy: Copy) -> None:
    learning, models = copy.learning, copy.learning.models
    old = models.current()
    assert old
    assert old.topics == ()
    maria = published(copy)
    copy.start_worker()
    model_jobs.ask_writing(learning, ADMIN)
    assert copy.ended(JobKind.WRITE, JobState.DONE).result["added"] == len(INDONESIAN) + len(KUPANG)
    assert (copy.folder / "nlu_data" / "train" / "id" / FILE).is_file()
    assert "belum mengenal topik ini" in maria.see(PAGE)
    said, name, _ = answered(copy, models.file(old.id))
    assert SHORT not in said
    assert name != TOPIC

    model_jobs.ask_training(learning, ADMIN)
    candidate = copy.ended(JobKind.TRAIN, JobState.DONE).result["model"]
    found = models.get(candidate)
    assert found
    assert found.topics == (TOPIC,)
    model_jobs.ask_comparison(learning, ADMIN, candidate)
    assert copy.ended(JobKind.COMPARE, JobState.DONE).result["emergencies"] == []
    shown = next(one for one in read_models(learning, ADMIN).models if one.model.id == candidate)
    promote(learning, ADMIN, candidate, "a small copy" if shown.others else "")
    assert "mengenal topik ini: orang yang bertanya mendapat jawabannya" in maria.see(PAGE)
    assert "model mengenalnya" in maria.see("/jawaban?topik=added")
    said, name, decision = answered(copy, models.file(candidate))
    assert (name, decision) == (TOPIC, Decision.ACT)
    assert SHORT in said

    assert press(maria, f"/jawaban/{TOPIC}/tarik", alasan="salah").status_code == 303
    said, name, _ = answered(copy, models.file(candidate))
    assert name == TOPIC, "the model knows it still"
    assert SHORT not in said
    assert "MENU" in said, "as any message that is not understood or asked back"
    model_jobs.ask_writing(learning, ADMIN)
    copy.ended(JobKind.WRITE, JobState.DONE)
    assert TOPIC not in {one.intent for one in read_examples(copy.folder / "nlu_data" / "train")}
    model_jobs.ask_training(learning, ADMIN)
    assert copy.ended(JobKind.TRAIN, JobState.DONE).result["model"] is None, "the first model's sentences are back"
