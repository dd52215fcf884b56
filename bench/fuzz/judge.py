"""What the engine makes of updates that the gate took: in order, merged, in another order, encoded and loaded again.

Runs in a process of its own (`bench.fuzz.child`), for the engine may end it.
"""

import json
import random
from collections.abc import Sequence
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText, get_state, get_update, merge_updates

from realtime.gate import Gap, Gate, Refused
from realtime.protocol import write_uint

GROUP = 24  # as realtime.engine merges


class Disagreement(Exception):
    """The engine says one thing in one order, and another in another."""


class ShownOtherwise(Exception):
    """All is stored and loads, but a reader sees it in another order or place, as when neighbours are named crosswise.

    No gate sees that without the whole text; a compaction compares what is shown (docs/decisions/0015).
    """


def opened(updates: Sequence[bytes]) -> Doc[Any]:
    doc: Doc[Any] = Doc(client_id=4_000_000_001)
    for update in updates:
        doc.apply_update(update)
    return doc


def shown(doc: Doc[Any]) -> str:
    """What a reader of the text would see, as `documents.content` reads it."""
    return repr(walk(doc.get("default", type=XmlFragment)))


def walk(node: Any) -> Any:
    """The gate bounds how deep this goes."""
    said = []
    for child in node.children:
        if isinstance(child, XmlText):
            said.append((runs(child), plain(dict(child.attributes))))
        elif isinstance(child, XmlElement):
            said.append((child.tag, plain(dict(child.attributes)), walk(child)))
        else:
            said.append(repr(type(child)))
    return said


def runs(text: XmlText) -> list[tuple[str, str]]:
    """Its text in stretches of equal marks, however many pieces the engine keeps it in."""
    said: list[tuple[str, str]] = []
    for part, held in text.diff():
        marks, written = plain(held or {}), part if isinstance(part, str) else str(type(part))
        said.append((said.pop()[0] + written, marks) if said and said[-1][1] == marks else (written, marks))
    return said


def plain(value: Any) -> str:
    """Dictionaries come out of the engine in any order, and types as objects."""
    return json.dumps(value, sort_keys=True, default=lambda one: str(type(one)))


def clocks(vector: bytes) -> list[tuple[int, int]]:
    numbers, at = [], 0
    while at < len(vector):
        number = shift = 0
        while True:
            byte = vector[at]
            at += 1
            number |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
        numbers.append(number)
    return sorted((client, clock) for client, clock in zip(numbers[1::2], numbers[2::2], strict=True) if clock)


def merged(updates: Sequence[bytes]) -> bytes:
    parts = list(updates)
    while len(parts) > 1:
        parts = [merge_updates(*parts[at : at + GROUP]) for at in range(0, len(parts), GROUP)]
    return parts[0]


def stored(updates: Sequence[bytes]) -> list[bytes]:
    """The updates as the log keeps them: without what was known already (`realtime.engine.take_in`)."""
    gate, found = Gate(), []
    for update in updates:
        checked = gate.check(update)
        if checked.repeats:
            known = {client: gate.clocks.get(client, 0) for client in checked.ends}
            vector = write_uint(len(known)) + b"".join(write_uint(c) + write_uint(at) for c, at in known.items())
            update = get_update(update, vector)
        gate.accept(checked)
        found.append(update)
    return found


def another_order(updates: Sequence[bytes], chance: random.Random) -> list[bytes]:
    """The same updates as another process might have stored them: none before what it builds on."""
    gate, left, found = Gate(), list(updates), []
    while left:
        chance.shuffle(left)
        for update in left:
            try:
                gate.accept(gate.check(update))
            except (Gap, Refused):
                continue
            found.append(update)
            left.remove(update)
            break
        else:
            raise Disagreement("the gate refuses in another order what it took in one")
    return found


def ways(every: list[bytes], encoded: bytes, chance: random.Random, *, splits: bool) -> dict[str, list[bytes]]:
    """The same content as the engine may meet it."""
    shuffled = another_order(every, chance)
    cut = chance.randrange(len(every) + 1)
    found = {
        "merged": [merged(every)],
        "merged in another order": [merged(shuffled)],
        "in another order": shuffled,
        "in two groups": [merged(part) for part in (every[:cut], every[cut:]) if part],
        "twice": [*every, *every],
    }
    return found if splits else {**found, "encoded": [encoded]}


def judge(base: Sequence[bytes], updates: Sequence[bytes], seed: int) -> str:
    """Empty when all is well, "refused" when the engine says no to one taken by the gate, "splits", "shown otherwise: …".

    Raises `Disagreement`.

    Where a character is cut in two only bytes are compared: there the engine's own encoding is known to be wrong, the
    gate says so (`Gate.splits`), and a room so marked is served from bytes.
    """
    chance = random.Random(seed)
    try:
        every = stored([*base, *updates])
        first = opened(every)
    except ValueError:
        return "refused"
    state, encoded, splits = clocks(first.get_state()), first.get_update(), Gate(every).splits
    said = shown(first)
    shown_otherwise: ShownOtherwise | None = None
    for how, parts in ways(every, encoded, chance, splits=splits).items():
        try:
            compare(how, parts, None if splits else state, said)
        except ShownOtherwise as error:
            shown_otherwise = error
    known = sorted(Gate(every).clocks.items())
    if (there := clocks(get_state(merged(every)))) != known:
        raise Disagreement(f"merged bytes: other clocks: {there} / {known}")
    first.apply_update(get_update(merged(every), first.get_state()))
    if splits:
        return "splits"
    if state != known:
        raise Disagreement(f"the gate counts otherwise: {known} / {state}")
    snapshot_passes(encoded, state)
    return f"shown otherwise: {shown_otherwise}" if shown_otherwise else ""


def compare(how: str, parts: Sequence[bytes], state: list[tuple[int, int]] | None, said: str) -> None:
    """Without a `state` it is enough that the engine lives."""
    try:
        other = opened(parts)
        there, text = clocks(other.get_state()), shown(other)
        other.get_update()
    except (ValueError, RuntimeError) as error:
        raise Disagreement(f"{how}: refused: {error}") from None
    if state is not None and there != state:
        raise Disagreement(f"{how}: other clocks: {there} / {state}")
    if state is not None and text != said:
        raise ShownOtherwise(f"{how}: other text: {text} / {said}")


def snapshot_passes(encoded: bytes, state: list[tuple[int, int]]) -> None:
    gate = Gate()
    try:
        gate.accept(gate.check(encoded))
    except (Refused, Gap) as error:
        raise Disagreement(f"the gate refuses the engine's own encoding: {error!r}") from None
    if sorted(gate.clocks.items()) != state:
        raise Disagreement("the gate counts otherwise")
