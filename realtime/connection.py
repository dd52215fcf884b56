"""One socket in a room: what it may do, what it sent, what it is owed."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from realtime import protocol
from realtime.gatekeeper import Admission
from realtime.receipts import Receipts

MOST_UNSENT = 4 * 1024 * 1024  # bytes waiting for one socket before it is closed as too slow

REFUSALS = {
    "role": _("You can read this text, not change it."),
    "gone": _("This text can no longer be changed by you."),
    "gate": _("The server could not take this change. Your text is kept for you to download."),
}

# y-websocket tries again after this code. The usual 1013 never leaves daphne: its library allows 1000 and 3000-4999.
COME_BACK = 4503

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Connection:
    """Frames go out through a queue of their own, so that a slow reader never holds up a room."""

    def __init__(self, send: Send, admission: Admission, *, speaks_ours: bool) -> None:
        self._send = send
        self.admission = admission
        self.speaks_ours = speaks_ours
        self.receipts = Receipts()
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
            self.close(COME_BACK)
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

    def refuse(self, code: str, frame: int) -> None:
        """Say once, in the person's language, that updates are not taken; none from `frame` on will count as saved."""
        if self.refused:
            return
        self.refused = True
        self.receipts.hold(frame)
        with translation.override(self.admission.language):
            detail = str(REFUSALS[code])
        self.push(protocol.refused(code, detail) if self.speaks_ours else protocol.permission_denied(detail))

    def acknowledge(self, frame: int, number: int) -> None:
        """The frames up to `frame` are committed and the log stands at `number`: tell those who understand."""
        if self.receipts.committed(frame) and self.speaks_ours:
            self.push(protocol.saved(self.receipts.saved, number))

    def unsaved(self) -> None:
        if self.speaks_ours:
            self.push(protocol.unsaved())

    def forgive(self) -> None:
        """The person may write again: the client starts afresh, and so does the count of what is missing."""
        self.refused = False
        self.receipts.forgive()

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
