"""`log.submit` keeps rooms open between two calls, and is never wrong about what the log holds meanwhile."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from realtime import compaction, engine, log, opened
from realtime.gate import Gap, Gate, Refused
from realtime.opened import Opened, Shelf, shelf
from tests import make
from tests.realtime.test_gate import ROOT, struct, update_of
from tests.realtime.test_gate_ways import keystroke

WORD = update_of(struct(4, ROOT, b"\x03abc"))
ROOM = "salle"


@pytest.fixture(autouse=True)
def loads(transactional_db: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every whole load of a room."""
    shelf.clear()
    found: list[str] = []
    real = log.load
    monkeypatch.setattr(log, "load", lambda room: found.append(room) or real(room))
    log.create(ROOM)
    yield found
    shelf.clear()


def letter(clock: int, client: int = 7) -> bytes:
    return keystroke(client, clock, b"x", (7, 2) if client != 7 else (7, clock - 1), None)


def text() -> str:
    doc = engine.open_doc(log.load(ROOM).parts())
    from pycrdt import Text

    return str(doc.get("default", type=Text))


def test_many_updates_in_a_row_load_the_room_once(loads: list[str]) -> None:
    log.submit(ROOM, "1", WORD)
    assert [log.submit(ROOM, "1", letter(clock)) for clock in range(3, 40)] == list(range(2, 39))
    assert loads == [ROOM]
    assert text() == "abc" + "x" * 37


def test_what_another_process_wrote_is_read_first(loads: list[str]) -> None:
    log.submit(ROOM, "1", WORD)
    log.append([log.Entry(ROOM, "2", letter(0, client=8), [8])])  # as another process would
    assert log.submit(ROOM, "2", keystroke(8, 1, b"y", (8, 0), None)) == 3
    assert log.submit(ROOM, "2", letter(0, client=8)) == 3  # known already, from the other one
    assert loads == [ROOM]


def test_an_update_that_was_rolled_back_is_forgotten() -> None:
    log.submit(ROOM, "1", WORD)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert log.submit(ROOM, "1", letter(3)) == 2
        raise ZeroDivisionError
    log.append([log.Entry(ROOM, "2", letter(0, client=8), [8])])  # takes the number that was given back
    with pytest.raises(Gap):
        log.submit(ROOM, "1", letter(4))
    assert log.submit(ROOM, "1", letter(3)) == 3
    assert text() == "abcxx"


def test_a_room_purged_or_restored_is_read_afresh(loads: list[str]) -> None:
    log.submit(ROOM, "1", WORD)
    log.purge(ROOM)
    with pytest.raises(log.NoRoom):
        log.submit(ROOM, "1", letter(3))
    log.create(ROOM)
    with pytest.raises(Gap):
        log.submit(ROOM, "1", letter(3))
    assert log.submit(ROOM, "1", WORD) == 1
    make.new_epochs()
    loads.clear()
    assert log.submit(ROOM, "1", letter(3)) == 2
    assert loads == [ROOM]


def test_a_room_that_lost_rows_is_read_afresh(loads: list[str]) -> None:
    """Whatever happened to the database: what is kept never stands before the log."""
    log.submit(ROOM, "1", WORD)
    log.submit(ROOM, "1", letter(3))
    log.Update.objects.filter(room=ROOM, number=2).delete()
    log.Head.objects.filter(room=ROOM).update(last=1)
    with pytest.raises(Gap):
        log.submit(ROOM, "1", letter(4))


def test_after_a_compaction_writing_goes_on(loads: list[str]) -> None:
    log.submit(ROOM, "1", WORD)
    log.append([log.Entry(ROOM, "1", letter(clock)) for clock in range(3, 20)])
    assert compaction.compact(ROOM)
    assert log.submit(ROOM, "1", letter(20)) == 19
    assert text() == "abc" + "x" * 18


def test_what_the_engine_refuses_does_not_spoil_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    log.submit(ROOM, "1", WORD)
    real = engine.Trial.apply

    def panic(self: engine.Trial, update: bytes) -> bool:
        real(self, update)
        raise Refused("the engine refuses it")

    with monkeypatch.context() as patch:
        patch.setattr(engine.Trial, "apply", panic)
        with pytest.raises(Refused):
            log.submit(ROOM, "1", letter(3))
    assert log.submit(ROOM, "1", letter(3)) == 2  # taken as new: nothing was left of the first attempt


def test_two_threads_in_one_room_lose_nothing() -> None:
    log.submit(ROOM, "1", WORD)
    failures: list[BaseException] = []

    def write(client: int) -> None:
        try:
            log.submit(ROOM, str(client), letter(0, client=client))
            for clock in range(1, 15):
                log.submit(ROOM, str(client), keystroke(client, clock, b"x", (client, clock - 1), None))
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[client]) for client in (11, 12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failures
    assert log.load(ROOM).last == 31
    assert len(text()) == 33


def kept(room: str, size: int, number: int = 1) -> Opened:
    return Opened(room, "", number, Gate(), engine.Trial([]), size)


def test_what_is_kept_is_bounded() -> None:
    small = Shelf(most_bytes=100, most_rooms=3)
    for room in "abcd":
        small.put(kept(room, 10))
    assert small.take("a") is None
    small.put(kept("e", 85))
    assert [room for room in "bcde" if small.take(room)] == ["d", "e"]
    small.put(kept("f", 101))
    assert small.take("f") is None
    assert small._size == 0


def test_of_two_that_are_put_back_the_newer_one_stays() -> None:
    one = Shelf()
    for number in (5, 9, 7):
        one.put(kept("a", 10, number))
    found = one.take("a")
    assert found is not None and found.number == 9
    assert one._size == 0
    assert opened.MOST_BYTES <= 8 * 1024 * 1024
