"""The log: gapless numbers, whatever is written at the same time; what was stored loads again and says the same."""

import secrets
import threading
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from realtime import compaction, engine, log, settling
from realtime.gate import Gate, Refused
from realtime.models import Head, Update

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def room(db: Any) -> str:
    log.create("salle")
    return "salle"


class Author:
    """Writes paragraphs in a Doc of its own, one update each."""

    def __init__(self) -> None:
        self.doc: Doc[Any] = Doc(client_id=secrets.randbits(31))
        self.root = self.doc.get("default", type=XmlFragment)

    def write(self, words: str) -> bytes:
        before = self.doc.get_state()
        with self.doc.transaction():
            self.root.children.append(XmlElement("paragraph")).children.append(XmlText(words))
        return self.doc.get_update(before)

    def entry(self, room: str, words: str, who: str = "1") -> log.Entry:
        return log.Entry(room, who, self.write(words), [self.doc.client_id])


def words_of(room: str) -> list[str]:
    root = engine.open_doc(log.load(room).parts()).get("default", type=XmlFragment)
    return ["".join(v for v, _ in text.diff()) for p in root.children for text in p.children]


def test_what_is_appended_loads(room: str) -> None:
    author = Author()
    assert log.append([author.entry(room, "un"), author.entry(room, "deux")]) == {room: 2}
    assert log.append([author.entry(room, "trois")]) == {room: 3}
    assert words_of(room) == ["un", "deux", "trois"]
    assert [row.number for row in log.read(room, 1)] == [2, 3]


def test_a_room_that_was_never_made_takes_nothing(room: str) -> None:
    with pytest.raises(log.NoRoom):
        log.append([Author().entry(room, "un"), Author().entry("ailleurs", "deux")])
    assert not Update.objects.exists()
    with pytest.raises(log.NoRoom):
        log.load("ailleurs")


def test_a_client_id_is_bound_with_its_first_content(room: str) -> None:
    author = Author()
    log.append([author.entry(room, "un", "1")])
    with pytest.raises(Refused):
        log.append([author.entry(room, "deux", "2")])
    assert words_of(room) == ["un"]
    assert log.owners(room) == {author.doc.client_id: "1"}


def test_numbers_are_gapless_when_several_write_at_once(room: str) -> None:
    log.create("voisine")

    def write(name: str) -> None:
        try:
            author = Author()
            for number in range(10):
                log.append([author.entry(room, f"{name}{number}"), author.entry("voisine", f"{name}{number}")])
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name in (room, "voisine"):
        assert list(Update.objects.filter(room=name).values_list("number", flat=True)) == list(range(1, 41))
        assert Head.objects.get(room=name).last == 40


def test_submit_passes_the_gate_and_repeats_nothing(room: str) -> None:
    update = Author().write("un")
    assert [log.submit(room, "1", update), log.submit(room, "1", update)] == [1, 1]
    with pytest.raises(Refused):
        log.submit(room, "1", bytes.fromhex("01010101000000"))


@given(st.lists(st.tuples(st.booleans(), st.text("aé œ😀", min_size=1, max_size=8)), min_size=1, max_size=12))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_snapshot_says_what_its_rows_say(room: str, steps: list[tuple[bool, str]]) -> None:
    log.purge(room)
    log.create(room)
    author = Author()
    for deletes, words in steps:
        entry = author.entry(room, words)
        log.append([entry])
        if deletes:
            before = author.doc.get_state()
            del author.root.children[0]
            log.append([log.Entry(room, "1", author.doc.get_update(before))])
    before = words_of(room)
    assert compaction.compact(room)
    stored = log.load(room)
    assert (stored.tail, words_of(room)) == ([], before)
    log.append([author.entry(room, "après")])
    assert words_of(room) == [*before, "après"]
    assert engine.merge([row.content for row in log.read(room, 0)])


def test_settling_is_claimed_once(room: str) -> None:
    log.append([Author().entry(room, "un")])
    assert [settling.settle(room, 1), settling.settle(room, 1)] == [True, False]


def test_the_sweep_finds_what_a_crash_left(room: str) -> None:
    log.append([Author().entry(room, "un")])
    assert settling.sweep() == 0  # somebody may still be writing
    Head.objects.update(updated_at="2026-01-01T00:00:00Z")
    assert (settling.sweep(), settling.sweep()) == (1, 0)


def test_a_load_that_misses_rows_is_not_a_document(room: str) -> None:
    """F27: the head counts what must be there; nothing, or a part, is never taken for the whole."""
    author = Author()
    log.append([author.entry(room, word) for word in ("un", "deux", "trois")])
    for missing in (2, 3, 1):
        Update.objects.filter(room=room, number=missing).delete()
        with pytest.raises(log.Incomplete):
            log.load(room)


def test_who_asks_for_what_is_gone_into_the_snapshot_gets_the_snapshot(room: str) -> None:
    author = Author()
    log.append([author.entry(room, "un"), author.entry(room, "deux")])
    assert compaction.compact(room)
    log.append([author.entry(room, "trois")])
    assert [row.number for row in log.read(room, 1)] == [2, 3]
    Update.objects.filter(number__lte=2).delete()
    rows = log.read(room, 1)
    assert [(row.number, row.author) for row in rows] == [(2, ""), (3, "1")]
    assert Gate([row.content for row in rows]).clocks == Gate(log.load(room).parts()).clocks
    assert ([row.number for row in log.read(room, 2)], log.read(room, 3)) == ([3], [])
