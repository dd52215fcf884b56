"""The gate takes every genuine update and refuses what crashes, poisons or stalls the engine (DESIGN §10)."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from realtime.gate import DEEPEST, Gap, Gate, Refused
from realtime.protocol import write_bytes, write_uint


def doc_with_root(client: int = 1234567) -> tuple[Doc[Any], XmlFragment]:
    doc: Doc[Any] = Doc(client_id=client)
    return doc, doc.get("default", type=XmlFragment)


def genuine_updates(words: list[str]) -> list[bytes]:
    """Typing, formatting, nesting, attributes and deletions, one update each."""
    doc, root = doc_with_root()
    found: list[bytes] = []
    doc.observe(lambda event: found.append(event.update))
    for number, word in enumerate(words):
        paragraph = root.children.append(XmlElement("paragraph"))
        text = paragraph.children.append(XmlText())
        text += word
        text.format(0, len(word.encode()), {"bold": {}})
        paragraph.attributes["id"] = f"p{number}"
        if number % 3 == 2:
            del root.children[0]
    return found


@given(st.lists(st.text("abc é😀œ«» —\n", min_size=1, max_size=12), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_genuine_updates_pass_in_order_and_again(words: list[str]) -> None:
    gate, updates = Gate(), genuine_updates(words)
    for update in updates:
        checked = gate.check(update)
        assert checked.fresh or not checked.runs
        gate.accept(checked)
    assert all(not gate.check(update).fresh for update in updates)


@given(st.lists(st.text("abc é😀", min_size=1, max_size=9), min_size=2, max_size=6))
@settings(max_examples=40, deadline=None)
def test_the_clocks_are_those_of_the_engine(words: list[str]) -> None:
    gate, doc = Gate(), doc_with_root(7654321)[0]
    for update in genuine_updates(words):
        gate.accept(gate.check(update))
        doc.apply_update(update)
    assert gate.clocks == decode_vector(doc.get_state())


def decode_vector(data: bytes) -> dict[int, int]:
    from realtime.protocol import read_uint

    count, at = read_uint(data, 0)
    found = {}
    for _ in range(count):
        client, at = read_uint(data, at)
        clock, at = read_uint(data, at)
        found[client] = clock
    return found


def test_an_update_before_its_cause_is_a_gap() -> None:
    first, *_, last = genuine_updates(["un", "deux"])
    gate = Gate()
    with pytest.raises(Gap):
        gate.check(last)
    gate.accept(gate.check(first))
    with pytest.raises(Gap):
        gate.check(last)


def struct(info: int, *parts: bytes) -> bytes:
    return bytes([info]) + b"".join(parts)


def update_of(*structs: bytes, client: int = 7, clock: int = 0, deletes: bytes = b"\x00") -> bytes:
    return (
        write_uint(1) + write_uint(len(structs)) + write_uint(client) + write_uint(clock) + b"".join(structs) + deletes
    )


ROOT = write_uint(1) + write_bytes(b"default")
WORD = struct(4, ROOT, write_bytes(b"abc"))


def nested(levels: int) -> bytes:
    """Elements one inside the other."""
    inner = [
        struct(7, write_uint(0), write_uint(7), write_uint(n), write_uint(3), write_bytes(b"p")) for n in range(levels)
    ]
    return update_of(struct(7, ROOT, write_uint(3), write_bytes(b"p")), *inner)


HOSTILE = {
    "poison pill": bytes.fromhex("01010101000000"),
    "collected run of no length": update_of(struct(0, write_uint(0))),
    "empty string": update_of(struct(4, ROOT, write_bytes(b""))),
    "deleted run of no length": update_of(struct(1, ROOT, write_uint(0))),
    "own future as origin": update_of(struct(0x84, write_uint(7), write_uint(5), write_bytes(b"a")), WORD),
    "own self as origin": update_of(struct(0x84, write_uint(7), write_uint(0), write_bytes(b"a"))),
    "values nested 26,000 deep": update_of(struct(8, ROOT, write_uint(1), b"\x75\x01" * 26_000, b"\x7e")),
    "elements nested too deep": nested(DEEPEST + 1),
    "bytes behind": update_of(WORD) + b"\x00",
    "a string longer than the update": update_of(struct(4, ROOT, write_uint(2**31))),
    "2^32 items": write_uint(1) + write_uint(2**32) + write_uint(7) + write_uint(0),
    "values without bytes": update_of(struct(8, ROOT, write_uint(2**31))),
    "unknown content": update_of(struct(15, ROOT, b"\x00")),
    "unknown type": update_of(struct(7, ROOT, write_uint(9))),
    "not UTF-8": update_of(struct(4, ROOT, write_bytes(b"\xff\xfe"))),
    "not JSON": update_of(struct(6, ROOT, write_bytes(b"bold"), write_bytes(b"{"))),
    "a client twice": write_uint(2) + (write_uint(1) + write_uint(7) + write_uint(0) + WORD) * 2 + b"\x00",
    "a deletion of nothing": update_of(WORD, deletes=bytes([1, 7, 1, 0, 0])),
    "beyond 2^31": update_of(struct(0, write_uint(2**31 + 1))),
    "empty": b"",
    "a number without end": b"\xff" * 12,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_updates_are_refused(name: str) -> None:
    with pytest.raises(Refused):
        Gate().check(HOSTILE[name])


def test_nesting_is_counted_over_many_updates() -> None:
    gate = Gate()
    gate.accept(gate.check(nested(DEEPEST)))
    deeper = struct(7, write_uint(0), write_uint(7), write_uint(DEEPEST), write_uint(3), write_bytes(b"p"))
    with pytest.raises(Refused):
        gate.check(update_of(deeper, clock=DEEPEST + 1))


def test_two_clients_that_build_on_each_other_in_a_circle_are_refused() -> None:
    def one(client: int, other: int) -> bytes:
        return (
            write_uint(1)
            + write_uint(client)
            + write_uint(0)
            + struct(0x84, write_uint(other), write_uint(0), write_bytes(b"a"))
        )

    with pytest.raises(Refused):
        Gate().check(write_uint(2) + one(7, 8) + one(8, 7) + b"\x00")


def test_deleting_what_is_not_there_is_a_gap() -> None:
    with pytest.raises(Gap):
        Gate().check(b"\x00" + bytes([1, 7, 1, 0, 3]))


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_mutants_never_surprise(data: st.DataObject) -> None:
    """Whatever is done to a genuine update, the gate answers in its own words and what it takes, the engine takes."""
    updates = genuine_updates(["été", "😀 œuvre", "fin"])
    mutant = bytearray(data.draw(st.sampled_from(updates)))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(mutant) - 1))
        mutant[at] = data.draw(st.integers(0, 255))
    gate, doc = Gate(), doc_with_root(7654321)[0]
    for update in updates:
        gate.accept(gate.check(update))
        doc.apply_update(update)
    try:
        checked = gate.check(bytes(mutant))
    except (Refused, Gap):
        return
    gate.accept(checked)
    try:
        doc.apply_update(bytes(mutant))
    except (ValueError, RuntimeError):
        return
    assert doc.get_update()


def test_genuine_updates_of_the_real_yjs_pass(node: Path) -> None:
    """Random edits by the library browsers use, emoji included (frontend/node_modules holds it)."""
    script = Path(__file__).with_name("yjs_updates.mjs")
    made = subprocess.run([node, script], capture_output=True, check=True, text=True)
    streams = json.loads(made.stdout)
    for stream in streams:
        gate = Gate()
        for update in map(bytes.fromhex, stream):
            gate.accept(gate.check(update))
    assert sum(map(len, streams)) >= 1000
