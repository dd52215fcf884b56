"""Two workers on a PostgreSQL and a Redis of their own, which are stopped, slowed and put in disorder while people type."""

import pytest

from bench.faults import database, relay, restarts
from tests.faults.conftest import Run

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults, two workers")]


def test_f02_a_polite_restart_loses_nothing_at_all(pair_with: Run) -> None:
    pair_with(restarts.f02, seconds=6)


def test_f05_the_database_goes_and_comes_back(pair_with: Run) -> None:
    pair_with(database.f05, seconds=6, type_for=14)


def test_f06_one_locked_document_holds_up_no_other(pair_with: Run) -> None:
    pair_with(database.f06_row, seconds=5)


def test_f06_a_slow_database_blocks_no_event_loop(pair_with: Run) -> None:
    pair_with(database.f06_slow, seconds=5)


def test_f08_the_relay_goes_and_comes_back_empty(pair_with: Run) -> None:
    pair_with(relay.f08, seconds=6, type_for=14)


def test_f10_a_burst_reaches_everybody(pair_with: Run) -> None:
    pair_with(relay.f10)


def test_f11_a_relay_that_forgets_is_healed_by_the_log(pair_with: Run) -> None:
    pair_with(relay.f11, seconds=4)


def test_f12_news_in_disorder_and_twice(pair_with: Run) -> None:
    pair_with(relay.f12, seconds=6)
