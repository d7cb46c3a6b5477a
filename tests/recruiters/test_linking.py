"""Linking holds its figures on reports another hand invented; all of them, and its speed: tests/bench/linking.py."""

import pytest

from bot.store.engine import Store, make_engine
from bot.store.vault import DataKey, Vault
from tests.bench.linking import link_all
from tests.bench.synthetic_reports import make

REPORTS, RECRUITERS = 500, 150


@pytest.mark.timeout(120)
def test_automatic_links_are_right_and_the_right_one_is_suggested(database_url: str) -> None:
    store = Store(make_engine(database_url), Vault([DataKey("k1", b"k" * 32)]))
    reports = make(101, REPORTS, RECRUITERS)
    figures = link_all(store, reports)
    assert figures.automatic >= 0.08 * REPORTS
    assert figures.automatic_right >= figures.automatic - 1, "a precision of 0.99, as far as so few links can tell"
    assert figures.alike_recall >= 0.9
    store.engine.dispose()
