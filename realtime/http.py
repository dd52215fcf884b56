"""The same sync over plain HTTP, where websockets are blocked and for updates too large for a frame."""

from realtime import engine, log

LARGEST_UPDATE = 8 * 1024 * 1024  # bytes


def pull(room: str, after: int) -> tuple[bytes, int]:
    """Everything committed after a log number, as one update, and the number it reaches. Raises `NoRoom`."""
    stored = log.load(room)
    if after >= stored.last:
        return engine.EMPTY, stored.last
    if after <= 0:
        return engine.merge(stored.parts()), stored.last
    rows = log.read(room, after)
    return engine.merge([row.content for row in rows]), stored.last


def push(room: str, author: str, content: bytes) -> int:
    """Store one update; its number. Raises `NoRoom`, `gate.Refused`, `gate.Gap`."""
    return log.submit(room, author, content)
