"""One pytest that has collected everything and made its database; what is tried runs in forks of it, one after the other.

So a change costs the time of the tests that notice it, and not that of starting.
"""

import gc
import os
import shutil
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.matrix.switches import Switch

PATIENCE = 60  # seconds for one test and what is made for its file: a change may make something wait for ever


class Passing(NamedTuple):
    """What one test took without any change, and the changes by whose places it passes."""

    seconds: float
    passed: list[int]
    around: list[int]  # passed while something was made for more tests than this one


class Forks:
    """A plugin of pytest: `act` is called in place of running the tests."""

    def __init__(self, switch: Switch, act: Callable[["Forks"], None]) -> None:
        self.switch, self.act = switch, act
        self.items: dict[str, pytest.Item] = {}
        self.around: dict[str, set[int]] = defaultdict(set)
        self.telling = True
        self.forks = get_context("fork")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.session = session
        self.items = {item.nodeid: item for item in session.items}
        session.config.pluginmanager.unregister(name="terminalreporter")  # a dot for each test would be many
        self._make_the_database()
        gc.freeze()
        self.act(self)
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: Any) -> Iterator[None]:
        """What is passed while a world is made for a whole file counts for all of its tests."""
        if fixturedef.scope == "function":
            return (yield)
        before, self.switch.passed = self.switch.passed, set()
        try:
            return (yield)
        finally:
            self.around[request.node.nodeid] |= self.switch.passed
            self.switch.passed = before

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and self.telling:
            print(report.nodeid, report.longreprtext, sep="\n", flush=True)

    def _make_the_database(self) -> None:
        """By running one test, as if one of another folder came next: what is made for all of them stays."""
        first = next(item for item in self.session.items if "db" in getattr(item, "fixturenames", ()))
        other = next((one for one in self.session.items if one.path.parent != first.path.parent), first)
        first.config.hook.pytest_runtest_protocol(item=first, nextitem=other)
        from django.db import connections

        self.database = Path(str(connections["default"].settings_dict["NAME"]))
        connections.close_all()
        assert threading.active_count() == 1, "a fork has no other threads"
        self.kept = self.database.with_suffix(".kept")
        shutil.copy(self.database, self.kept)

    def _as_it_was(self) -> None:
        for end in ("-wal", "-shm", "-journal"):
            Path(f"{self.database}{end}").unlink(missing_ok=True)
        shutil.copy(self.kept, self.database)

    def record(self) -> dict[str, Passing]:
        """Every test once, without any change; those that fail by themselves are told, and left out."""
        self._as_it_was()
        reader, writer = self.forks.Pipe(duplex=False)
        run = self.forks.Process(target=self._record, args=(writer,))
        run.start()
        writer.close()
        found = reader.recv()
        run.join()
        return {test: Passing(*one) for test, one in found.items()}

    def _record(self, answer: Any) -> None:
        found: dict[str, Any] = {}
        for item, following in self._in_order(list(self.items)):
            failed, started, self.switch.passed = self.session.testsfailed, time.monotonic(), set()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.session.testsfailed == failed:
                found[item.nodeid] = [time.monotonic() - started, sorted(self.switch.passed), item]
        for one in found.values():
            made = set().union(*(self.around[node.nodeid] for node in one[2].listchain() if node.nodeid in self.around))
            one[2] = sorted(made - set(one[1]))
        answer.send(found)
        os._exit(0)

    def _in_order(self, tests: list[str]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
        items = [self.items[test] for test in tests]
        return zip(items, [*items[1:], None], strict=True)

    def failing(self, tests: list[str], change: int | None) -> str | None:
        """The first of these tests that fails with the change, or that it stops for ever; None when all pass."""
        self._as_it_was()
        reader, writer = self.forks.Pipe(duplex=False)
        run = self.forks.Process(target=self._try, args=(writer, tests, change))
        run.start()
        writer.close()
        last = None
        try:
            while reader.poll(PATIENCE):
                last = reader.recv()
                if last is None:
                    break
        except EOFError:  # it ended on the last test that it named
            pass
        if run.is_alive():
            run.kill()
        run.join()
        return last

    def _try(self, answer: Any, tests: list[str], change: int | None) -> None:
        """Names each test before it runs, and nothing at the end when all passed."""
        self.telling, self.switch.chosen = False, change
        for item, following in self._in_order(tests):
            answer.send(item.nodeid)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.session.testsfailed:
                os._exit(1)
        answer.send(None)
        os._exit(0)
