"""The places in which faults happen, made once for all cases of a kind, and what a case must say at its end."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

from bench.faults.places import Place, alone, pair
from bench.faults.report import Report

PATIENCE = 6.0  # the suite shares its machine: what is asked of a clock is that many times longer than in the bench
SEED = 20261122

Run = Callable[..., Report]


@pytest.fixture(scope="session")
def one_worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with alone(tmp_path_factory.mktemp("alone")) as place:
        yield place


@pytest.fixture(scope="session")
def two_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with pair(tmp_path_factory.mktemp("pair")) as place:
        yield place


def run(place: Place, case: Callable[..., Awaitable[None]], **short: Any) -> Report:
    """One case in its short form; fails with every threshold that was not kept, and what was measured."""
    place.ready()
    report = Report(case.__name__, SEED, patience=PATIENCE)
    asyncio.run(case(place, report, **short))
    assert not report.failed, report.line()
    return report


@pytest.fixture
def alone_with(one_worker: Place) -> Run:
    """`alone_with(case, seconds=…)` on one worker and SQLite."""
    return lambda case, **short: run(one_worker, case, **short)


@pytest.fixture
def pair_with(two_workers: Place) -> Run:
    """The same on two workers, PostgreSQL and Redis."""
    return lambda case, **short: run(two_workers, case, **short)
