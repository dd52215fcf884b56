"""Updates that are well formed and mean harm: every field is of the format, and chosen as no editor would.

A `Room` knows what was taken so far, so that most of what it makes builds on something real: what is refused for a
missing origin finds nothing in the engine.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from realtime.protocol import write_bytes, write_uint
from realtime.update_reader import ANY, BINARY, DELETED, EMBED, FORMAT, GC, JSON, SKIP, STRING, SUBDOCUMENT, TYPE

ROOTS = [b"default", b"default", b"default", b"text", b"map", b"list", b"", "racine é".encode()]
WORDS = [b"a", b"bc", "é".encode(), "œuvre".encode(), "😀".encode(), "a😀b".encode(), b"\xff", b""]
KEYS = [b"bold", b"id", b"level", b"comment--x", "clé".encode(), b""]
JSONS = [b"null", b"{}", b"true", b"1", b'"x"', b"[1,[2]]", b'{"a":{"b":null}}', b"{", b"NaN"]
KINDS = [STRING] * 8 + [TYPE] * 5 + [FORMAT] * 3 + [ANY] * 3 + [DELETED] * 2 + [GC, EMBED, BINARY]
ODD_KINDS = [SKIP, JSON, SUBDOCUMENT, 11, 15, 31]

Place = tuple[int, int]


@dataclass
class Room:
    """`ends`: how far each client has written; `seed` decides everything."""

    chance: random.Random
    ends: dict[int, int] = field(default_factory=dict)
    odd: float = 0.01  # how often a field is of no sense at all

    def update(self) -> bytes:
        """One update of one to three clients."""
        chance = self.chance
        coming = dict(self.ends)
        clients = chance.sample(self.clients(), chance.choice([1, 1, 1, 2, 3]))
        blocks = {client: chance.choice([1, 1, 2, 3, 8]) for client in clients}
        for client, count in blocks.items():  # what is said later may be built on before
            coming[client] = coming.get(client, 0) + count
        said = [self.block(client, count, coming) for client, count in blocks.items()]
        if chance.random() < 0.1:
            said = []
        return write_uint(len(said)) + b"".join(said) + self.deletes(coming)

    def clients(self) -> list[int]:
        return [*self.ends, *(self.chance.choice([3, 5, 9, 300, 70_000, 2**32 - 7, 2**53 - 1]) for _ in range(3))][::-1]

    def block(self, client: int, count: int, coming: dict[int, int]) -> bytes:
        clock = self.ends.get(client, 0)
        if self.chance.random() < 0.08:  # again, or with a hole before it
            clock = max(0, clock + self.chance.randint(-3, 1))
        items = b"".join(self.item(client, clock + at, coming) for at in range(count))
        return write_uint(count) + write_uint(client) + write_uint(clock) + items

    def item(self, client: int, clock: int, coming: dict[int, int]) -> bytes:
        chance = self.chance
        kind = chance.choice(ODD_KINDS if chance.random() < self.odd else KINDS)
        if kind in (GC, SKIP):
            return bytes([kind]) + write_uint(self.count())
        info, body = kind, b""
        left, right = chance.random() < 0.6, chance.random() < 0.4
        for flag, wanted in ((128, left), (64, right)):
            if wanted:
                info |= flag
                body += self.place(client, clock, coming)
        if chance.random() < 0.25:
            info |= 32
        if not left and not right:
            body += self.parent(client, clock, coming)
            if info & 32:
                body += write_bytes(chance.choice(KEYS))
        return bytes([info]) + body + self.content(kind)

    def place(self, client: int, clock: int, coming: dict[int, int]) -> bytes:
        who = self.chance.choice([*coming, client])
        end = clock if who == client else coming[who]
        at = self.chance.randrange(end) if end > 0 else 0
        if self.chance.random() < self.odd:
            at += self.chance.choice([1, 5, 2**31, 2**52])
        return write_uint(who) + write_uint(at)

    def parent(self, client: int, clock: int, coming: dict[int, int]) -> bytes:
        if self.chance.random() < 0.4 and clock:
            return write_uint(0) + self.place(client, clock, coming)
        return write_uint(1) + write_bytes(self.chance.choice(ROOTS))

    def count(self) -> int:
        return (
            self.chance.choice([1, 1, 2, 5, 40]) if self.chance.random() > self.odd else self.chance.choice([0, 2**31])
        )

    def content(self, kind: int) -> bytes:
        chance = self.chance
        makers: dict[int, Callable[[], bytes]] = {
            STRING: lambda: write_bytes(chance.choice(WORDS[:6] if chance.random() > self.odd else WORDS)),
            DELETED: lambda: write_uint(self.count()),
            ANY: self.values,
            TYPE: self.type,
            FORMAT: lambda: write_bytes(chance.choice(KEYS)) + self.json(),
            EMBED: self.json,
            BINARY: lambda: write_bytes(chance.randbytes(chance.randrange(4))),
            JSON: lambda: b"\x01" + self.json(),
            SUBDOCUMENT: lambda: write_bytes(b"guid") + b"\x76\0",
        }
        return makers.get(kind, lambda: b"\0")()

    def json(self) -> bytes:
        return write_bytes(self.chance.choice(JSONS if self.chance.random() < self.odd else JSONS[:7]))

    def type(self) -> bytes:
        kind = self.chance.choice([0, 1, 2, 3, 3, 3, 4, 6, 6, 6])
        if self.chance.random() < self.odd:
            kind = self.chance.choice([5, 7, 8, 15, 127])
        return write_uint(kind) + (write_bytes(self.chance.choice([b"p", b"heading", b""])) if kind in (3, 5) else b"")

    def values(self) -> bytes:
        count = self.chance.choice([1, 1, 2, 4])
        return write_uint(count) + b"".join(self.value(0) for _ in range(count))

    def value(self, depth: int) -> bytes:
        chance = self.chance
        tag = chance.choice([127, 126, 125, 124, 123, 122, 121, 120, 119, 116, *([118, 117] if depth < 5 else [])])
        if tag == 125:
            return b"\x7d" + chance.choice([b"\x00", b"\x41", b"\x80\x01", b"\xbf\xff\x7f"])
        if tag in (124, 123, 122):
            return bytes([tag]) + chance.randbytes(4 if tag == 124 else 8)
        if tag in (119, 116):
            return bytes([tag]) + write_bytes(chance.choice(WORDS[:6]))
        if tag in (118, 117):
            parts = [
                (write_bytes(chance.choice(KEYS)) if tag == 118 else b"") + self.value(depth + 1)
                for _ in range(chance.randrange(3))
            ]
            return bytes([tag]) + write_uint(len(parts)) + b"".join(parts)
        return bytes([tag])

    def deletes(self, coming: dict[int, int]) -> bytes:
        if not coming or self.chance.random() < 0.6:
            return b"\0"
        said = b""
        clients = self.chance.sample(list(coming), self.chance.randint(1, min(2, len(coming))))
        for client in clients:
            ranges = b""
            count = self.chance.choice([1, 1, 2])
            for _ in range(count):
                start = self.chance.randrange(max(1, coming[client]))
                length = self.chance.randint(1, max(1, min(6, coming[client] - start)))
                ranges += write_uint(start) + write_uint(length if self.chance.random() > self.odd else 0)
            said += write_uint(client) + write_uint(count) + ranges
        return write_uint(len(clients)) + said
