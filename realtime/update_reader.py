"""Reads the binary form of a Yjs update (v1 encoding), item by item, without recursion and without believing any claim.

Source of the format: Yjs 13.6.33 `UpdateDecoder.js`, `Item.js` and `Content*.js`; lib0 `decoding.js` for "any" values.
"""

import json
import math
import re
from functools import lru_cache
from typing import Any, NoReturn

from realtime.protocol import BadFrame
from realtime.shapes import Place as Place  # a part of the format: others read it from here

NESTED_VALUES = 64
LONGEST = 1 << 31  # clocks of one client
LARGEST_NUMBER = 2**53  # what JavaScript can count

GC, DELETED, JSON, BINARY, STRING, EMBED, FORMAT, TYPE, ANY, SUBDOCUMENT, SKIP = range(11)
HAS_LEFT, HAS_RIGHT, HAS_KEY = 128, 64, 32
XML_ELEMENT = 3  # it carries its name
ANYTHING, TEXT, NODES, LIST, MAP = range(5)  # families of types: what may stand in them (`realtime.outline`)
TYPES = {0: LIST, 1: MAP, 2: TEXT, XML_ELEMENT: NODES, 4: NODES, 6: TEXT}
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
PLAIN_JSON = {b"null", b"true", b"false", b"{}", b'""'}  # what most marks carry


class Refused(ValueError):
    """An update no honest client makes."""


class Gap(Exception):
    """An honest update that builds on something not known here yet: ask for what is missing."""


# One run of an update: length, kind, left, right, parent, key, family. It stands beside its neighbours; or in `parent`,
# an item or the name of a root, and there under `key` if it is an entry of a map. `family`: see `TYPES`.
# A bare tuple: a large update has many thousands.
Item = tuple[int, int, Place | None, Place | None, Place | str | None, str | None, int]


def _number(digits: bytes) -> int:
    number = shift = 0
    for byte in digits:
        number |= (byte & 127) << shift
        shift += 7
    if number >= LARGEST_NUMBER:
        raise BadFrame("a number is too large")
    return number


NUMBER = rb"([\x80-\xff]{0,7}[\x00-\x7f])"  # a var-uint
number_of = lru_cache(8192)(_number)  # client ids and clocks come again and again
_ONE_PLACE = re.compile(NUMBER * 2)
_TWO_PLACES = re.compile(NUMBER * 4)


def read_places(data: bytes, at: int, info: int) -> re.Match[bytes]:
    """What an item stands beside: client and clock of its left or its right neighbour, or of both."""
    found = (_TWO_PLACES if info >= HAS_LEFT | HAS_RIGHT else _ONE_PLACE).match(data, at)
    if found is None:
        raise BadFrame("a number is cut short, or too long")
    return found


class Reader:
    """Each method reads from `at` on; `IndexError` where the bytes end too early, like `BadFrame`, means: cut short."""

    __slots__ = ("astral", "at", "data", "keys")

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data = data
        self.at = at
        self.astral: str | None = None  # the string just read, if a character of it counts two clocks
        self.keys: list[tuple[Place | str, str]] = []  # entries of maps that follow no other entry

    def uint(self) -> int:
        """lib0's var-uint, as `protocol.read_uint` reads it."""
        data, at = self.data, self.at
        number = data[at]
        if number > 127:
            number &= 127
            shift = 7
            at += 1
            while (byte := data[at]) > 127:
                number |= (byte & 127) << shift
                shift += 7
                at += 1
                if shift > 49:
                    raise BadFrame("a number is too long")
            number |= byte << shift
            if number >= LARGEST_NUMBER:
                raise BadFrame("a number is too large")
        self.at = at + 1
        return number

    def bytes(self) -> bytes:
        length = self.uint()
        start = self.at
        self.at = end = start + length
        if end > len(self.data):
            raise BadFrame("an array is cut short")
        return self.data[start:end]

    def text(self) -> str:
        return self.bytes().decode()

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def item(self) -> Item:
        """The run that starts here; raises `Refused` for what Yjs never writes."""
        info = self.data[self.at]
        self.at += 1
        kind = info & 31
        left = right = parent = key = None
        if info >= HAS_RIGHT:
            left, right = self._neighbours(info)
        elif kind in (GC, SKIP):
            if info != kind:
                raise Refused("a run without content that has properties")
            return self.uint(), kind, None, None, None, None, ANYTHING
        else:
            parent, key = self._parent(info)
        if kind == TYPE:
            return 1, kind, left, right, parent, key, self._type()
        return self._content(kind), kind, left, right, parent, key, ANYTHING

    def _neighbours(self, info: int) -> tuple[Place | None, Place | None]:
        found = read_places(self.data, self.at, info)
        self.at = found.end()
        if info >= HAS_LEFT | HAS_RIGHT:
            client, clock, other, other_clock = map(number_of, found.groups())
            return (client, clock), (other, other_clock)
        client, clock = map(number_of, found.groups())
        return ((client, clock), None) if info & HAS_LEFT else (None, (client, clock))

    def _parent(self, info: int) -> tuple[Place | str, str | None]:
        named = self.uint()
        parent: Place | str
        if named == 1:
            parent = self.text()
        elif named == 0:
            parent = (self.uint(), self.uint())
        else:
            raise Refused("a parent that is neither named nor an item")
        if not info & HAS_KEY:
            return parent, None
        key = self.text()
        self.keys.append((parent, key))
        return parent, key

    def _content(self, kind: int) -> int:
        """Passes over the content of an item; its length in clocks."""
        if kind == STRING:
            return self._string()
        if kind == DELETED:
            return self.uint()
        if kind == ANY:
            return self._values()
        if kind == FORMAT:
            self.text()
            check_json(self.bytes())
        elif kind == EMBED:
            check_json(self.bytes())
        elif kind == BINARY:
            self.bytes()
        else:
            raise Refused("a kind of content that we never make")
        return 1

    def _string(self) -> int:
        raw = self.bytes()
        if raw.isascii():
            return len(raw)
        text = raw.decode()
        units = len(text.encode("utf-16-le")) // 2
        self.astral = text if units > len(text) else None
        return units

    def _values(self) -> int:
        count = self.uint()
        if count > len(self.data) - self.at:
            raise Refused("more values than bytes")
        for _ in range(count):
            self._any()
        return count

    def _type(self) -> int:
        """Its family."""
        kind = self.uint()
        if kind == XML_ELEMENT:
            self.text()
        family = TYPES.get(kind)
        if family is None:
            raise Refused("a kind of type that we never make")
        return family

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


def check_json(data: bytes) -> None:
    """JSON as strictly as the engine reads it. Raises `Refused` where Python would be more lenient."""
    if data in PLAIN_JSON:
        return
    text = data.decode()
    if text.startswith("\ufeff"):
        raise Refused("a byte order mark")
    try:
        check_text(json.loads(text, parse_constant=_no_constant, parse_float=_finite, parse_int=_finite))
    except UnicodeEncodeError:
        raise Refused("half a character") from None


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
