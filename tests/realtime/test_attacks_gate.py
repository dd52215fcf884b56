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


def element(kind: bytes = b"\x03\x01p", client: int = 7) -> bytes:
    return update_of(struct(7, ROOT, kind), client=client)


def inside(clock: int, info: int, *content: bytes, key: bytes | None = None) -> bytes:
    """An item in the type at clock 0."""
    named = b"" if key is None else write_bytes(key)
    return struct(info | (32 if key is not None else 0), PARENT, named, *content)


TEXT, MAP, LIST = b"\x06", b"\x01", b"\x00"
STRING_A, FORMAT_BOLD, VALUE, ELEMENT_Q = b"\x01a", b"\x04bold\x04true", b"\x01\x7e", b"\x03\x01q"


@pytest.mark.parametrize(
    ("kind", "info", "content", "key", "fits"),
    [
        (TEXT, 4, STRING_A, None, True),
        (TEXT, 6, FORMAT_BOLD, None, True),
        (TEXT, 5, b"\x02{}", None, True),
        (TEXT, 8, VALUE, b"align", True),
        (TEXT, 8, VALUE, None, False),
        (TEXT, 4, STRING_A, b"align", False),
        (b"\x03\x01p", 7, ELEMENT_Q, None, True),
        (b"\x03\x01p", 8, VALUE, b"id", True),
        (b"\x03\x01p", 4, STRING_A, None, False),
        (b"\x03\x01p", 6, FORMAT_BOLD, None, False),
        (b"\x03\x01p", 8, VALUE, None, False),
        (LIST, 8, VALUE, None, True),
        (LIST, 4, STRING_A, None, False),
        (MAP, 8, VALUE, b"a", True),
        (MAP, 7, MAP, b"a", True),
        (MAP, 8, VALUE, None, False),
        (MAP, 6, FORMAT_BOLD, b"a", False),
    ],
)
def test_each_type_holds_what_editors_put_there_and_nothing_else(
    kind: bytes, info: int, content: bytes, key: bytes | None, fits: bool
) -> None:
    known = Gate()
    known.accept(known.check(element(kind)))
    update = update_of(inside(1, info, content, key=key), clock=1)
    if fits:
        known.accept(known.check(update))
    else:
        with pytest.raises(Refused):
            known.check(update)


def test_neighbours_stand_in_one_list() -> None:
    """The engine loses, repeats or crashes on an item between two lists."""
    known = Gate()
    known.accept(known.check(update_of(struct(4, ROOT, b"\x01a"))))
    known.accept(known.check(update_of(struct(4, write_uint(1) + write_bytes(b"other"), b"\x01b"), client=8)))
    between = struct(0xC4, write_uint(7), write_uint(0), write_uint(8), write_uint(0), b"\x01x")
    with pytest.raises(Refused):
        known.check(update_of(between, client=9))
    known.accept(known.check(update_of(struct(0, write_uint(1)), client=10)))  # what is gone stood nowhere
    gone = struct(0xC4, write_uint(10), write_uint(0), write_uint(8), write_uint(0), b"\x01x")
    known.accept(known.check(update_of(gone, client=9)))
    with pytest.raises(Refused):  # and what stands beside it stands with the other
        known.check(
            update_of(struct(0xC4, write_uint(9), write_uint(0), write_uint(7), write_uint(0), b"\x01x"), client=11)
        )


def test_nothing_stands_behind_an_entry_of_a_map_but_the_next_entry() -> None:
    known = Gate()
    known.accept(known.check(element(MAP)))
    known.accept(known.check(update_of(inside(1, 8, VALUE, key=b"a"), clock=1)))
    known.check(update_of(struct(0xA8, write_uint(7), write_uint(1), VALUE), clock=2))
    for odd in (
        struct(0x84, write_uint(7), write_uint(1), STRING_A),
        struct(0xC8, write_uint(7), write_uint(1), write_uint(7), write_uint(1), VALUE),
        struct(0x48, write_uint(7), write_uint(1), VALUE),
    ):
        with pytest.raises(Refused):
            known.check(update_of(odd, clock=2))


def test_items_wait_for_the_one_before_them() -> None:
    """A circle that closes through the order of a client's own items: the engine would keep it for ever, unsaid."""
    first = struct(0x84, write_uint(8), write_uint(1), STRING_A)  # of 7, behind the second of 8
    others = (
        struct(0x84, write_uint(7), write_uint(1), STRING_A),
        struct(4, ROOT, STRING_A),
    )  # of 8: first behind 7's second
    circle = (
        b"\x02"
        + b"\x02\x07\x00"
        + first
        + struct(4, ROOT, STRING_A)
        + b"\x02\x08\x00"
        + others[0]
        + others[1]
        + b"\x00"
    )
    with pytest.raises(Refused):
        Gate().check(circle)


def test_half_a_character_is_not_said_again() -> None:
    """Cut at what is known, nothing would be left of it but a text of no length, which the engine dies of later."""
    known = Gate()
    known.accept(known.check(update_of(struct(4, ROOT, b"\x02ab"))))
    with pytest.raises(Refused):
        known.check(update_of(struct(0x84, write_uint(7), write_uint(0), write_bytes("😀".encode())), clock=1))
    known.check(update_of(struct(0x84, write_uint(7), write_uint(0), write_bytes("b😀".encode())), clock=1))


def test_what_is_known_is_not_said_again_in_another_place() -> None:
    known = Gate()
    known.accept(known.check(update_of(struct(4, ROOT, b"\x02ab"))))
    elsewhere = write_uint(1) + write_bytes(b"other")
    with pytest.raises(Refused):
        known.check(update_of(struct(4, elsewhere, b"\x03abc")))
    assert known.check(update_of(struct(4, ROOT, b"\x03abc"))).fresh == [7]
