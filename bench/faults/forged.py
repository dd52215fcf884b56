"""Updates that no client makes, written byte by byte (Yjs v1): nested too deep, or with a gap before them."""

import secrets

from bench.faults.wire import array, uint

ANY, TYPE, STRING = 8, 7, 4
XML_ELEMENT = 3


def _update(client: int, clock: int, structs: list[bytes]) -> bytes:
    return uint(1) + uint(len(structs)) + uint(client) + uint(clock) + b"".join(structs) + uint(0)


def _root() -> bytes:
    return uint(1) + array(b"default")


def nested_any(depth: int) -> bytes:
    """One value: a list in a list in a list…"""
    value = bytes([117, 1]) * depth + bytes([126])
    return _update(secrets.randbits(31), 0, [bytes([ANY]) + _root() + uint(1) + value])


def nested_elements(depth: int) -> bytes:
    """An element in an element in an element…"""
    client = secrets.randbits(31)
    element = uint(XML_ELEMENT) + array(b"paragraph")
    structs = [bytes([TYPE]) + _root() + element]
    structs += [bytes([TYPE]) + uint(0) + uint(client) + uint(clock) + element for clock in range(depth - 1)]
    return _update(client, 0, structs)


def gap(clock: int, client: int = 4242) -> bytes:
    """One letter that follows letters nobody has."""
    origin = uint(client) + uint(clock - 1)
    return _update(client, clock, [bytes([STRING | 0x80]) + origin + array(b"x")])
