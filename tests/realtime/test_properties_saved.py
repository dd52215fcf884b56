"""However a process ends, what it called saved and what it showed to anybody is in the database, once and in order.

Killing is taken literally: at any moment, the rooms are thrown away without a word, and a commit that had not begun never
happens, one that had may. Few examples in the suite; more with `--hypothesis-profile=long`.
"""

import asyncio
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from realtime import log
from tests.realtime.replicas import Process, Replica, edits, examples, missing, numbers, shown, stored, until

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 3
SETTINGS = settings(
    max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

who = st.integers(0, PEOPLE - 1)
moves = st.one_of(
    st.tuples(st.just("edit"), who, edits),
    st.tuples(st.just("edit"), who, edits),
    st.tuples(st.just("turns"), st.integers(1, 40)),
    st.tuples(st.just("wait"), st.integers(1, 8)),
    st.tuples(st.just("rest")),
    st.tuples(st.just("leave"), who),
    st.tuples(st.just("again"), who, st.integers(0, 50)),
)
lives = st.lists(st.lists(moves, max_size=15), min_size=1, max_size=3)  # each but the last ends in a kill
commits = st.tuples(st.integers(0, 4), st.integers(0, 4))  # milliseconds before and after a commit


class Killed(RuntimeError):
    """The process ended before the commit."""


class Commits:
    """Stands before `log.append`: slow on both sides of the commit, so that a kill falls on either, and deaf after it."""

    def __init__(self, before: int, after: int) -> None:
        self.before, self.after = before / 1000, after / 1000
        self.dead = False
        self._real = log.append
        self._one = threading.Lock()

    def __call__(self, entries: Any, **how: Any) -> Any:
        time.sleep(self.before)
        with self._one:
            if self.dead:
                raise Killed
            done = self._real(entries, **how)
        time.sleep(self.after)
        return done

    def kill(self) -> None:
        with self._one:
            self.dead = True


@contextmanager
def standing_before(commits: Commits, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr(log, "append", commits)
        yield


async def live(room: str, people: list[Replica], script: list[Any], commits: Commits) -> None:
    """One process from its start to its kill."""
    process = Process(room)
    for person in people:
        process.connect(person)
    for move in script:
        match move:
            case "edit", number, (kind, place, word):
                people[number].edit(kind, place, word)
            case "turns", count:
                for _ in range(count):
                    await asyncio.sleep(0)
            case "wait", milliseconds:
                await asyncio.sleep(milliseconds / 1000)
            case ("rest",):  # so that much is called saved before the kill
                await until(lambda: all(person.all_saved for person in people if person.connected))
            case "leave", number:
                people[number].link.cut()
            case "again", number, which:
                people[number].say_again(which)
    for person in people:  # from here on nothing arrives anywhere
        person.link.cut()
    commits.kill()
    await process.stop()


async def return_and_rest(room: str, people: list[Replica]) -> None:
    process = Process(room)
    for person in people:
        process.connect(person)
    await until(lambda: all(person.all_saved or person.refusals for person in people))
    await until(lambda: all(shown(person.doc) == shown(people[0].doc) for person in people))
    await process.stop()


def what_was_said_is_true(room: str, people: list[Replica]) -> None:
    for person in people:
        assert missing(room, person.acknowledged) == []
        assert missing(room, person.told) == []
    assert numbers(room) == list(range(1, log.load(room).last + 1))


@SETTINGS
@example(
    scripts=[[("edit", 0, ("paragraph", 0, "bc")), ("rest",), ("edit", 0, ("delete", 0, "")), ("rest",)]], slow=(0, 0)
)
@given(scripts=lives, slow=commits)
def test_what_was_said_before_a_kill_is_true_after_it(
    scripts: list[Any], slow: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Acknowledged ⊆ stored, shown ⊆ stored, deletions included; numbers without a gap; and everybody goes on from there."""
    room = secrets.token_hex(8)
    log.create(room)
    people = [Replica(f"{number}") for number in range(1, PEOPLE + 1)]
    for script in scripts:
        commits = Commits(*slow)
        with standing_before(commits, monkeypatch):
            asyncio.run(live(room, people, script, commits))
        what_was_said_is_true(room, people)
    asyncio.run(return_and_rest(room, people))
    what_was_said_is_true(room, people)
    assert [person.refusals for person in people] == [[]] * PEOPLE
    assert [shown(person.doc) for person in people] == [shown(stored(room))] * PEOPLE
    assert missing(room, [person.doc.get_update() for person in people]) == []
