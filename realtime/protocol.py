"""Frames of the y-websocket protocol and ours: pure functions between bytes and meaning.

Sources: y-protocols 1.0.7 (`sync.js`, `awareness.js`, `auth.js`) and y-websocket 3.1. Numbers are lib0 var-uints.
"""

import json
from typing import NamedTuple

SYNC, AWARENESS, AUTH, QUERY_AWARENESS = 0, 1, 2, 3
STEP1, STEP2, UPDATE = 0, 1, 2
SAVED, REFUSED, UNSAVED, ROLE, NOTICE, BESIDE = 100, 101, 102, 103, 105, 106  # only to connections that asked with ?v=1

HEARTBEAT = b"\x01\x01\x00"  # an awareness message about nobody; y-websocket 3.1 hangs up after 30 s of silence
LARGEST_NUMBER = 2**53  # what JavaScript can count


class BadFrame(ValueError):
    """Bytes that are not of the protocol."""


def write_uint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def read_uint(data: bytes, at: int) -> tuple[int, int]:
    """The number at `at` and the place after it; raises `BadFrame` when cut short or beyond 2^53."""
    number = shift = 0
    while True:
        if at >= len(data):
            raise BadFrame("a number is cut short")
        byte = data[at]
        at += 1
        number |= (byte & 127) << shift
        if number >= LARGEST_NUMBER:
            raise BadFrame("a number is too large")
        if byte < 128:
            return number, at
        shift += 7
        if shift > 49:
            raise BadFrame("a number is too long")


def read_bytes(data: bytes, at: int) -> tuple[bytes, int]:
    """A length-prefixed array; raises `BadFrame` when it claims more than the frame holds."""
    length, at = read_uint(data, at)
    if at + length > len(data):
        raise BadFrame("an array is cut short")
    return data[at : at + length], at + length


def write_bytes(data: bytes) -> bytes:
    return write_uint(len(data)) + data


class Frame(NamedTuple):
    """One message: `kind` as above, `step` for sync messages, and its payload."""

    kind: int
    step: int = 0
    payload: bytes = b""


def read_frame(data: bytes) -> Frame:
    """Raises `BadFrame` for anything but one whole message with nothing behind it."""
    if len(data) > 2 and data[0] == SYNC and data[1] <= UPDATE:  # the commonest by far, read at once
        payload, at = read_bytes(data, 2)
        if at == len(data):
            return Frame(SYNC, data[1], payload)
    kind, at = read_uint(data, 0)
    if kind == QUERY_AWARENESS and at == len(data):
        return Frame(kind)
    step = 0
    if kind == SYNC:
        step, at = read_uint(data, at)
        if step not in (STEP1, STEP2, UPDATE):
            raise BadFrame("an unknown sync message")
    elif kind != AWARENESS:
        raise BadFrame("an unknown message")
    payload, at = read_bytes(data, at)
    if at != len(data):
        raise BadFrame("bytes behind the message")
    return Frame(kind, step, payload)


def step1(state_vector: bytes) -> bytes:
    return bytes([SYNC, STEP1]) + write_bytes(state_vector)


def step2(update: bytes) -> bytes:
    return bytes([SYNC, STEP2]) + write_bytes(update)


def update(content: bytes) -> bytes:
    return bytes([SYNC, UPDATE]) + write_bytes(content)


def saved(frames: int, number: int) -> bytes:
    """The first `frames` update-carrying frames of this connection are committed; the log stands at `number`."""
    return bytes([SAVED]) + write_uint(frames) + write_uint(number)


def refused(code: str, detail: str) -> bytes:
    return bytes([REFUSED]) + write_bytes(json.dumps({"code": code, "detail": detail}).encode())


def notice(code: str, detail: str) -> bytes:
    """Something to know that stops nothing."""
    return bytes([NOTICE]) + write_bytes(json.dumps({"code": code, "detail": detail}).encode())


def beside(topic: str) -> bytes:
    """Something that belongs to the document and is not its text has changed: whoever shows it asks for it again."""
    return bytes([BESIDE]) + write_bytes(topic.encode())


def unsaved() -> bytes:
    return bytes([UNSAVED])


def role(name: str) -> bytes:
    return bytes([ROLE]) + write_bytes(name.encode())


def permission_denied(reason: str) -> bytes:
    """What a stock client understands of a refusal (y-protocols `auth.js`)."""
    return bytes([AUTH, 0]) + write_bytes(reason.encode())


def read_awareness(payload: bytes, *, at_most: int) -> list[tuple[int, int, bytes]]:
    """What `awareness` wrote: (client, clock, state as unread bytes). Raises `BadFrame` for more, or for bytes left over."""
    count, at = read_uint(payload, 0)
    if count > at_most:
        raise BadFrame("too many presence states")
    found = []
    for _ in range(count):
        client, at = read_uint(payload, at)
        clock, at = read_uint(payload, at)
        state, at = read_bytes(payload, at)
        found.append((client, clock, state))
    if at != len(payload):
        raise BadFrame("bytes behind the presence states")
    return found


def awareness(entries: list[tuple[int, int, bytes]]) -> bytes:
    """One message for many clients: (client, clock, state as JSON bytes)."""
    body = b"".join(write_uint(client) + write_uint(clock) + write_bytes(state) for client, clock, state in entries)
    return bytes([AWARENESS]) + write_bytes(write_uint(len(entries)) + body)
