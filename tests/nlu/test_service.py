"""Which Rasa processes run when the pointer moves, a model does not come up or a process dies: without Rasa."""

import logging
import time
from pathlib import Path

import pytest

from bot import nlu_service
from bot.errors import UnavailableError
from bot.nlu_service import NluService
from bot.training.models import ModelStore
from tests.training.test_models import add


class FakeChild:
    """A process that does what the test says."""

    def __init__(self, model_id: str, model: Path) -> None:
        self.model_id = model_id
        self.model = model
        self.started = time.monotonic()
        self.ready = False
        self.exit_code: int | None = None
        self.asked = self.ended = False

    def ask_to_end(self) -> None:
        self.asked = True

    def end(self, seconds: float = 0.0) -> None:
        self.ended = True


class Scene:
    """A store with two models, the first of them served, and a service over it."""

    def __init__(self, store: ModelStore) -> None:
        self.store = store
        self.first, self.second = add(store, 1).id, add(store, 2).id
        self.started: list[FakeChild] = []
        self.refusals = 0
        self.service = NluService(store, self.start, self.refuse)
        store.promote(self.first)

    def start(self, model_id: str, model: Path) -> FakeChild:
        self.started.append(FakeChild(model_id, model))
        return self.started[-1]

    def refuse(self) -> None:
        self.refusals += 1

    def look(self) -> FakeChild:
        """Let the service look twice, and return the process it started last."""
        self.service.look()
        self.service.look()
        return self.started[-1]

    def up(self) -> FakeChild:
        """Bring up what is loading."""
        child = self.look()
        child.ready = True
        self.look()
        assert self.service.serving is child
        return child


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(ModelStore(tmp_path / "models"))


def test_the_served_model_is_loaded_once(scene):
    child = scene.up()
    assert child.model == scene.store.file(scene.first)
    scene.look()
    assert scene.started == [child]


def test_the_old_server_ends_only_when_the_new_one_is_ready(scene):
    old = scene.up()
    scene.store.promote(scene.second)
    new = scene.look()
    assert new.model_id == scene.second
    assert scene.service.serving is old
    assert not old.asked
    new.ready = True
    scene.look()
    assert scene.service.serving is new
    assert old.asked
    assert not old.ended
    old.exit_code = 0
    scene.look()
    assert old.ended
    assert scene.service.leaving == []
    assert scene.refusals == 0


def test_a_server_that_does_not_finish_is_ended(scene, monkeypatch):
    old = scene.up()
    scene.store.promote(scene.second)
    scene.up()
    monkeypatch.setattr(nlu_service, "FINISH_SECONDS", -1.0)
    scene.look()
    assert old.ended


@pytest.mark.parametrize("how", ["dies", "too slow"])
def test_a_model_that_does_not_come_up_leaves_the_old_one_serving_and_one_line(scene, monkeypatch, caplog, how):
    old = scene.up()
    scene.store.promote(scene.second)
    bad = scene.look()
    if how == "dies":
        bad.exit_code = 1
    else:
        bad.started -= nlu_service.LOAD_SECONDS + 1
    with caplog.at_level(logging.ERROR):
        scene.look()
        scene.look()
    assert scene.service.serving is old
    assert not old.asked
    assert bad.ended
    assert scene.started == [old, bad]
    (line,) = caplog.messages
    assert line.startswith(f"model {scene.second} cannot be served: ")
    assert line.endswith(f"{scene.first} stays")


def test_no_room_for_a_second_process_leaves_the_old_one_serving(scene, monkeypatch):
    old = scene.up()
    scene.store.promote(scene.second)

    def fail(model_id: str, model: Path) -> FakeChild:
        raise UnavailableError("no room")

    monkeypatch.setattr(scene.service, "_start", fail)
    scene.look()
    assert scene.service.serving is old
    assert not old.asked


def test_when_the_server_dies_after_that_the_model_that_worked_is_started_again(scene):
    old = scene.up()
    scene.store.promote(scene.second)
    scene.look().exit_code = 1
    scene.look()
    old.exit_code = -9
    again = scene.up()
    assert again.model_id == scene.first


def test_a_rollback_while_the_new_model_loads_ends_that(scene):
    old = scene.up()
    scene.store.promote(scene.second)
    new = scene.look()
    scene.store.rollback()
    scene.look()
    assert new.ended
    assert scene.service.serving is old
    assert scene.service.coming is None


def test_a_dead_server_is_started_again_at_once_and_nobody_waits_for_it(scene):
    old = scene.up()
    old.exit_code = -9
    new = scene.look()
    assert new.model_id == scene.first
    assert scene.refusals == 1
    new.ready = True
    scene.look()
    assert scene.service.serving is new


def test_a_server_that_dies_in_the_middle_of_a_switch_waits_for_the_one_that_loads(scene):
    old = scene.up()
    scene.store.promote(scene.second)
    new = scene.look()
    old.exit_code = -9
    scene.look()
    assert scene.started == [old, new]
    new.ready = True
    scene.look()
    assert scene.service.serving is new


def test_when_both_die_in_the_middle_of_a_switch_the_model_that_worked_is_started_again(scene):
    old = scene.up()
    scene.store.promote(scene.second)
    new = scene.look()
    old.exit_code = new.exit_code = -9
    assert scene.up().model_id == scene.first


def test_a_lost_pointer_changes_nothing_while_something_serves(scene):
    old = scene.up()
    (scene.store.folder / "current.json").unlink()
    scene.look()
    assert scene.service.serving is old
    old.exit_code = -9
    assert scene.look().model_id == scene.first


def test_without_a_model_or_a_first_server_the_service_ends_with_one_line(scene):
    scene.look().exit_code = 1
    with pytest.raises(UnavailableError, match="cannot be served: its server ended with exit code 1"):
        scene.look()
    (scene.store.folder / "current.json").unlink()
    with pytest.raises(UnavailableError, match="make train"):
        NluService(scene.store, scene.start, scene.refuse).look()


def test_the_end_asks_all_and_waits_for_them(scene):
    old = scene.up()
    scene.store.promote(scene.second)
    new = scene.look()
    scene.service.stop()
    assert (old.asked, old.ended, new.asked, new.ended) == (True,) * 4
