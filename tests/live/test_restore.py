"""Backups of a site at work, on SQLite and on PostgreSQL: F28 restored under live clients, F29 on a bare machine."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.faults.backups import f28, f29, holdings
from bench.faults.injected import Control
from bench.faults.places import Place
from bench.faults.report import Report
from bench.faults.torn import f03
from tests.live.server import Server
from tests.live.services import database

SEED = 28


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: Any, tmp_path: Path) -> Iterator[Server]:
    """A uvicorn on data of its own, to be started."""
    (tmp_path / "data").mkdir()
    if request.param == "sqlite":
        yield Server(tmp_path / "data", server="uvicorn")
    else:
        with database() as url:
            yield Server(tmp_path / "data", server="uvicorn", DATABASE_URL=url)


@pytest.fixture
def place(server: Server) -> Iterator[Place]:
    with served(server) as place:
        yield place


@contextlib.contextmanager
def served(server: Server) -> Iterator[Place]:
    try:
        server.start(60)
        yield Place([server], Control(server.folder))
    finally:
        server.kill()


def passes(case: Callable[[Place, Report], Awaitable[None]], name: str, place: Place) -> None:
    report = Report(name, SEED, patience=3.0)
    asyncio.run(case(place, report))  # type: ignore[arg-type]
    assert not report.failed, report.line()


def test_f28_an_old_backup_is_restored_while_people_hold_todays_text(place: Place) -> None:
    passes(lambda place, report: f28(place, report, seconds=4), "F28", place)


def test_f28_an_old_backup_is_restored_without_stopping_the_site(place: Place) -> None:
    passes(lambda place, report: f28(place, report, seconds=4, running=True), "F28", place)


def test_f29_a_backup_made_under_load_is_whole_on_a_bare_machine(place: Place) -> None:
    passes(lambda place, report: f29(place, report, seconds=4), "F29", place)


def test_a_backup_of_an_older_version_is_brought_to_this_one(server: Server) -> None:
    server.run("manage.py", "migrate", "realtime", "0001", "--verbosity", "0")
    folder = server.folder / "backups"
    server.run("manage.py", "backup", str(folder))
    server.run("manage.py", "migrate", "--verbosity", "0")
    before = holdings(server)
    server.run("manage.py", "restore", str(folder))
    assert server.run("manage.py", "migrate", "--check", "--verbosity", "0") == ""
    assert holdings(server) | {"epochs": {}} == before | {"epochs": {}}


def test_f03_power_lost_in_a_write_takes_nothing_acknowledged(tmp_path: Path) -> None:
    with served(Server(tmp_path, server="uvicorn")) as place:
        passes(lambda place, report: f03(place, report, copies=3, seconds=6), "F03", place)
