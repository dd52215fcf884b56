"""Deaths inside the CRDT engine: a mark in a file says for which room, outlives the process, and is read by the next one.

The engine is native code: what it cannot take may end the process, and no exception tells of it. A mark costs under
a microsecond. The file is held by a lock as long as its process lives, so that an unlocked one belongs to the dead.
"""

import atexit
import fcntl
import logging
import mmap
import os
import secrets
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

logger = logging.getLogger(__name__)

SLOTS = 8  # engine calls under way at once in one process; one more goes unmarked
SLOT = 512 * 1024  # bytes: the header, then the update that is being taken
HEADER = struct.Struct("<B40sI")  # length of the room's name, the name, length of the update
BODY = 64  # where the update starts
KEPT = SLOT - BODY


@dataclass(frozen=True)
class Mark:
    """A process died in the engine for `room`, while it took `content`; None where that was too large to be kept."""

    room: str
    content: bytes | None


class _Marks:
    """The mapped file of this process."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{os.getpid()}-{secrets.token_hex(4)}"
        new = folder / f".{name}"  # under its own name only once it is locked
        self.path = folder / name
        self.file = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        fcntl.flock(self.file, fcntl.LOCK_EX)
        os.posix_fallocate(self.file, 0, SLOTS * SLOT)  # in a hole, on a full disk, a mark would be the death
        self.map = mmap.mmap(self.file, SLOTS * SLOT)
        self.free = list(range(0, SLOTS * SLOT, SLOT))
        new.rename(self.path)


_marks: _Marks | None = None
_failed = False
_opening = threading.Lock()
_collecting = threading.Lock()
_collected = False


def _open() -> _Marks | None:
    """The file, made at the first use. Without one (a full disk) the service goes on unmarked."""
    global _marks, _failed
    with _opening:
        if _marks is None and not _failed:
            try:
                _marks = _Marks(folder())
            except OSError:
                _failed = True
                logger.exception("deaths in the engine cannot be marked")
        return _marks


def folder() -> Path:
    from django.conf import settings  # not at the top: a child process (`realtime.child`) knows no Django

    return Path(settings.DATA_DIR) / "crashes"


class watch:
    """`with watch(room):` around a call of the engine; with the update it takes, the next process can try it apart."""

    __slots__ = ("_content", "_marks", "_room", "_slot")

    def __init__(self, room: str, content: bytes = b"") -> None:
        self._room = room
        self._content = content

    def __enter__(self) -> None:
        if not self._room:  # the work is nobody's
            self._slot = -1
            return
        self._marks = marks = _marks or _open()
        if marks is None or not marks.free:
            self._slot = -1
            return
        self._slot = slot = marks.free.pop()
        size = len(self._content)
        if 0 < size <= KEPT:
            marks.map[slot + BODY : slot + BODY + size] = self._content
        name = self._room.encode()
        marks.map[slot : slot + HEADER.size] = HEADER.pack(len(name), name, size)

    def __exit__(self, *_: object) -> None:
        if self._slot >= 0 and self._marks is not None:
            self._marks.map[self._slot] = 0
            self._marks.free.append(self._slot)


def _after_fork() -> None:
    """A child marks in a file of its own, and lets go of its parent's lock."""
    global _marks, _collected, _opening, _collecting
    if _marks is not None:
        _marks.map.close()
        os.close(_marks.file)
    _marks, _collected, _opening, _collecting = None, False, threading.Lock(), threading.Lock()


def _at_exit() -> None:
    if _marks is not None:
        _marks.path.unlink(missing_ok=True)


os.register_at_fork(after_in_child=_after_fork)
atexit.register(_at_exit)


def collect_once() -> None:
    """`collect` at the first load of this process. Never inside a caller's transaction, which might be taken back.

    Who comes meanwhile waits: the room that killed the last process may be the one they are about to open.
    """
    global _collected
    if _collected:
        return
    from django.db import connection

    if connection.in_atomic_block:
        return
    with _collecting:
        if _collected:
            return
        try:
            collect()
            _collected = True
        except Exception:
            logger.exception("the marks of dead processes cannot be read")


def collect() -> list[str]:
    """Read what dead processes left, and act on it; the rooms that are in quarantine from now on."""
    from realtime import quarantine  # it reads the log, which calls us

    found = []
    for path, marks in _dead():
        for mark in marks:
            if quarantine.accuse(mark):
                found.append(mark.room)
        path.unlink(missing_ok=True)
    return found


def _dead() -> Iterator[tuple[Path, list[Mark]]]:
    """The files that no living process holds; each stays locked while the caller works on it."""
    places = folder()
    for path in sorted(places.glob("[!.]*")) if places.exists() else []:
        try:
            file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield path, _read(os.pread(file, SLOTS * SLOT, 0))
        except BlockingIOError:
            continue
        finally:
            os.close(file)


def _read(data: bytes) -> list[Mark]:
    marks = []
    for slot in range(0, len(data) - BODY, SLOT):
        length, name, size = HEADER.unpack_from(data, slot)
        if length:
            content = data[slot + BODY : slot + BODY + size] if size <= KEPT else None
            marks.append(Mark(name[:length].decode(errors="replace"), content))
    return marks
