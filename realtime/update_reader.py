"""Reads the binary form of a Yjs update (v1 encoding), item by item, without recursion and without believing any claim.

Source of the format: Yjs 13.6.33 `UpdateDecoder.js`, `Item.js` and `Content*.js`; lib0 `decoding.js` for "any" values.
"""

import json
from dataclasses import dataclass

from realtime.protocol import BadFrame, read_bytes, read_uint

NESTED_VALUES = 64
LONGEST = 1 << 31  # clocks of one client

GC, DELETED, JSON, BINARY, STRING, EMBED, FORMAT, TYPE, ANY, SUBDOCUMENT, SKIP = range(11)
HAS_LEFT, HAS_RIGHT, HAS_KEY = 128, 64, 32
NAMED_TYPES, PLAIN_TYPES = {3, 5}, {0, 1, 2, 4, 6}  # XmlElement and XmlHook carry a name
FIXED_VALUES = {
    127: 0,
    126: 0,
    121: 0,
    120: 0,
    124: 4,
    123: 8,
    122: 8,
}  # undefined null false true float32 float64 bigint


class Refused(ValueError):
    """An update no honest client makes."""


class Gap(Exception):
    """An honest update that builds on something not known here yet: ask for what is missing."""


@dataclass(frozen=True, slots=True)
class Struct:
    """One run of an update. It lies as deep as its `neighbours`; or one deeper than `parent`; or at the top."""

    client: int
    clock: int
    length: int
    neighbours: tuple[tuple[int, int], ...] = ()
    parent: tuple[int, int] | None = None
    skip: bool = False  # a hole that Yjs leaves when it merges updates of which one is missing


class Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def uint(self) -> int:
        number, self.at = read_uint(self.data, self.at)
        return number

    def bytes(self) -> bytes:
        found, self.at = read_bytes(self.data, self.at)
        return found

    def text(self) -> str:
        return self.bytes().decode()

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def end(self) -> None:
        if self.at != len(self.data):
            raise Refused("bytes behind the update")

    def struct(self, client: int, clock: int) -> Struct:
        """The run that starts at `clock`; raises `Refused` for what Yjs never writes."""
        info = self.byte()
        kind = info & 31
        if kind == SKIP:
            return self._bounded(Struct(client, clock, self.uint(), skip=True))
        if kind == GC:
            if info:
                raise Refused("a collected run with properties")
            return self._bounded(Struct(client, clock, self.uint()))
        neighbours = tuple((self.uint(), self.uint()) for flag in (HAS_LEFT, HAS_RIGHT) if info & flag)
        parent = None
        if not neighbours:
            named = self.uint()
            if named == 1:
                self.text()
            elif named == 0:
                parent = (self.uint(), self.uint())
            else:
                raise Refused("a parent that is neither named nor an item")
            if info & HAS_KEY:
                self.text()
        return self._bounded(Struct(client, clock, self._content(kind), neighbours, parent))

    @staticmethod
    def _bounded(struct: Struct) -> Struct:
        if struct.length < 1 or struct.clock + struct.length > LONGEST:
            raise Refused("a run of no length, or of too many")
        return struct

    def _content(self, kind: int) -> int:
        """Passes over the content of an item; its length in clocks."""
        if kind == STRING:
            text = self.text()
            return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
        if kind == DELETED:
            return self.uint()
        if kind in (ANY, JSON):
            return self._values(kind)
        if kind == TYPE:
            self._type()
        elif kind == FORMAT:
            self.text()
            json.loads(self.bytes())
        elif kind == EMBED:
            json.loads(self.bytes())
        elif kind == BINARY:
            self.bytes()
        elif kind == SUBDOCUMENT:
            self.text()
            self._any()
        else:
            raise Refused("an unknown kind of content")
        return 1

    def _values(self, kind: int) -> int:
        count = self.uint()
        if count > len(self.data) - self.at:
            raise Refused("more values than bytes")
        for _ in range(count):
            if kind == ANY:
                self._any()
            elif (raw := self.bytes()) != b"undefined":
                json.loads(raw)
        return count

    def _type(self) -> None:
        kind = self.uint()
        if kind in NAMED_TYPES:
            self.text()
        elif kind not in PLAIN_TYPES:
            raise Refused("an unknown kind of type")

    def _any(self) -> None:
        """Passes over one value; lists and objects are held on a stack of what is still to come."""
        pending: list[tuple[int, bool]] = [(1, False)]
        while pending:
            left, keyed = pending.pop()
            if left == 0:
                continue
            pending.append((left - 1, keyed))
            if keyed:
                self.text()
            tag = self.byte()
            if tag in FIXED_VALUES:
                self.at += FIXED_VALUES[tag]
                if self.at > len(self.data):
                    raise BadFrame("a value is cut short")
            elif tag == 125:
                self._signed()
            elif tag in (119, 116):
                self.text() if tag == 119 else self.bytes()
            elif tag in (118, 117):
                if len(pending) > NESTED_VALUES:
                    raise Refused("values nested too deep")
                pending.append((self.uint(), tag == 118))
            else:
                raise Refused("an unknown kind of value")

    def _signed(self) -> None:
        """lib0's var-int: six bits and a sign in the first byte, then seven a byte."""
        for _ in range(8):
            if self.byte() < 128:
                return
        raise BadFrame("a number is too large")
