"""A compacted log says what it said: state, words, clocks and authors; whatever dies, hurries or comes late meanwhile."""

import itertools
import os
import random
import signal
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from realtime import child, compaction, engine, log, quarantine, settling, snapshots
from realtime.gate import Gate
from realtime.models import Archive, Head, Update
from realtime.said import Said
from realtime.snapshots import Sitting
from tests.realtime.test_log import Author, words_of

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = timedelta(0)  # how long archived rows are kept: not at all


@pytest.fixture
def room(db: Any) -> str:
    log.create("salle")
    return "salle"


def state(room: str) -> Any:
    """What a document is to those who open it."""
    doc = engine.open_doc(log.load(room).parts())
    said = Said([doc.get_update()])
    return said.pieces, said.deleted, words_of(room), Gate(log.load(room).parts()).clocks


def stored(room: str) -> Said:
    """Everything that anybody ever said, from the archive and the rows that are not in it."""
    archived = Head.objects.get(room=room).archived
    rows = Update.objects.filter(room=room, number__gt=archived).order_by("number").values_list("content", flat=True)
    archive = Archive.objects.filter(room=room).order_by("first").values_list("content", flat=True)
    return Said([bytes(content) for content in (*archive, *rows)])


class Table:
    """Three authors around one room: each hears the others late, writes, and deletes."""

    def __init__(self, room: str) -> None:
        self.room = room
        self.authors = {name: Author() for name in ("1", "2", "3")}
        self.rows: list[bytes] = []
        self.heard = dict.fromkeys(self.authors, 0)

    def act(self, who: str, what: str, words: str) -> None:
        author = self.authors[who]
        if what == "hear":
            for row in self.rows[self.heard[who] :]:
                author.doc.apply_update(row)
            self.heard[who] = len(self.rows)
            return
        before = author.doc.get_state()
        if what == "delete" and len(author.root.children):
            del author.root.children[len(words) % len(author.root.children)]
        elif what == "letter" and len(author.root.children):
            text: Any = next(iter(author.root.children[0].children))
            text.insert(0, words)
        else:
            author.write(words)
        self.rows.append(author.doc.get_update(before))
        log.append([log.Entry(self.room, who, self.rows[-1], [author.doc.client_id])])


STEPS = st.lists(
    st.tuples(
        st.sampled_from("123"),
        st.sampled_from(["write", "letter", "letter", "delete", "hear", "hear", "compact", "compact and forget"]),
        st.text("aé œ😀", min_size=1, max_size=6),
    ),
    min_size=3,
    max_size=30,
)


@given(STEPS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_compacted_log_loads_as_the_log_did(room: str, steps: list[tuple[str, str, str]]) -> None:
    log.purge(room)
    log.create(room)
    table = Table(room)
    for who, what, words in [*steps, ("1", "compact and forget", "")]:
        if not what.startswith("compact"):
            table.act(who, what, words)
            continue
        before, authors = state(room), log.authors_between(room, 0, 10**9)
        assert compaction.compact(room, kept=compaction.KEPT if what == "compact" else AT_ONCE)
        assert state(room) == before
        assert log.load(room).tail == []
        assert log.authors_between(room, 0, 10**9) == authors
        assert stored(room) == Said(table.rows)
        for sitting in Archive.objects.filter(room=room):
            assert set(Said([bytes(sitting.content)]).pieces) <= {table.authors[sitting.author].doc.client_id}
    assert not Update.objects.filter(room=room).exists()


def test_rows_become_one_archive_row_for_each_author_and_sitting(room: str) -> None:
    table = Table(room)
    for number in range(6):
        table.act("12"[number % 2], "write", f"mot {number}")
    long_ago = timezone.now() - timedelta(hours=2)
    Update.objects.filter(number__lte=4).update(at=long_ago)
    assert compaction.compact(room, kept=timedelta(hours=1))
    found = Archive.objects.order_by("first").values_list("author", "first", "last")
    assert list(found) == [("1", 1, 3), ("2", 2, 4), ("1", 5, 5), ("2", 6, 6)]
    assert abs(Archive.objects.get(first=1).until - long_ago) < timedelta(milliseconds=1)
    assert list(Update.objects.values_list("number", flat=True)) == [5, 6]  # young: a lagging process reads on
    assert [row.number for row in log.read(room, 4)] == [5, 6]
    assert log.authors_between(room, 4, 5) == ["1"]
    assert log.authors_between(room, 3, 4) == ["2"]  # the first author's sitting ended before
    table.act("1", "write", "encore")
    assert compaction.compact(room, kept=AT_ONCE)
    assert Archive.objects.get(first=5).last == 7
    assert stored(room) == Said(table.rows)


def test_an_old_log_whose_snapshot_replaced_nothing_is_archived_from_its_first_row(room: str) -> None:
    table = Table(room)
    for word in ("un", "deux", "trois"):
        table.act("1", "write", word)
    Head.objects.update(snapshot=engine.open_doc(table.rows[:2]).get_update(), snapshot_at=2)
    before = state(room)
    assert compaction.compact(room, kept=AT_ONCE)
    assert (state(room), stored(room)) == (before, Said(table.rows))


def test_a_large_one_is_made_in_a_child_process(room: str, monkeypatch: pytest.MonkeyPatch) -> None:
    table = Table(room)
    for word in ("un", "deux 😀", "trois"):
        table.act("1", "write", word)
    before = state(room)
    monkeypatch.setattr(compaction, "LARGE", 1)
    monkeypatch.setattr(snapshots, "make", None)
    assert compaction.compact(room, kept=AT_ONCE)
    assert (state(room), stored(room)) == (before, Said(table.rows))


def test_what_is_not_faithful_is_kept_merged(room: str, monkeypatch: pytest.MonkeyPatch) -> None:
    table = Table(room)
    for word in ("un", "deux", "trois"):
        table.act("1", "write", word)
    monkeypatch.setattr(snapshots, "is_faithful", lambda *_: False)
    assert compaction.compact(room, kept=AT_ONCE)
    loaded = log.load(room)
    assert (loaded.faithful, Said(loaded.parts())) == (False, Said(table.rows))
    monkeypatch.undo()
    table.act("1", "write", "quatre")
    assert compaction.compact(room, kept=AT_ONCE)
    assert log.load(room).faithful


def test_where_nothing_can_be_proved_nothing_changes(room: str, monkeypatch: pytest.MonkeyPatch) -> None:
    table = Table(room)
    table.act("1", "write", "un")
    table.act("1", "write", "deux")
    before = state(room)
    monkeypatch.setattr(snapshots, "is_faithful", lambda *_: False)
    monkeypatch.setattr(snapshots, "merge", lambda parts: parts[0])
    assert not compaction.compact(room, kept=AT_ONCE)
    assert (state(room), Update.objects.count(), log.load(room).faithful) == (before, 2, False)


@pytest.mark.parametrize("error", [child.Died(-11, {}), child.Failed("too slow"), ValueError("unreadable")])
def test_a_child_that_fails_leaves_everything_as_it_was(room: str, error: Exception, monkeypatch: Any) -> None:
    table, accused = Table(room), []
    table.act("1", "write", "un")
    before = state(room)

    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr(compaction, "LARGE", 1)
    monkeypatch.setattr(snapshots, "ask", fail)
    monkeypatch.setattr(quarantine, "accuse", accused.append)
    assert not compaction.compact(room, kept=AT_ONCE)
    assert (state(room), Update.objects.count(), Archive.objects.count()) == (before, 1, 0)
    assert bool(accused) is isinstance(error, child.Died)


def test_who_is_late_changes_nothing(room: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """F38: a process that slept through another's compaction finds the snapshot it began with replaced."""
    table, real = Table(room), compaction._make
    table.act("1", "write", "un")

    def slow(head: Head, rows: list[Sitting]) -> Any:
        made = real(head, rows)
        monkeypatch.setattr(compaction, "_make", real)
        table.act("2", "write", "deux")
        assert compaction.compact(room, kept=AT_ONCE)
        return made

    monkeypatch.setattr(compaction, "_make", slow)
    assert not compaction.compact(room, kept=AT_ONCE)
    assert (Head.objects.get().snapshot_at, stored(room)) == (2, Said(table.rows))
    assert sorted(words_of(room)) == ["deux", "un"]


@pytest.mark.parametrize("change", [{"epoch": "autre"}, {"quarantined_at": timezone.now()}])
def test_a_room_that_became_another_is_left_alone(room: str, change: dict[str, Any], monkeypatch: Any) -> None:
    real = compaction._make
    Table(room).act("1", "write", "un")

    def meanwhile(head: Head, rows: list[Sitting]) -> Any:
        Head.objects.update(**change)
        return real(head, rows)

    monkeypatch.setattr(compaction, "_make", meanwhile)
    assert not compaction.compact(room, kept=AT_ONCE)
    assert (Head.objects.get().snapshot, Archive.objects.count(), Update.objects.count()) == (None, 0, 1)


def test_a_compaction_between_two_questions_of_a_load_is_noticed(room: str, monkeypatch: pytest.MonkeyPatch) -> None:
    table, real = Table(room), log._rows
    table.act("1", "write", "un")
    table.act("1", "write", "deux")

    def later(*asked: Any) -> Any:
        monkeypatch.setattr(log, "_rows", real)
        assert compaction.compact(room, kept=AT_ONCE)
        table.act("1", "write", "trois")
        return real(*asked)

    monkeypatch.setattr(log, "_rows", later)
    assert (log.load(room).last, words_of(room)) == (3, ["un", "deux", "trois"])


def test_rows_that_are_gone_are_no_reason_to_archive_the_rest(room: str) -> None:
    table = Table(room)
    for word in ("un", "deux", "trois"):
        table.act("1", "write", word)
    Update.objects.filter(number=2).delete()
    with pytest.raises(log.Incomplete):
        compaction.compact(room)
    with pytest.raises(log.NoRoom):
        compaction.compact("ailleurs")


# When


def test_a_tail_is_too_long_by_its_number_and_its_share(room: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compaction, "FEW", 3)
    table = Table(room)
    for _number in range(3):
        table.act("1", "write", "mot")
    assert not compaction.is_due(room)
    table.act("1", "write", "mot")
    assert compaction.is_due(room)
    assert settling.settle(room, 4)
    assert (Head.objects.get().snapshot_at, compaction.is_due(room)) == (4, False)
    for _number in range(4):
        table.act("1", "delete", "a")
    assert not compaction.is_due(room)  # short beside the snapshot
    monkeypatch.setattr(compaction, "TOO_MANY", 3)
    assert compaction.is_due(room)
    Head.objects.update(quarantined_at=timezone.now())
    assert not compaction.is_due(room)


def test_the_sweep_compacts_what_is_quiet_or_far_too_long_and_forgets_old_rows(room: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(compaction, "FEW", 3)
    table = Table(room)
    for _number in range(5):
        table.act("1", "write", "mot")
    assert compaction.sweep() == 0  # somebody may still be writing
    monkeypatch.setattr(compaction, "TOO_MANY_WHILE_BUSY", 4)
    assert (compaction.sweep(), Head.objects.get().snapshot_at, Update.objects.count()) == (1, 5, 5)
    Update.objects.update(at=timezone.now() - timedelta(hours=1))
    assert (compaction.sweep(), Update.objects.count(), compaction.sweep()) == (1, 0, 0)


def test_rows_are_deleted_in_portions(room: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compaction, "PORTION", 2)
    table = Table(room)
    for _number in range(5):
        table.act("1", "write", "mot")
    commits: list[int] = []
    real = transaction.Atomic.__exit__

    def leave(self: Any, *error: Any) -> None:
        real(self, *error)
        commits.append(Update.objects.count())

    monkeypatch.setattr(transaction.Atomic, "__exit__", leave)
    assert compaction.compact(room, kept=AT_ONCE)
    monkeypatch.undo()
    assert [count for count, after in itertools.pairwise(commits) if count != after] == [5, 3, 1]


# Interrupted


def killed_while(work: Any, seconds: float) -> None:
    """Run `work` in a forked process and kill it after so long."""
    connection.close()
    forked = os.fork()
    if forked == 0:
        try:
            work()
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(forked, signal.SIGKILL)
    os.waitpid(forked, 0)


def moments(count: int) -> Iterator[float]:
    chance = random.Random(20261122)
    return (chance.uniform(0.0, 0.08) for _ in range(count))


@pytest.mark.parametrize("kills", [8, pytest.param(50, marks=pytest.mark.slow)])
@pytest.mark.parametrize("large", [1, 10**9], ids=["in a child", "in the process"])
def test_killed_inside_a_compaction_nothing_is_lost_or_said_twice(
    room: str, kills: int, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F26: while people write. Some of the kills fall before the transaction, some in it, some among the deletions."""
    monkeypatch.setattr(compaction, "LARGE", large)
    monkeypatch.setattr(compaction, "PORTION", 3)
    table = Table(room)
    for number, seconds in enumerate(moments(kills)):
        for step in range(6):
            table.act("123"[step % 3], ("write", "letter", "hear")[(number + step) % 3], f"mot {number}.{step} ")
        before = state(room)
        killed_while(lambda: compaction.compact(room, kept=AT_ONCE), seconds + (0.3 if large == 1 else 0.0))
        assert state(room) == before
        assert stored(room) == Said(table.rows)
    before = state(room)
    assert compaction.compact(room, kept=AT_ONCE)
    assert (state(room), stored(room), Update.objects.count()) == (before, Said(table.rows), 0)
    assert log.load(room).last == len(table.rows)
