"""The model store: what is served after promotions, rollbacks, deletions, and after a kill at any step."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import BadInputError
from bot.training.models import KEPT, POINTER, ModelStore, StoredModel

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models")


def add(store: ModelStore, number: int, *, inputs: str = "", candidate: bool = False) -> StoredModel:
    made = store.folder.parent / "made"
    made.write_bytes(b"model %d" % number)
    return store.add(made, inputs or f"inputs {number}", NOW + timedelta(hours=number), candidate=candidate)


def served(store: ModelStore) -> str | None:
    current = store.current()
    return current.id if current else None


def test_an_empty_store_serves_nothing_and_names_nothing(store):
    assert (store.current(), store.previous(), store.candidate(), store.models()) == (None, None, None, [])
    with pytest.raises(BadInputError):
        store.rollback()


def test_a_model_added_is_not_served_before_it_is_promoted(store):
    first = add(store, 1)
    assert served(store) is None
    store.promote(first.id)
    assert served(store) == first.id
    assert store.file(first.id).read_bytes() == b"model 1"


def test_rollbacks_go_back_one_by_one_and_a_model_taken_back_can_be_promoted_again(store):
    models = [add(store, number) for number in range(3)]
    for model in models:
        store.promote(model.id)
    assert store.rollback() == models[1]
    assert store.rollback() == models[0]
    with pytest.raises(BadInputError, match="no earlier model"):
        store.rollback()
    assert set(store.pointer().rolled_back) == {models[1].id, models[2].id}
    store.promote(models[2].id)
    assert served(store) == models[2].id
    assert store.previous() == models[0]
    assert store.pointer().rolled_back == (models[1].id,)


def test_promoting_the_served_model_changes_nothing(store):
    first, second = add(store, 1), add(store, 2)
    store.promote(first.id)
    store.promote(second.id)
    before = store.pointer()
    store.promote(second.id)
    assert store.pointer() == before


def test_the_candidate_is_the_newest_that_never_served(store):
    first = add(store, 1)
    store.promote(first.id)
    older, newer = add(store, 2, candidate=True), add(store, 3, candidate=True)
    assert store.candidate() == newer
    store.promote(newer.id)
    assert store.candidate() == older
    store.rollback()
    assert store.candidate() == older


def test_five_models_stay_the_served_the_previous_and_the_candidate_among_them(store):
    first, second, candidate = add(store, 1), add(store, 2), add(store, 3, candidate=True)
    store.promote(first.id)
    store.promote(second.id)
    for number in range(4, 12):
        add(store, number)
        store.prune()
    (store.folder / "current.tar.gz").write_bytes(b"of an older form")
    store.prune()
    kept = {model.id for model in store.models()}
    assert len(kept) == KEPT
    assert {first.id, second.id, candidate.id} <= kept
    assert len(list(store.folder.glob("*.tar.gz"))) == KEPT
    assert store.rollback() == first


def test_a_model_is_found_by_a_part_of_its_id_and_by_its_inputs(store):
    first, second = add(store, 1, inputs="same"), add(store, 2, inputs="same")
    assert store.named(first.id[-8:]) == first
    assert store.made_from("same") == second
    for part in ("20261122", "nothing"):
        with pytest.raises(BadInputError, match="bot models list"):
            store.named(part)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"inputs": "old form", "bytes": 3}', '{"current": 7, "earlier": 3}']
)
def test_an_unreadable_pointer_names_nothing(store, content):
    first = add(store, 1)
    store.promote(first.id)
    (store.folder / POINTER).write_text(content)
    assert store.current() is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"id": 3}'])
def test_an_unreadable_note_is_no_model(store, content):
    first = add(store, 1)
    (store.folder / f"model-{first.id}.json").write_text(content)
    assert store.models() == []


def add_and_promote(store: ModelStore) -> None:
    store.promote(add(store, 2).id)


class KilledError(BaseException):
    """Stands for ``kill -9``."""


@pytest.mark.parametrize("step", range(5))
def test_killed_at_any_step_what_was_served_is_whole_and_the_next_run_goes_on(store, monkeypatch, step):
    old = add(store, 1)
    store.promote(old.id)
    steps = iter(range(100))
    rename = Path.replace

    def replace(path: Path, target: Path) -> Path:
        """Die before the rename on even steps, right after it on odd ones."""
        if next(steps) == step:
            raise KilledError
        done = rename(path, target)
        if next(steps) == step:
            raise KilledError
        return done

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", replace)
        with pytest.raises(KilledError):
            add_and_promote(store)
    assert served(store) == old.id
    assert store.file(old.id).read_bytes() == b"model 1"
    new = add(store, 3)
    store.promote(new.id)
    store.prune()
    assert served(store) == new.id
    assert store.previous() == old


def test_the_pointer_is_changed_in_one_step(store, monkeypatch):
    """Whoever reads meanwhile sees the old one or the new one."""
    first, second = add(store, 1), add(store, 2)
    store.promote(first.id)
    seen = []
    rename = Path.replace

    def replace(path: Path, target: Path) -> Path:
        seen.append(json.loads((store.folder / POINTER).read_text())["current"])
        return rename(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    store.promote(second.id)
    assert seen == [first.id]
    assert served(store) == second.id
