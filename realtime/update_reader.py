"""Reads the binary form of a Yjs update (v1 encoding), item by item, without recursion and without believing any claim.

Source of the format: Yjs 13.6.33 `UpdateDecoder.js`, `Item.js` and `Content*.js`; lib0 `decoding.js` for "any" values.
"""

import json
import math
from dataclasses import dataclass
from typing import Any, NoReturn

from realtime.protocol import BadFrame, read_bytes, read_uint

NESTED_VALUES = 64
LONGEST = 1 << 31  # clocks of one client

GC, DELETED, JSON, BINARY, STRING, EMBED, FORMAT, TYPE, ANY, SUBDOCUMENT, SKIP = range(11)
HAS_LEFT, HAS_RIGHT, HAS_KEY = 128, 64, 32
XML_ELEMENT, PLAIN_TYPES = 3, {0, 1, 2, 4, 6}  # an element carries its name
# What no editor of ours makes and the engine reads otherwise than Yjs writes it: JSON contents, XmlHook (type 5)
# and subdocuments. (docs/decisions/0012)
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
    key: str | None = None  # an entry of a map that follows no other entry
    holds: bool = False  # it may be the parent of others: a type, or what is left of one


class Reader:
    """`trusted` bytes are our own log's: their lengths are not judged again."""

    def __init__(self, data: bytes, *, trusted: bool = False) -> None:
        self.data = data
        self.at = 0
        self.trusted = trusted

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
            return self._bounded(Struct(client, clock, self.uint(), holds=True))
        neighbours = tuple((self.uint(), self.uint()) for flag in (HAS_LEFT, HAS_RIGHT) if info & flag)
        parent = key = None
        if not neighbours:
            named = self.uint()
            if named == 1:
                self.text()
            elif named == 0:
                parent = (self.uint(), self.uint())
            else:
                raise Refused("a parent that is neither named nor an item")
            key = self.text() if info & HAS_KEY else None
        holds = kind in (TYPE, DELETED)
        return self._bounded(Struct(client, clock, self._content(kind), neighbours, parent, key=key, holds=holds))

    def _bounded(self, struct: Struct) -> Struct:
        if self.trusted:
            return struct
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
        if kind == ANY:
            return self._values()
        if kind == TYPE:
            self._type()
        elif kind == FORMAT:
            self.text()
            read_json(self.bytes())
        elif kind == EMBED:
            read_json(self.bytes())
        elif kind == BINARY:
            self.bytes()
        else:
            raise Refused("a kind of content that we never make")
        return 1

    def _values(self) -> int:
        count = self.uint()
        if count > len(self.data) - self.at:
            raise Refused("more values than bytes")
        for _ in range(count):
            self._any()
        return count

    def _type(self) -> None:
        kind = self.uint()
        if kind == XML_ELEMENT:
            self.text()
        elif kind not in PLAIN_TYPES:
            raise Refused("a kind of type that we never make")

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


def read_json(data: bytes) -> Any:
    """JSON as strictly as the engine reads it. Raises `Refused` where Python would be more lenient."""
    text = data.decode()
    if text.startswith("\ufeff"):
        raise Refused("a byte order mark")
    try:
        value = json.loads(text, parse_constant=_no_constant, parse_float=_finite, parse_int=_finite)
        check_text(value)
    except UnicodeEncodeError:
        raise Refused("half a character") from None
    return value


def check_text(value: Any) -> None:
    """Walks a value with a stack: `UnicodeEncodeError` for half a surrogate pair, `Refused` when nested too deep."""
    pending = [(value, 0)]
    while pending:
        one, depth = pending.pop()
        if depth > NESTED_VALUES:
            raise Refused("values nested too deep")
        if isinstance(one, str):
            one.encode()
        elif isinstance(one, dict):
            pending += [(part, depth + 1) for pair in one.items() for part in pair]
        elif isinstance(one, list):
            pending += [(part, depth + 1) for part in one]


def _no_constant(name: str) -> NoReturn:
    raise Refused(f"{name} is not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise Refused("a number without end")
    return number
