"""Whatever happens on the way, four people who are connected again read one text, and it is what the database holds.

Few examples in the suite; more with `--hypothesis-profile=long`.
"""

import asyncio
import secrets
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from realtime import log, relay, rooms
from tests.realtime.replicas import Process, Replica, edits, examples, missing, numbers, shown, stored, until

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 4
SETTINGS = settings(
    max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

who = st.integers(0, PEOPLE - 1)
where = st.integers(0, 1)
steps = st.one_of(
    st.tuples(st.just("edit"), who, edits),
    st.tuples(st.just("edit"), who, edits),
    st.tuples(st.just("edit"), who, edits),
    st.tuples(st.just("wait"), st.integers(0, 15)),
    st.tuples(st.just("cut"), who),
    st.tuples(st.just("connect"), who, where),
    st.tuples(st.just("hold"), who),
    st.tuples(st.just("release"), who),
    st.tuples(st.just("again"), who, st.integers(0, 50)),
    st.tuples(st.just("back to front"), who),
    st.tuples(st.just("restart"), where),
    st.tuples(st.just("lose news"), st.booleans()),
)


class World:
    """Four people at two processes, which hear each other's news unless it is `lost`."""

    def __init__(self, room: str) -> None:
        self.room = room
        self.people = [Replica(f"{number}") for number in range(1, PEOPLE + 1)]
        self.processes = [Process(room), Process(room)]
        self.lost = False

    async def run(self, script: list[Any]) -> None:
        for number, person in enumerate(self.people):
            self.processes[number % 2].connect(person)
        for step in script:
            await self.step(step)
        await self.rest()

    async def step(self, step: Any) -> None:
        match step:
            case "edit", number, (kind, place, word):
                self.people[number].edit(kind, place, word)
            case "wait", milliseconds:
                await asyncio.sleep(milliseconds / 1000)
            case ("settle",):
                await until(lambda: all(person.all_saved for person in self.people if person.connected))
            case "cut", number:
                self.people[number].link.cut()
            case "connect", number, process:
                self.processes[process].connect(self.people[number])
            case "hold", number:
                self.people[number].link.held = True
            case "release", number:
                self.release(self.people[number])
            case "again", number, which:
                self.people[number].say_again(which)
            case "back to front", number:
                self.people[number].back_to_front = not self.people[number].back_to_front
                self.people[number].flush()
            case "restart", process:
                await self.processes[process].stop()
                self.processes[process] = Process(self.room)
            case "lose news", lost:
                self.lost = lost

    def release(self, person: Replica) -> None:
        person.link.held = False
        person.link.take()

    async def rest(self) -> None:
        """Everybody is connected and hears again; it is over when all is saved and all have read the same."""
        for number, person in enumerate(self.people):
            self.release(person)
            person.back_to_front = False
            person.flush()
            if not person.connected:
                self.processes[number % 2].connect(person)
        await until(lambda: all(person.all_saved or person.refusals for person in self.people))
        await until(lambda: self.equal() or any(person.refusals for person in self.people))
        for process in self.processes:
            await process.stop()

    def equal(self) -> bool:
        first = shown(self.people[0].doc)
        return all(shown(person.doc) == first for person in self.people[1:])


WRITE, DELETE = ("paragraph", 0, "bc"), ("delete", 0, "")


@SETTINGS
@example(script=[("edit", 0, WRITE), ("settle",), ("lose news", True), ("edit", 0, DELETE)])
@example(
    script=[
        ("settle",),
        ("back to front", 0),
        ("edit", 0, WRITE),
        ("edit", 0, ("insert", 0, "é")),
    ]
)
@example(script=[("edit", 0, WRITE), ("settle",), ("cut", 1), ("edit", 1, DELETE), ("restart", 1), ("edit", 0, WRITE)])
@given(script=st.lists(steps, max_size=40))
def test_all_read_what_the_database_holds(script: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Interleaving, partition, repetition, gaps, restarts, two processes, and a relay that loses what it likes."""
    room = secrets.token_hex(8)
    log.create(room)
    world = World(room)
    tell = relay._tell
    with monkeypatch.context() as patch:
        patch.setattr(rooms, "LOOK", 0.05)
        patch.setattr(relay, "_tell", lambda news: None if world.lost else tell(news))
        asyncio.run(world.run(script))
    assert [person.refusals for person in world.people] == [[]] * PEOPLE
    for person in world.people:
        assert shown(person.doc) == shown(stored(room))
        assert missing(room, [person.doc.get_update(), *person.acknowledged, *person.told]) == []
    assert numbers(room) == list(range(1, log.load(room).last + 1))
