"""``bot answers`` as an admin types it, beside a running worker: the next reply says what was published."""

from contextlib import closing
from pathlib import Path

import pytest

from bot.bootstrap import Runtime
from bot.config import PROJECT
from bot.services.bell import HueyBell
from bot.services.receive_message import receive_message
from tests.cli.test_talk import environment, run
from tests.doubles.processes import environment as service_environment
from tests.doubles.processes import running, start_worker, wait_until
from tests.doubles.service import outbox, texts
from tests.factories import make_inbound

__all__ = ["environment"]

OLD, NEW = "Jangan beri uang ke calo.", "Jangan kasih uang ke calo."
DAWAN = "Mail miit teks bahasa Indonesia"
QUESTION = "berapa biaya untuk berangkat kerja"


def changed_file(folder: Path) -> str:
    """Write the shipped answers about money with one other word; returns the file's path."""
    file = folder / "money.toml"
    shipped = (PROJECT / "responses" / "answers" / "money.toml").read_text(encoding="utf-8")
    file.write_text(shipped.replace(OLD, NEW), encoding="utf-8")
    return str(file)


def ask(runtime: Runtime, question: str) -> list[str]:
    """Write to the running service, whose worker hears the bell; returns what it sends back."""
    before, queue = len(outbox(runtime)), runtime.make_huey()
    with closing(queue.storage):
        bell = HueyBell(lambda: queue)
        receive_message(runtime.store, runtime.spool, bell, runtime.clock, make_inbound(question))
    assert wait_until(
        lambda: len(outbox(runtime)) > before and all(r.state == "delivered" for r in outbox(runtime)), 30
    )
    return texts(runtime)[before:]


@pytest.mark.timeout(180)
def test_a_published_answer_is_in_the_next_reply_of_a_running_service(
    runtime: Runtime, database_url: str, tmp_path: Path
) -> None:
    env = service_environment(database_url, tmp_path / "var")
    with running(start_worker(env, tmp_path / "worker.log")):
        ask(runtime, "BAHASA DAWAN")
        before = "\n".join(ask(runtime, QUESTION))
        assert OLD in before
        assert DAWAN in before
        for command in (
            ["draft", changed_file(tmp_path), "--reason", "plainer", "--by", "Maria"],
            ["submit", "ask_cost", "--by", "Maria"],
            ["publish", "ask_cost", "--by", "Yosef"],
        ):
            done = run(env, "answers", *command)
            assert done.returncode == 0, done.stderr
        assert "aoz: ask_cost.short" in done.stdout, "the admin is told which translations wait"
        after = "\n".join(ask(runtime, QUESTION))
        assert NEW in after
        assert DAWAN not in after
        assert run(env, "answers", "withdraw", "ask_cost", "--reason", "wrong", "--by", "Maria").returncode == 0
        assert "sedang diperiksa ulang" in "\n".join(ask(runtime, QUESTION))


def test_the_author_is_refused_with_one_clear_line(environment: dict[str, str], tmp_path: Path) -> None:
    run(environment, "migrate")
    file = changed_file(tmp_path)
    assert run(environment, "answers", "draft", file, "--reason", "plainer", "--by", "Maria").returncode == 0
    assert "ask_cost/id/2 draft, by Maria" in run(environment, "answers", "list").stdout
    assert run(environment, "answers", "submit", "ask_cost", "--by", "Maria").returncode == 0
    refused = run(environment, "answers", "publish", "ask_cost", "--by", "Maria")
    assert refused.returncode == 1
    assert refused.stderr == "bot: ask_cost/id/2 was written by Maria; a second person publishes it\n"
    history = run(environment, "answers", "history", "ask_cost").stdout
    assert "[-beri-] {+kasih+}" in history


def test_a_folder_goes_out_and_comes_back(environment: dict[str, str], tmp_path: Path) -> None:
    run(environment, "migrate")
    out = str(tmp_path / "out")
    assert run(environment, "answers", "export", out).returncode == 0
    back = run(environment, "answers", "import", out, "--reason", "again")
    assert back.returncode == 0, back.stderr
    assert back.stdout.startswith("0 drafts;")
    assert "not empty" in run(environment, "answers", "export", out).stderr
