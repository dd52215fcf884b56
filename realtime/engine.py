"""The CRDT engine behind a fence: merging, opening, and trying an update before anything depends on it.

The engine's panics are not ordinary exceptions (pyo3's `PanicException` derives from `BaseException`, DESIGN §10.8), and
some input ends the whole process: `crashes.watch` notes which room was in the engine's hands.
"""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from pycrdt import Doc, get_update, merge_updates

from realtime import crashes
from realtime.gate import Checked, Gate, Refused
from realtime.protocol import write_uint

T = TypeVar("T")

EMPTY = b"\x00\x00"  # the update that says nothing
MERGED_AT_ONCE = 24  # the engine's merge grows faster than its input and holds the GIL: small groups (realtime.md)

OURS = (asyncio.CancelledError, KeyboardInterrupt, SystemExit, MemoryError)  # never the engine's doing


def _fenced(room: str, content: bytes, work: Callable[..., T], *args: Any) -> T:
    """Raises `Refused` for whatever the engine says no to; `content` is what a later process can try apart."""
    try:
        with crashes.watch(room, content):
            return work(*args)
    except OURS:
        raise
    except BaseException as error:
        raise Refused(f"the engine refuses it: {error}") from None


def merge(parts: Sequence[bytes], room: str = "") -> bytes:
    """One update that says what all of them say. Raises `Refused` for bytes the engine cannot take."""
    if len(parts) == 1:
        return parts[0]
    return _fenced(room, b"", _merged, list(parts))


def _merged(parts: list[bytes]) -> bytes:
    while len(parts) > 1:
        parts = [
            merge_updates(*group) if len(group := parts[at : at + MERGED_AT_ONCE]) > 1 else group[0]
            for at in range(0, len(parts), MERGED_AT_ONCE)
        ]
    return parts[0] if parts else EMPTY


def open_doc(parts: Sequence[bytes], room: str = "") -> "Doc[Any]":
    """A Doc with a random client id: processes that were forked would otherwise share theirs (DESIGN §10.5)."""
    doc: Doc[Any] = Doc(client_id=secrets.randbits(32))
    for at in range(0, len(parts), MERGED_AT_ONCE):
        apply(doc, merge(parts[at : at + MERGED_AT_ONCE], room), room)
    return doc


def apply(doc: "Doc[Any]", update: bytes, room: str = "") -> None:
    """Raises `Refused` for what the engine cannot take; the Doc is spoilt then."""
    _fenced(room, update, doc.apply_update, update)


def difference(update: bytes, vector: bytes, room: str = "") -> bytes:
    """What an update says beyond a state vector. Raises `Refused`, also for a vector that cannot be read."""
    return _fenced(room, update, get_update, update, vector)


def apply_new(doc: "Doc[Any]", update: bytes, room: str = "") -> bool:
    """Apply an update; whether it says anything new, deletions included. Raises as `apply`."""
    changes: list[Any] = []
    watch = doc.observe(changes.append)
    try:
        apply(doc, update, room)
    finally:
        doc.unobserve(watch)
    return bool(changes)


def unheard(gate: Gate, checked: Checked, update: bytes, room: str = "") -> bytes:
    """A checked update without what is known already, as it is to be stored.

    That is cut off because a forger could repeat another's items with other words, and a later merge might prefer them.
    """
    if not checked.repeats:
        return update
    vector = b"".join(write_uint(client) + write_uint(gate.clocks.get(client, 0)) for client in checked.ends)
    return difference(update, write_uint(len(checked.ends)) + vector, room)


class Trial:
    """A Doc that takes an update before it is stored, so that none reaches the log that the engine cannot take.

    What it holds is never shown to anybody. After a refusal it is spoilt: make another one.
    """

    def __init__(self, parts: Sequence[bytes], room: str = "") -> None:
        self._room = room
        self._doc = open_doc(parts, room)

    def apply(self, update: bytes) -> bool:
        """Whether the update says anything new, deletions included. Raises `Refused` for what the engine cannot take."""
        return apply_new(self._doc, update, self._room)


def take_in(gate: Gate, trial: Trial, checked: Checked, update: bytes) -> tuple[bytes, bool]:
    """Try a checked update: the bytes to store, without what is known already, and whether they say anything new.

    Raises `Refused`, also when the gate and the engine do not agree on what is new.
    """
    update = unheard(gate, checked, update)
    says_something = trial.apply(update)
    if checked.fresh and not says_something:
        raise Refused("the engine knows what the gate does not")
    return update, says_something
