"""The CRDT engine behind a fence: merging, opening, and trying an update before anything depends on it.

The engine's panics are not ordinary exceptions (pyo3's `PanicException` derives from `BaseException`, DESIGN §10.8).
"""

import asyncio
import secrets
from collections.abc import Iterable, Sequence
from typing import Any

from pycrdt import Doc, get_update, merge_updates

from realtime.gate import Checked, Gate, Refused
from realtime.protocol import write_uint

EMPTY = b"\x00\x00"  # the update that says nothing
MERGED_AT_ONCE = 24  # the engine's merge grows faster than its input and holds the GIL: small groups (realtime.md)

OURS = (asyncio.CancelledError, KeyboardInterrupt, SystemExit, MemoryError)  # never the engine's doing


def merge(parts: Sequence[bytes]) -> bytes:
    """One update that says what all of them say. Raises `ValueError` for bytes the engine refuses."""
    merged = list(parts)
    while len(merged) > 1:
        merged = [
            merge_updates(*group) if len(group := merged[at : at + MERGED_AT_ONCE]) > 1 else group[0]
            for at in range(0, len(merged), MERGED_AT_ONCE)
        ]
    return merged[0] if merged else EMPTY


def open_doc(parts: Sequence[bytes]) -> "Doc[Any]":
    """A Doc with a random client id: processes that were forked would otherwise share theirs (DESIGN §10.5)."""
    doc: Doc[Any] = Doc(client_id=secrets.randbits(32))
    for at in range(0, len(parts), MERGED_AT_ONCE):
        doc.apply_update(merge(parts[at : at + MERGED_AT_ONCE]))
    return doc


def open_gate(parts: Iterable[bytes]) -> Gate:
    """What a room knows, read from stored updates one by one."""
    gate = Gate()
    for part in parts:
        gate.learn(part)
    return gate


class Trial:
    """A Doc that takes every update first, committed or not, so that none reaches the log that the engine cannot take.

    What it holds is never shown to anybody. After a refusal it is spoilt: make another one.
    """

    def __init__(self, parts: Sequence[bytes]) -> None:
        self._doc = open_doc(parts)
        self._changed = False
        self._watch = self._doc.observe(self._note)

    def _note(self, event: Any) -> None:
        self._changed = True

    def apply(self, update: bytes) -> bool:
        """Whether the update says anything new, deletions included. Raises `Refused` for what the engine cannot take."""
        self._changed = False
        try:
            self._doc.apply_update(update)
        except OURS:
            raise
        except BaseException as error:
            raise Refused(f"the engine refuses it: {error}") from None
        return self._changed


def take_in(gate: Gate, trial: Trial, checked: Checked, update: bytes) -> tuple[bytes, bool]:
    """Try a checked update: the bytes to store, without what is known already, and whether they say anything new.

    What is known is cut off because a forger could repeat another's items with other words, and a later merge might
    prefer them. Raises `Refused`, also when the gate and the engine do not agree on what is new.
    """
    if checked.repeats:
        update = _unheard(update, {client: gate.clocks.get(client, 0) for client in checked.ends})
    says_something = trial.apply(update)
    if checked.fresh and not says_something:
        raise Refused("the engine knows what the gate does not")
    return update, says_something


def _unheard(update: bytes, clocks: dict[int, int]) -> bytes:
    vector = write_uint(len(clocks)) + b"".join(write_uint(c) + write_uint(clock) for c, clock in clocks.items())
    try:
        return get_update(update, vector)
    except OURS:
        raise
    except BaseException as error:
        raise Refused(f"the engine refuses it: {error}") from None
