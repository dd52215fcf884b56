"""Cases to try: genuine updates spoilt byte by byte, and sequences of hostile ones (`bench.fuzz.grammar`).

Only what the gate takes goes on to the engine; each case says from which seed it came.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.fuzz.genuine import Stream
from bench.fuzz.grammar import Room
from realtime import engine
from realtime.gate import Gap, Gate, Refused

AT_ONE_PLACE = 60  # mutants of one genuine update
FARTHEST = 40  # into a stream: what stands before is opened again and again
OF_ONE_ROOM = (4, 12, 40)  # hostile updates one after the other
HUGE = [
    b"\xff\xff\xff\xff\x07",
    b"\xff\xff\xff\xff\xff\xff\xff\x0f",
    b"\xff" * 8 + b"\x01",
    b"\x80\x80\x80\x80\x08",
    b"\xff" * 12,
]


@dataclass
class Case:
    """`updates` were all taken by the gate, behind `base`; of `tried` that it was shown."""

    name: str
    base: list[bytes]
    updates: list[bytes]
    tried: int
    seed: int


def hostile(seed: int) -> Case:
    chance = random.Random(seed)
    room, gate, taken = Room(chance, odd=chance.choice([0.0, 0.01, 0.05])), Gate(), []
    tried = chance.choice(OF_ONE_ROOM)
    for _ in range(tried):
        update = room.update()
        try:
            gate.accept(gate.check(update))
        except (Refused, Gap):
            continue
        taken.append(update)
        room.ends = dict(gate.clocks)
    return Case(f"hostile {seed}", [], taken, tried, seed)


def spoilt(stream: Stream, seed: int) -> Iterator[Case]:
    """Mutants of one update of a stream, tried at its place; one case each for those that pass."""
    chance = random.Random(seed)
    at = chance.randrange(min(FARTHEST, len(stream.updates)))
    before = stream.updates[:at]
    gate = Gate(before)
    base = [engine.merge(before)] if before else []
    for number in range(AT_ONE_PLACE):
        mutant = mutate(stream.updates[at], stream.updates, chance)
        try:
            gate.check(mutant)
        except (Refused, Gap):
            yield Case("", [], [], 1, seed)
        else:
            yield Case(f"{stream.scene} {seed}/{number}", base, [mutant], 1, seed)


def mutate(update: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    bytes_ = bytearray(update[:3000])
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        at = chance.randrange(len(bytes_) + 1)
        to = min(len(bytes_), at + chance.randrange(1, 9))
        kind = chance.randrange(9)
        if kind < 3 and at < len(bytes_):
            bytes_[at] ^= 1 << chance.randrange(8)
        elif kind < 5 and at < len(bytes_):
            bytes_[at] = chance.choice(
                [0, 1, 2, 4, 7, 8, 10, 0x7F, 0x80, 0x84, 0xC4, 0xC7, 0xFF, chance.randrange(256)]
            )
        elif kind == 5:
            del bytes_[at:]
        elif kind == 6:
            bytes_[at:to] = chance.choice(HUGE)
        elif kind == 7:
            other = chance.choice(others)[:3000]
            start = chance.randrange(len(other))
            bytes_[at:to] = other[start : start + chance.randrange(1, 40)]
        else:
            bytes_[at:at] = bytes_[at:to]
    return bytes(bytes_)
