"""The gate's limits, each tried from both sides; values and types that no editor of ours writes."""

import pytest

from realtime import gate
from realtime.gate import Gap, Gate, Refused
from realtime.protocol import write_bytes, write_uint
from tests.realtime.test_gate import ROOT, WORD, struct, update_of

ELEMENT = struct(7, ROOT, write_uint(3), write_bytes(b"p"))
PARENT = write_uint(0) + write_uint(7) + write_uint(0)
LETTER = struct(0x84, write_uint(7), write_uint(0), write_bytes(b"a"))


def entries(count: int) -> bytes:
    """One attribute of one element, set many times without one value following the other."""
    entry = struct(0x28, PARENT, write_bytes(b"id"), write_uint(1), b"\x7e")
    return update_of(ELEMENT, *[entry] * count)


def lists(depth: int) -> bytes:
    return update_of(struct(8, ROOT, write_uint(1), b"\x75\x01" * depth, b"\x7e"))


def test_as_many_items_as_allowed_pass_and_one_more_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "MOST_STRUCTS", 5)
    Gate().check(update_of(WORD, *[LETTER] * 4))
    with pytest.raises(Refused):
        Gate().check(update_of(WORD, *[LETTER] * 5))


def test_a_flood_of_items_is_refused_as_the_gate_is_set() -> None:
    with pytest.raises(Refused):
        Gate().check(update_of(WORD, *[LETTER] * 60_000))


def test_an_entry_set_again_and_again_is_refused_before_the_engine_sorts_them() -> None:
    Gate().check(entries(gate.MOST_FIRST_ENTRIES))
    with pytest.raises(Refused):
        Gate().check(entries(gate.MOST_FIRST_ENTRIES + 1))
    with pytest.raises(Refused):
        Gate().check(entries(500))


def test_values_are_nested_as_deep_as_allowed_and_no_deeper() -> None:
    Gate().check(lists(60))
    for depth in (70, 5000):
        with pytest.raises(Refused):
            Gate().check(lists(depth))


@pytest.mark.parametrize("kind", [5, 7, 8, 127])
def test_a_type_that_we_never_make(kind: int) -> None:
    with pytest.raises(Refused):
        Gate().check(update_of(struct(7, ROOT, write_uint(kind), write_bytes(b"x"))))


@pytest.mark.parametrize("content", [struct(2, ROOT, write_uint(1), write_bytes(b"1")), struct(9, ROOT, b"\x01g\x7e")])
def test_contents_that_the_engine_reads_otherwise_than_yjs(content: bytes) -> None:
    with pytest.raises(Refused):
        Gate().check(update_of(content))


@pytest.mark.parametrize("raw", [b"NaN", b"1e999", b'"\\ud800"', b"\xef\xbb\xbf1", b"[" * 200 + b"]" * 200])
def test_formatting_that_only_python_reads(raw: bytes) -> None:
    with pytest.raises(Refused):
        Gate().check(update_of(struct(6, ROOT, write_bytes(b"bold"), write_bytes(raw))))


def test_a_refused_or_early_update_leaves_no_trace() -> None:
    known = Gate()
    known.accept(known.check(update_of(WORD)))
    before = dict(known.clocks)
    for update in (update_of(WORD) + b"\0", update_of(struct(0, write_uint(3)), client=9, clock=4)):
        with pytest.raises((Refused, Gap)):
            known.check(update)
    assert known.clocks == before
