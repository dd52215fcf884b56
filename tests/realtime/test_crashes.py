"""A process that dies in the engine leaves a mark, and the room that kills twice is set apart."""

import faulthandler
import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from realtime import child, compaction, crashes, engine, log, quarantine, settling
from realtime.crashes import Mark, watch
from realtime.gate import Gate
from realtime.models import Head, Quarantine, Update
from realtime.protocol import write_uint
from realtime.said import Said
from tests.realtime.test_gate import ROOT, struct, update_of
from tests.realtime.test_log import Author, words_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "crashes"


@pytest.fixture
def room(db: Any) -> str:
    log.create("salle")
    log.append([Author().entry("salle", "un")])
    return "salle"


def in_a_process(work: Callable[[], None]) -> int:
    """Run `work` in a forked process; how it ended, as a return code of `subprocess`."""
    forked = os.fork()
    if forked == 0:
        faulthandler.disable()
        try:
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(forked, 0)[1])


def die_in(room: str, content: bytes = b"") -> None:
    def work() -> None:
        with watch(room, content):
            os.kill(os.getpid(), signal.SIGKILL)

    assert in_a_process(work) == -signal.SIGKILL


def marks() -> list[Mark]:
    return [mark for _, found in crashes._dead() for mark in found]


def test_a_death_in_the_engine_is_marked_with_what_it_took(folder: Path) -> None:
    die_in("salle", b"une mise a jour")
    die_in("autre", b"x" * (crashes.KEPT + 1))
    assert sorted(marks(), key=lambda mark: mark.room) == [Mark("autre", None), Mark("salle", b"une mise a jour")]


def test_a_death_elsewhere_accuses_nobody(folder: Path, room: str) -> None:
    def work() -> None:
        with watch(room):
            pass
        os.kill(os.getpid(), signal.SIGKILL)

    assert in_a_process(work) == -signal.SIGKILL
    assert (len(list(folder.iterdir())), crashes.collect()) == (1, [])
    assert (Head.objects.get().crashes, list(folder.iterdir())) == (0, [])


def test_what_a_living_process_does_is_left_alone(folder: Path, room: str) -> None:
    read, write = os.pipe()
    living = os.fork()
    if living == 0:
        with watch(room):
            os.write(write, b".")
            time.sleep(60)
        os._exit(0)
    try:
        os.read(read, 1)
        assert marks() == []
        crashes.collect()
        assert Head.objects.get().crashes == 0
    finally:
        os.kill(living, signal.SIGKILL)
        os.waitpid(living, 0)
    assert marks() == [Mark(room, b"")]


def test_many_calls_at_once_are_marked_as_far_as_there_is_room(folder: Path, room: str) -> None:
    def work() -> None:
        inside = [watch(f"salle {number}") for number in range(crashes.SLOTS + 3)]
        for one in inside:
            one.__enter__()
        for one in inside[2:]:
            one.__exit__()
        with watch("la derniere"):
            os.kill(os.getpid(), signal.SIGKILL)

    assert in_a_process(work) == -signal.SIGKILL
    assert {mark.room for mark in marks()} == {"salle 0", "salle 1", "la derniere"}


def test_without_a_place_for_the_mark_the_work_goes_on(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings.DATA_DIR = tmp_path / "file"
    done = []

    def work() -> None:
        with watch("salle"):
            done.append(1)
        os._exit(7 if done else 1)

    assert in_a_process(work) == 7


def test_forked_processes_write_under_ids_of_their_own() -> None:
    """F30: without an explicit id every child of a fork would share its parent's next ones."""
    before, read, write = engine.open_doc([]), *os.pipe()
    for _child in range(4):
        in_a_process(lambda: os.write(write, engine.open_doc([]).client_id.to_bytes(8, "big")) and None)
    ids = [int.from_bytes(os.read(read, 8), "big") for _child in range(4)]
    assert len({*ids, before.client_id, engine.open_doc([]).client_id}) == 6


POISON = update_of(struct(8, ROOT, write_uint(1), b"\x75\x01" * 80_000, b"\x7e"), client=99)


def poison(room: str) -> None:
    """What no door lets in, put straight into the store."""
    last = Head.objects.get(room=room).last + 1
    Update.objects.create(room=room, number=last, author="9", content=POISON)
    Head.objects.filter(room=room).update(last=last)


def test_the_poison_ends_a_process_that_opens_it() -> None:
    """Or the tests below would show nothing."""
    assert in_a_process(lambda: engine.open_doc([POISON]) and None) < 0


def test_a_death_that_can_be_repeated_sets_the_room_apart(room: str) -> None:
    """F21: one death of a worker and one of a child are two; what was good before is shown, nothing is written."""
    before = log.load(room).parts()
    poison(room)
    assert in_a_process(lambda: engine.open_doc(log.load(room).parts(), room) and None) < 0
    assert crashes.collect() == [room]
    stored = log.load(room)
    assert (stored.quarantined, Said([stored.snapshot or b""])) == (True, Said(before))
    assert Quarantine.objects.get().suspects == [[2, "values nested too deep"]]
    assert [message.subject for message in mail.outbox] == []  # ADMINS is empty here
    with pytest.raises(log.Quarantined):
        log.append([Author().entry(room, "deux")])


def test_what_was_being_taken_is_tried_too(room: str) -> None:
    die_in(room, POISON)
    assert crashes.collect() == [room]
    assert [row.content for row in log.read(room, 0)] == log.load(room).parts()


def test_a_process_killed_from_outside_accuses_nobody(room: str) -> None:
    for _kill in range(3):
        die_in(room, Author().write("deux"))
        assert crashes.collect() == []
    assert Head.objects.get().crashes == 3
    assert settling.settle(room, 1)
    assert Head.objects.get().crashes == 0  # it was quiet: all is well


def test_a_room_in_which_processes_die_again_and_again_is_set_apart(room: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(quarantine, "UNEXPLAINED", 2)
    die_in(room)
    assert crashes.collect() == []
    die_in(room)
    assert crashes.collect() == [room]
    assert Said(log.load(room).parts()) == Said([row.content for row in log.read(room, 0)])


def test_whoever_opens_a_room_meanwhile_waits_for_what_the_marks_say(monkeypatch: Any) -> None:
    begun, go_on, passed = threading.Event(), threading.Event(), threading.Event()

    def slowly() -> list[str]:
        begun.set()
        assert go_on.wait(10)
        return []

    def second() -> None:
        crashes.collect_once()
        passed.set()

    monkeypatch.setattr(crashes, "_collected", False)
    monkeypatch.setattr(crashes, "collect", slowly)
    threads = [threading.Thread(target=crashes.collect_once), threading.Thread(target=second)]
    threads[0].start()
    assert begun.wait(10)
    threads[1].start()
    assert not passed.wait(0.3)
    go_on.set()
    assert passed.wait(10)
    for thread in threads:
        thread.join()


def test_two_bad_rows_are_found_and_all_others_kept(room: str) -> None:
    author = Author()
    poison(room)
    log.append([author.entry(room, "deux")])
    poison(room)
    log.append([author.entry(room, "trois")])
    assert quarantine.accuse(Mark(room, b""))
    assert [number for number, _ in Quarantine.objects.get().suspects] == [2, 4]
    assert sorted(words_of(room)) == ["deux", "trois", "un"]
    assert Update.objects.count() == 5


def test_a_row_that_ends_the_child_is_left_out_by_the_next(room: str, monkeypatch: Any) -> None:
    """A row that the gate takes and the engine does not survive: no such row is known, so the child is told to die."""
    log.append([Author().entry(room, "deux"), Author().entry(room, "trois")])
    real, asked = child.run, []

    def run(task: str, heading: dict[str, Any], blobs: Any) -> Any:
        asked.append(heading["cut"])
        if 2 not in heading["cut"]:
            raise child.Died(-11, {"at": 2})
        return real(task, heading, blobs)

    monkeypatch.setattr(child, "run", run)
    assert quarantine.accuse(Mark(room, b""))
    assert (asked, sorted(words_of(room))) == ([[], [2]], ["trois", "un"])
    assert Quarantine.objects.get().suspects == [[2, "it ends the process"]]


def test_a_broken_snapshot_is_made_again_from_the_archive(room: str) -> None:
    log.append([Author().entry(room, "deux")])
    assert compaction.compact(room, kept=timedelta(0))
    Head.objects.update(snapshot=POISON)
    assert quarantine.accuse(Mark(room, b""))
    assert sorted(words_of(room)) == ["deux", "un"]


def test_what_cannot_be_opened_is_examined_at_once(room: str) -> None:
    """Nothing has to die where the gate sees it first."""
    poison(room)
    seen = quarantine.opened(room, lambda stored: (stored.quarantined, Gate(stored.parts()).clocks))
    assert seen[0]
    assert words_of(room) == ["un"]


def test_a_failure_that_is_not_the_texts_sets_nothing_apart(room: str) -> None:
    with pytest.raises(ZeroDivisionError):
        quarantine.opened(room, lambda stored: 1 // 0)
    assert not log.load(room).quarantined


def test_the_end_of_a_quarantine_is_a_new_epoch_with_every_row(room: str) -> None:
    epoch = log.load(room).epoch
    assert not quarantine.end(room)
    assert quarantine.begin(room, "test", quarantine.examine(room))
    assert quarantine.end(room)
    assert (log.load(room).epoch != epoch, log.load(room).last, log.load(room).quarantined) == (True, 1, False)
    log.append([Author().entry(room, "deux")])
