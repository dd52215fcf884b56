"""One socket in a room: what it may do, what it sent, what it is owed."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from realtime import protocol
from realtime.gatekeeper import Admission

MOST_UNSENT = 4 * 1024 * 1024  # bytes waiting for one socket before it is closed as too slow

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Connection:
    """Frames go out through a queue of their own, so that a slow reader never holds up a room.

    `received` counts the update-carrying frames it sent, `saved` how many of them are committed. After a gap, `hole`
    is the first frame that misses something; nothing from there on counts as saved until `filler`, the step 2 that
    answers our step 1 and says everything again, is committed.
    """

    def __init__(self, send: Send, admission: Admission, *, speaks_ours: bool) -> None:
        self._send = send
        self.admission = admission
        self.speaks_ours = speaks_ours
        self.received = 0
        self.saved = 0
        self.hole: int | None = None
        self.filler: int | None = None
        self.refused = False
        self.client: int | None = None  # the awareness id bound to this connection
        self.closing: int | None = None
        self._queue: deque[bytes] = deque()
        self._unsent = 0
        self._wake = asyncio.Event()
        self._answered = 0

    @property
    def user_key(self) -> str:
        return self.admission.user_key

    def push(self, frame: bytes) -> None:
        """Queue a frame; a connection that leaves too much unread is closed and comes back through sync."""
        if self.closing is not None:
            return
        if self._unsent and self._unsent + len(frame) > MOST_UNSENT:  # one large document alone is no sign of slowness
            self.close(1013)
            return
        self._unsent += len(frame)
        self._queue.append(frame)
        self._wake.set()

    def close(self, code: int) -> None:
        if self.closing is None:
            self.closing = code
            self._wake.set()

    async def deliver(self) -> None:
        """Send what is queued until the connection closes; runs as a task beside the reading loop."""
        while self.closing is None or self._queue:
            while self._queue:
                frame = self._queue.popleft()
                await self._send({"type": "websocket.send", "bytes": frame})
                self._unsent -= len(frame)
            if self.closing is None:
                self._wake.clear()
                await self._wake.wait()
        await self._send({"type": "websocket.close", "code": self.closing})

    def refuse(self, code: str, detail: str, frame: int | None = None) -> None:
        """Say once that this connection's updates are not taken; none from `frame` on will ever count as saved."""
        if self.refused:
            return
        self.refused = True
        self.filler = None
        refused_from = self.received if frame is None else frame
        self.hole = min(refused_from, self.hole) if self.hole is not None else refused_from
        self.push(protocol.refused(code, detail) if self.speaks_ours else protocol.permission_denied(detail))

    def acknowledge(self, frame: int, number: int) -> None:
        """The frames up to `frame` are committed; tell it, unless an earlier one still awaits an answer."""
        if self.filler is not None and frame >= self.filler:
            self.hole = self.filler = None
        reached = frame if self.hole is None else min(frame, self.hole - 1)
        if reached > self.saved:
            self.saved = reached
            if self.speaks_ours:
                self.push(protocol.saved(reached, number))

    def unsaved(self) -> None:
        if self.speaks_ours:
            self.push(protocol.unsaved())

    def forgive(self) -> None:
        """The person may write again: the client starts afresh, and so does the count of what is missing."""
        self.refused = False
        self.hole = self.filler = None

    def readmit(self, admission: Admission, question: int) -> bool:
        """Take in an answer about this person; True when they may write from now on and could not before.

        `question` orders the answers: one that was asked earlier and arrives later changes nothing.
        """
        if question <= self._answered:
            return False
        self._answered = question
        before, self.admission = self.admission, admission
        if not admission.may_read:
            self.close(admission.refusal or 4403)
            return False
        if admission.role != before.role and self.speaks_ours:
            self.push(protocol.role(admission.role))
        return admission.may_write and not before.may_write
