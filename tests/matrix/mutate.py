"""Takes each check of rights away in turn, and says which of these changes no test notices: `bin/mutate-permissions --help`.

The source is changed in a copy. With each change run the tests that pass by its place, the nearest first, until one fails.
"""

import argparse
import contextlib
import json
import os
import re
import shutil
import sys
import tempfile
import time
import tomllib
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from tests.matrix.mutants import Mutant, mutants
from tests.matrix.switches import Switch, switched

ROOT = Path(__file__).resolve().parents[2]
KNOWN = Path(__file__).with_name("equivalent.toml")
NOTICED = Path(__file__).with_name(
    "noticed.json"
)  # by which test each change was noticed last: that one is tried first
LEFT_OUT = (".git", ".venv", ".tools", "node_modules", "var", "__pycache__", ".hypothesis")
ABOUT_RIGHTS = ("accounts", "activity", "api", "config", "documents", "matrix", "permissions", "workspaces")
OF_SOCKETS = ("acting", "attacks_roles", "attacks_socket", "audience", "closed_account", "links_and_looking")
OF_SOCKETS += ("presence", "rights", "rights_on_the_way_in", "socket", "submit")
REFUSALS = re.compile("refuse|cannot|stranger|lower|nothing|never|nobody|other|alone|another|no_|not_|ends|told")
OUTSIDE = re.compile("visitor|anonymous|signed_out")
TESTS = [*(f"tests/{app}" for app in ABOUT_RIGHTS), *(f"tests/realtime/test_{one}.py" for one in OF_SOCKETS)]
TESTS += ["tests/test_list_pages.py"]
# What is drawn anew each time is no proof, and what takes long says nothing of rights.
ASIDE = [
    "tests/matrix/test_machine.py",
    "tests/documents/test_docx_validity.py",
    "tests/config/test_backup.py",
    "tests/config/test_work.py",
]


def main() -> int:
    wanted = argparse.ArgumentParser(prog="bin/mutate-permissions", description=__doc__)
    wanted.add_argument("only", nargs="*", help="paths, or words of a change's name, to try these alone")
    wanted.add_argument("--list", action="store_true", help="say what would be tried")
    wanted.add_argument("--part", default="1/1", help="`2/3`: the second third, for several processes side by side")
    wanted.add_argument("--record", type=Path, help="keep in this file which test passes by what, or read it there")
    wanted.add_argument(
        "--seconds", type=float, default=float("inf"), help="try each change with so many of tests alone"
    )
    wanted.add_argument(
        "--remember", action="store_true", help="keep by which test each change was noticed, for next time"
    )
    wanted.add_argument("--report", type=Path, help="keep what is found in this file, and try no more what was noticed")
    asked = wanted.parse_args()
    every = dict(enumerate(mutants(ROOT)))
    chosen = {n: one for n, one in every.items() if not asked.only or any(word in one.name for word in asked.only)}
    known = tomllib.loads(KNOWN.read_text())["equivalent"] if KNOWN.exists() else {}
    tried = {number: one for number, one in chosen.items() if one.name not in known}
    print(f"{len(chosen)} checks, {len(chosen) - len(tried)} of them known to change nothing", flush=True)
    if asked.list:
        print(*(one.name for one in tried.values()), sep="\n")
        return 0
    part, parts = map(int, asked.part.split("/"))
    tried = dict(list(tried.items())[part - 1 :: parts])
    before = _noticed(asked.report)
    with _copy(every) as copy:
        todo = {number: one for number, one in tried.items() if one.name not in before}
        found = _Trying(every, todo, asked, copy).all()
    if asked.remember:
        _remember(before | {one.change.name: one.test for one in found if one.test})
    missed = [one for one in found if one.test is None]
    print(f"{len(tried)} tried, {len(tried) - len(missed)} noticed")
    print(*(f"not noticed: {one.change.name} (line {one.change.line})" for one in missed), sep="\n")
    return 1 if missed else 0


def _remembered() -> dict[str, str]:
    return dict(json.loads(NOTICED.read_text())) if NOTICED.exists() else {}


def _remember(noticed: dict[str, str]) -> None:
    known = _remembered() | noticed
    NOTICED.write_text(json.dumps(known, ensure_ascii=False, indent=0, sort_keys=True) + "\n")


def _noticed(report: Path | None) -> dict[str, str]:
    """The names of what was noticed in former runs, with the test that did."""
    rows = [json.loads(line) for line in report.read_text().splitlines()] if report and report.exists() else []
    return {row["change"]: row["test"] for row in rows if row["test"]}


@contextlib.contextmanager
def _copy(every: dict[int, Mutant]) -> Iterator[Path]:
    """Of the whole project, with every change in it behind its switch."""
    with tempfile.TemporaryDirectory(prefix="tablee-mutants-") as folder:
        copy = Path(folder) / "tablee"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT), symlinks=True)
        for path in {one.path for one in every.values()}:
            inside = {number: one for number, one in every.items() if one.path == path}
            (copy / path).write_bytes(switched((ROOT / path).read_bytes(), inside))
        yield copy


class Found(NamedTuple):
    change: Mutant
    test: str | None  # that noticed it
    tests: int  # how many pass by its place
    left: int  # how many of those there was no time for


class _Trying:
    def __init__(self, every: dict[int, Mutant], tried: dict[int, Mutant], asked: Any, copy: Path) -> None:
        self.names, self.tried, self.copy, self.seconds = (
            [one.name for one in every.values()],
            tried,
            copy,
            asked.seconds,
        )
        self.record = asked.record.absolute() if asked.record else copy.parent / "record.json"
        self.report = asked.report.absolute() if asked.report else copy.parent / "report.jsonl"
        self.found: list[Found] = []
        self.remembered = _remembered()

    def all(self) -> list[Found]:
        """In this process, which works in the copy from now on, and on nothing of ours that was imported before."""
        os.chdir(self.copy)
        sys.path[:] = [str(self.copy), *(one for one in sys.path if Path(one or ".").resolve() != ROOT)]
        os.environ |= {"DATA_DIR": str(self.copy / "var"), "HYPOTHESIS_STORAGE_DIRECTORY": "var"}
        for name in [name for name in sys.modules if name == "tests" or name.startswith("tests.")]:
            del sys.modules[name]
        sys.dont_write_bytecode = True
        import pytest

        from tests.matrix.forks import Forks

        switch = Switch()
        switch.install()
        options = ["-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-m", "not slow and not browser", "--create-db"]
        options += [f"--basetemp={self.copy.parent / 'tmp'}", *(f"--ignore={path}" for path in ASIDE)]
        pytest.main([*options, *TESTS], plugins=[Forks(switch, self._act)])
        return self.found

    def _act(self, forks: Any) -> None:
        """Those by which few tests pass come first: they are judged soon."""
        passing = self._passing(forks)
        near = {number: self._near(number, passing) for number in self.tried}
        for count, number in enumerate(sorted(near, key=lambda number: len(near[number])), 1):
            started, change, tests = time.monotonic(), self.tried[number], near[number]
            until = list(accumulate(passing[test]["seconds"] for test in tests))
            tried = tests[: bisect(until, self.seconds) + 1]
            test = self._notices(forks, tried, number)
            self._keep(Found(change, test, len(tests), len(tests) - len(tried)))
            told = test or f"NOT NOTICED by {len(tried)} of {len(tests)}"
            print(f"{count}/{len(self.tried)}  {time.monotonic() - started:5.1f} s  {change.name}  {told}", flush=True)

    def _keep(self, found: Found) -> None:
        self.found.append(found)
        with self.report.open("a") as file:
            file.write(json.dumps(found._asdict() | {"change": found.change.name}, ensure_ascii=False) + "\n")

    def _near(self, number: int, passing: dict[str, Any]) -> list[str]:
        found = _nearest_first(
            self.tried[number], {test: one for test, one in passing.items() if number in one["passed"]}
        )
        found += [test for test, one in passing.items() if number in one["around"]]
        first = self.remembered.get(self.tried[number].name)
        return sorted(found, key=lambda test: test != first)

    def _notices(self, forks: Any, tests: list[str], number: int) -> str | None:
        """The test that fails with the change, and again alone, and not without it: one may fail for want of time."""
        while tests:
            test: str | None = forks.failing(tests, number)
            if test is None or (forks.failing([test], number) and not forks.failing([test], None)):
                return test
            tests = tests[tests.index(test) + 1 :]
        return None

    def _passing(self, forks: Any) -> dict[str, Any]:
        """As kept in the record, unless that was made of other changes: then made anew."""
        if self.record.exists() and (kept := json.loads(self.record.read_text()))["changes"] == self.names:
            return dict(kept["tests"])
        started, recorded = time.monotonic(), forks.record()
        print(f"{len(recorded)} of {len(forks.items)} tests pass, in {time.monotonic() - started:.0f} s", flush=True)
        found = {test: one._asdict() for test, one in recorded.items()}
        self.record.write_text(json.dumps({"changes": self.names, "tests": found}))
        return found


def _nearest_first(change: Mutant, tests: dict[str, Any]) -> list[str]:
    """Those of the same app, then of the matrix: whose file is named after what is changed; the quickest; of a file
    those about a refusal. Where a door is taken away, those first who never get through it."""
    app = change.path.split("/")[0]
    words = _words(Path(change.path).stem) | _words(change.where)
    files: dict[str, list[float]] = defaultdict(list)
    for test, one in tests.items():
        files[test.split("::")[0]].append(one["seconds"])

    def far(test: str) -> Any:
        file = test.split("::")[0]
        alike = len(words & _words(Path(file).stem))
        near = [app, "matrix"].index(folder) if (folder := file.split("/")[1]) in (app, "matrix") else 2
        outside = change.kind == "no door" and OUTSIDE.search(test) is not None
        return not outside, near, -alike, sum(files[file]) / len(files[file]), file, REFUSALS.search(test) is None

    return sorted(tests, key=far)


def _words(name: str) -> set[str]:
    return set(re.findall("[a-z]+", name.lower())) - {"test"}


if __name__ == "__main__":
    sys.exit(main())
