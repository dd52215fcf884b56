"""A snapshot is proved before it replaces anything: what the engine reads otherwise than Yjs, or lost, is found."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import XmlText

from realtime import engine, snapshots
from realtime.gate import Gate
from realtime.said import Said
from realtime.snapshots import Sitting, make
from tests.realtime.test_gate import genuine_updates
from tests.realtime.test_log import Author

HALVES = Path(__file__).with_name("yjs_halves.mjs")


def rows_of(contents: list[bytes], author: str = "1") -> list[Sitting]:
    return [Sitting(author, number, number, 10.0 * number, 10.0 * number, c) for number, c in enumerate(contents, 1)]


def read_by_yjs(node: str, documents: list[list[bytes]]) -> list[str]:
    asked = json.dumps([[row.hex() for row in rows] for rows in documents])
    done = subprocess.run([node, HALVES, "read"], input=asked, capture_output=True, check=True, text=True)
    return list(json.loads(done.stdout))


def encoded(rows: list[bytes]) -> bytes:
    return engine.open_doc(rows).get_update()


def test_random_edits_by_the_real_yjs_are_kept_as_yjs_reads_them(node: str) -> None:
    """With and without edits inside an emoji: what is stored is read by Yjs as the rows are, in every case."""
    script = Path(__file__).with_name("yjs_updates.mjs")
    done = subprocess.run([node, script], capture_output=True, check=True, text=True)
    streams = [[bytes.fromhex(row) for row in stream] for stream in json.loads(done.stdout)]
    streams += [stream[:15] for stream in streams]
    made = [make(None, rows_of(stream), []) for stream in streams]
    kept = [one.snapshot or b"" for one in made]
    assert read_by_yjs(node, [[snapshot] for snapshot in kept]) == read_by_yjs(node, streams)
    assert {one.faithful for one in made} == {True, False}
    assert [one.faithful for one in made] == [not Gate(stream).splits for stream in streams]


def test_an_edit_between_the_halves_of_a_character_is_kept_as_merged_rows(node: str) -> None:
    done = subprocess.run([node, HALVES, "make"], capture_output=True, check=True, text=True)
    cases = {name: [bytes.fromhex(row) for row in rows] for name, rows in json.loads(done.stdout).items()}
    read = read_by_yjs(node, list(cases.values()))
    assert read != read_by_yjs(node, [[encoded(rows)] for rows in cases.values()])  # or nothing would be at stake
    for (name, rows), wanted in zip(cases.items(), read, strict=True):
        made = make(None, rows_of(rows), [])
        assert (name, made.faithful) == (name, False)
        assert read_by_yjs(node, [[made.snapshot or b""]]) == [wanted], name
        later = make(made.snapshot, rows_of(rows)[-1:], [])
        assert (later.faithful, read_by_yjs(node, [[later.snapshot or b""]])) == (False, [wanted])


@given(st.lists(st.text("abc é😀œ«» —\n", min_size=1, max_size=12), min_size=2, max_size=12))
@settings(max_examples=40, deadline=None)
def test_whole_characters_are_always_faithful(words: list[str]) -> None:
    rows = genuine_updates(words)
    assert is_faithful(encoded(rows), rows)


def is_faithful(snapshot: bytes, rows: list[bytes]) -> bool:
    return snapshots.is_faithful(snapshot, Said(rows), Gate(rows))


def written() -> tuple[Author, list[bytes]]:
    author = Author()
    return author, [author.write(word) for word in ("premier 😀", "deuxième", "troisième")]


def test_a_snapshot_without_the_last_update_is_found() -> None:
    _author, rows = written()
    assert not is_faithful(encoded(rows[:-1]), rows)


def test_a_snapshot_with_other_words_is_found() -> None:
    _author, rows = written()
    assert not is_faithful(encoded(rows).replace(b"troisi", b"QUATRI"), rows)


def test_a_snapshot_that_deletes_what_nobody_deleted_is_found() -> None:
    author, rows = written()
    del author.root.children[1]
    assert not is_faithful(author.doc.get_update(), rows)


def test_a_snapshot_that_forgets_a_deletion_is_found() -> None:
    author, rows = written()
    before = author.doc.get_state()
    del author.root.children[1]
    rows.append(author.doc.get_update(before))
    assert is_faithful(encoded(rows), rows)
    assert not is_faithful(encoded(rows[:-1]), rows)


def test_rows_with_a_hole_make_no_faithful_snapshot() -> None:
    author = Author()
    rows = [author.write(word) for word in ("un", "deux", "trois")]
    assert not is_faithful(encoded([rows[0], rows[2]]), [rows[0], rows[2]])


def test_what_was_written_into_something_deleted_meanwhile_is_rightly_gone() -> None:
    """Bob types in a paragraph while Alice deletes it: nobody deleted his letters by name, and yet they are dead."""
    alice, bob = Author(), Author()
    rows = [alice.write("un"), alice.write("deux")]
    for row in rows:
        bob.doc.apply_update(row)
    hers, his = alice.doc.get_state(), bob.doc.get_state()
    del alice.root.children[0]
    text: Any = next(iter(next(iter(bob.root.children)).children))
    assert isinstance(text, XmlText)
    text.insert(0, "Bob ")
    rows += [alice.doc.get_update(hers), bob.doc.get_update(his)]
    assert is_faithful(encoded(rows), rows)


def test_two_ways_of_cutting_the_same_say_the_same() -> None:
    _author, rows = written()
    assert Said(rows) == Said([engine.merge(rows)]) == Said([*rows, rows[1]]) == Said([encoded(rows), *rows])
    assert Said(rows) != Said(rows[:2])


@pytest.mark.parametrize("bad", [b"\x01\x01\x01\x01\x00\x00\x00", b"\x00\x00\x00", b"\x05"])
def test_bytes_that_cannot_be_told_apart_prove_nothing(bad: bytes) -> None:
    _author, rows = written()
    assert not is_faithful(bad, rows)


# Sittings


def test_rows_are_gathered_by_author_and_sitting() -> None:
    alice, bob = Author(), Author()
    rows = [
        Sitting("alice", 1, 1, 0.0, 0.0, alice.write("un")),
        Sitting("bob", 2, 2, 10.0, 10.0, bob.write("deux")),
        Sitting("alice", 3, 3, 20.0, 20.0, alice.write("trois")),
        Sitting("alice", 4, 4, 20.0 + 1801, 20.0 + 1801, alice.write("quatre")),
    ]
    made = make(None, rows, []).sittings
    assert sorted((one.author, one.first, one.last, one.at, one.until) for one in made) == [
        ("alice", 1, 3, 0.0, 20.0),
        ("alice", 4, 4, 1821.0, 1821.0),
        ("bob", 2, 2, 10.0, 10.0),
    ]
    assert Said([one.content for one in made]) == Said([row.content for row in rows])


def test_a_sitting_goes_on_in_the_next_compaction(monkeypatch: pytest.MonkeyPatch) -> None:
    author = Author()
    first = make(None, rows_of([author.write("un"), author.write("deux")]), [])
    more = [Sitting("1", 3, 3, 60.0, 60.0, author.write("trois"))]
    assert [(one.first, one.last) for one in make(first.snapshot, more, first.sittings).sittings] == [(1, 3)]
    monkeypatch.setattr(snapshots, "LONGEST_SITTING", 10)
    assert [(one.first, one.last) for one in make(first.snapshot, more, first.sittings).sittings] == [(3, 3)]


def test_rows_that_cannot_be_merged_rightly_are_kept_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    _author, contents = written()
    rows = rows_of(contents)
    monkeypatch.setattr(snapshots, "merge", lambda parts: parts[0])
    made = make(None, rows, [])
    assert made.faithful
    assert [(one.first, one.last, one.content) for one in made.sittings] == [
        (n, n, c) for n, c in enumerate(contents, 1)
    ]


def test_a_child_process_makes_the_same() -> None:
    _author, contents = written()
    rows = rows_of(contents)
    assert snapshots.ask(None, rows, []) == make(None, rows, [])
