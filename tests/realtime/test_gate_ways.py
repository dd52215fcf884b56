"""The gate reads the same things in more than one way; here the ways are held together.

A keystroke takes a short cut; what is stored is read without judging it, and only when it is needed; a character that
counts two clocks is watched. Each must say what the long way says.
"""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from realtime import engine, gate
from realtime.gate import Checked, Gap, Gate, Refused
from realtime.protocol import write_bytes, write_uint
from realtime.shapes import DEPTH
from realtime.update_reader import LONGEST
from tests.realtime.test_gate import ROOT, genuine_updates, nested, struct, update_of

CLIENTS = [1, 7, 300, 2**32 - 5, 2**53 - 1]
TEXTS = [b"a", "é".encode(), "😀".encode(), "a😀é".encode(), b"word " * 20, b"\xff", "😀".encode()[:3], b""]


def keystroke(client: int, clock: int, text: bytes, left: tuple[int, int], right: tuple[int, int] | None) -> bytes:
    places = [left] if right is None else [left, right]
    beside = b"".join(write_uint(number) for place in places for number in place)
    info = b"\x84" if right is None else b"\xc4"
    return b"\x01\x01" + write_uint(client) + write_uint(clock) + info + beside + write_bytes(text) + b"\0"


def a_room() -> Gate:
    """Letters and emoji of several clients, at the top and in a text."""
    known = Gate()
    element = struct(7, ROOT, write_uint(6))
    inside = struct(4, write_uint(0), write_uint(1), write_uint(0), write_bytes("x😀y".encode()))
    known.accept(known.check(update_of(element, inside, client=1)))
    for client in CLIENTS[1:]:
        known.accept(known.check(update_of(struct(4, ROOT, write_bytes("é😀".encode())), client=client)))
    return known


def answer(way: Any, update: bytes) -> Checked | str:
    try:
        checked: Checked = way(update)
    except (Refused, Gap) as error:
        return type(error).__name__
    return checked


def long_way(known: Gate) -> Any:
    """`check` without its short cut."""
    slow = Gate.__new__(SlowGate)
    for name in Gate.__slots__:
        setattr(slow, name, getattr(known, name))
    return slow.check


class SlowGate(Gate):
    def _keystroke(self, update: bytes) -> None:
        return None


places = st.tuples(st.sampled_from([*CLIENTS, 99]), st.sampled_from([0, 1, 2, 3, 4, 5, 127, 128, 20_000, LONGEST]))
keystrokes = st.builds(
    keystroke,
    st.sampled_from([*CLIENTS, 99]),
    st.sampled_from([0, 2, 3, 4, 5, 128, LONGEST - 1]),
    st.sampled_from(TEXTS),
    places,
    st.none() | places,
)


@given(keystrokes, st.none() | st.tuples(st.integers(0, 30), st.integers(0, 255)))
@settings(max_examples=1500, deadline=None)
def test_the_short_way_and_the_long_way_answer_alike(update: bytes, change: tuple[int, int] | None) -> None:
    if change is not None:
        at = change[0] % len(update)
        update = update[:at] + bytes([change[1]]) + update[at + 1 :]
    known = a_room()
    assert answer(known.check, update) == answer(long_way(known), update)


def test_a_keystroke_takes_the_short_way() -> None:
    known = a_room()
    for text in (b"a", "é".encode(), "😀".encode()):
        for right in (None, (1, 3)):
            checked = known._keystroke(keystroke(99, 0, text, (1, 1), right))
            assert checked is not None
            assert checked == known._check(keystroke(99, 0, text, (1, 1), right), 9)


def remembered(known: Gate) -> dict[tuple[int, int], int]:
    """The shape of every clock."""
    return {(c, at): known._shapes.at(c, at) for c, end in known.clocks.items() for at in range(end)}


@given(st.lists(st.text("abc é😀", min_size=1, max_size=9), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_what_is_stored_is_remembered_as_if_it_had_been_checked(words: list[str]) -> None:
    updates = genuine_updates(words)
    checked, learnt = Gate(), Gate()
    for update in updates:
        checked.accept(checked.check(update))
        learnt.learn(update)
    lazily, merged = Gate(updates), Gate([engine.merge(updates)])
    for other in (learnt, lazily, merged):
        assert other.clocks == checked.clocks
        assert remembered(other) == remembered(checked)
        assert other._halves._clients == checked._halves._clients
        assert other.splits == checked.splits


def two_authors(words: list[str]) -> Doc[Any]:
    """A document in which two people's items stand between each other's, so that each builds on what comes later."""
    docs: list[Doc[Any]] = [Doc(client_id=1), Doc(client_id=2)]
    for number, word in enumerate(words):
        doc, other = docs[number % 2], docs[(number + 1) % 2]
        root = doc.get("default", type=XmlFragment)
        if number % 4 == 0 or not root.children:
            root.children.append(XmlElement("p")).children.append(XmlText(word))
        else:
            root.children[number % len(root.children)].children[0].insert(0, word)
        other.apply_update(doc.get_update(other.get_state()))
    return docs[0]


@given(st.lists(st.text("abcé", min_size=1, max_size=5), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_a_snapshot_of_two_authors_is_learnt_as_it_is_checked(words: list[str]) -> None:
    snapshot = two_authors(words).get_update()
    checked = Gate()
    checked.accept(checked.check(snapshot))
    assert remembered(Gate([snapshot])) == remembered(checked)


def test_what_cannot_be_read_is_met_at_every_question() -> None:
    broken = Gate([update_of(struct(4, ROOT, write_bytes(b"abc"))), b"\x01\x05"])
    for _ in range(2):
        with pytest.raises((Refused, IndexError)):
            broken.check(b"\0\0")


def test_depth_is_remembered_over_a_reload() -> None:
    known = Gate([nested(gate.DEEPEST)])
    deeper = struct(7, write_uint(0), write_uint(7), write_uint(gate.DEEPEST), write_uint(3), write_bytes(b"p"))
    with pytest.raises(Refused):
        known.check(update_of(deeper, clock=gate.DEEPEST + 1))
    assert Gate([nested(1000)]).clocks == {7: 1001}  # whatever the log holds, it is read


def test_a_collected_neighbour_does_not_hide_how_deep_an_item_lies() -> None:
    """The engine looks at the right neighbour where the left one is gone; so must what is learnt."""
    collected = update_of(struct(0, write_uint(1)), client=9)
    beside = struct(
        0xC7, write_uint(9), write_uint(0), write_uint(7), write_uint(gate.DEEPEST), write_uint(3), write_bytes(b"p")
    )
    known = Gate([nested(gate.DEEPEST), collected, update_of(beside, client=11)])
    deeper = struct(7, write_uint(0), write_uint(11), write_uint(0), write_uint(3), write_bytes(b"p"))
    with pytest.raises(Refused):
        known.check(update_of(deeper, client=12))
    word = struct(0xC4, write_uint(9), write_uint(0), write_uint(7), write_uint(gate.DEEPEST), write_bytes(b"a"))
    again = Gate([nested(gate.DEEPEST), collected, update_of(word, client=11)])
    assert remembered(again)[11, 0] & DEPTH == remembered(known)[11, 0] & DEPTH


def test_a_large_snapshot_is_allowed_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "MOST_STRUCTS", 3)
    with pytest.raises(Refused):
        Gate().check(nested(3))
    assert Gate().check(nested(3), most=4).ends == {7: 4}


EMOJI = update_of(struct(4, ROOT, write_bytes("a😀b".encode())))  # clocks 0 to 3; 1 and 2 are the halves


@pytest.mark.parametrize(
    ("update", "cut"),
    [
        (keystroke(8, 0, b"x", (7, 1), None), True),
        (keystroke(8, 0, b"x", (7, 1), (7, 2)), True),
        (keystroke(8, 0, b"x", (7, 0), (7, 2)), True),
        (keystroke(8, 0, b"x", (7, 2), (7, 3)), False),
        (keystroke(8, 0, b"x", (7, 0), (7, 1)), False),
        (update_of(struct(0x44, write_uint(7), write_uint(2), write_bytes(b"xy")), client=8), True),
        (b"\0" + bytes([1, 7, 1, 1, 1]), True),
        (b"\0" + bytes([1, 7, 1, 2, 1]), True),
        (b"\0" + bytes([1, 7, 1, 1, 2]), False),
        (b"\0" + bytes([1, 7, 1, 0, 4]), False),
    ],
)
def test_a_cut_between_the_halves_of_a_character_is_seen(update: bytes, cut: bool) -> None:
    """There Yjs and the engine disagree (DESIGN §10.8b): whoever serves the document must know."""
    known = Gate()
    known.accept(known.check(EMOJI))
    checked = known.check(update)
    assert checked.splits is cut
    known.accept(checked)
    assert known.splits is cut
    assert Gate([EMOJI, update]).splits is cut
    assert Gate([engine.merge([EMOJI, update])]).splits is cut


def test_an_update_that_cuts_its_own_emoji_is_seen() -> None:
    behind = struct(0x84, write_uint(7), write_uint(1), write_bytes(b"x"))
    assert Gate().check(update_of(struct(4, ROOT, write_bytes("a😀b".encode())), behind)).splits
