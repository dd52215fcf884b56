"""The frames of y-websocket and ours as a client writes and reads them; apart from the server's own, on purpose."""

import json
from typing import Any

SYNC, AWARENESS = 0, 1
STEP1, STEP2, UPDATE = 0, 1, 2
SAVED, REFUSED, UNSAVED, ROLE, NOTICE = 100, 101, 102, 103, 105


def uint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def read_uint(data: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = data[at]
        at += 1
        number |= (byte & 127) << shift
        if byte < 128:
            return number, at
        shift += 7


def array(data: bytes) -> bytes:
    return uint(len(data)) + data


def read_array(data: bytes, at: int) -> tuple[bytes, int]:
    size, at = read_uint(data, at)
    return data[at : at + size], at + size


def sync(step: int, payload: bytes) -> bytes:
    return bytes([SYNC, step]) + array(payload)


def awareness(client: int, clock: int, state: bytes) -> bytes:
    return bytes([AWARENESS]) + array(uint(1) + uint(client) + uint(clock) + array(state))


def read_awareness(payload: bytes) -> list[tuple[int, Any]]:
    """(client, state) pairs; a state of None says that the client left."""
    count, at = read_uint(payload, 0)
    found = []
    for _ in range(count):
        client, at = read_uint(payload, at)
        _clock, at = read_uint(payload, at)
        raw, at = read_array(payload, at)
        found.append((client, json.loads(raw)))
    return found
