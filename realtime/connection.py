"""One socket in a room: what it may do, what it sent, what it is owed."""

import asyncio
import time
from collections import deque
from collections.abc import Coroutine, Generator, Sequence
from dataclasses import replace
from typing import Any, cast

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from realtime import limits, protocol
from realtime.gatekeeper import Admission
from realtime.pace import Pace
from realtime.receipts import Receipts
from realtime.refusals import IN_QUARANTINE
from realtime.transport import Send, Wire, bare, framed

REFUSALS = {
    "role": _("You can read this text, not change it."),
    "gone": _("This text can no longer be changed by you."),
    "gate": _("The server could not take this change. Your text is kept for you to download."),
    "full": _("This document has reached its largest size. Your text is kept for you to download: begin another one."),
    "quarantine": IN_QUARANTINE,
}
NOTICES = {
    "crowded": _("Many people write here already. You can read along; come back in a while to write."),
    "large": _("This document is close to its largest size. Consider going on in another one."),
    "busy": _("Many people are connected at the moment. The page will try again by itself."),
    "quarantine": IN_QUARANTINE,
}

# y-websocket tries again after these codes. The usual 1013 never leaves daphne: its library allows 1000 and 3000-4999.
COME_BACK, TOO_FAST = 4503, 4529
FAREWELL = 5.0  # seconds that a closing socket has to read the rest, before it is cut off


class Connection:
    """Frames are handed to the server at once; only where it makes us wait is there a queue, and a task that empties it.

    So a slow reader never holds up a room, and costs a bounded amount of memory (`realtime.limits`).
    """

    __slots__ = (
        "_answered", "_farewell", "_held", "_queue", "_send", "_sending", "_stalled_since", "_unsent", "_wire",
        "admission", "closing", "gone", "lagging_since", "notices", "pace", "receipts", "refused", "speaks_ours",
        "ticket", "told", "updates_refused",
    )  # fmt: skip

    def __init__(self, send: Send, admission: Admission, *, speaks_ours: bool) -> None:
        self._send = bare(send)
        self._wire = Wire(self._send)
        self._wire.forget_handshake()
        self.admission = admission
        self.ticket = admission.ticket  # what the person came in with: later answers about rights do not repeat it
        self.speaks_ours = speaks_ours
        self.receipts = Receipts()
        self.refused = False
        self.notices: set[str] = set()
        self.closing: int | None = None
        self.gone = False
        self.told = 0  # the number of the log up to which it was sent everything
        self.lagging_since: float | None = None  # monotonic seconds
        self.pace = Pace(limits.UPDATES_PER_SECOND, limits.UPDATES_AT_ONCE)
        self.updates_refused = 0  # of a reader
        self._queue: deque[bytes] | None = None
        self._unsent = 0
        self._sending: asyncio.Task[None] | None = None
        self._farewell: asyncio.TimerHandle | None = None
        self._answered = 0
        self._held = 0  # bytes unsent at the last look…
        self._stalled_since: float | None = None  # …and since when they have not become fewer

    @property
    def user_key(self) -> str:
        return self.admission.user_key

    # What goes out

    def push(self, message: bytes, frame: bytes | None = None) -> None:
        """Send a message; a connection that leaves too much unread is closed and comes back through sync.

        `frame` is the same message as `transport.framed` makes it, for those who send it to many.
        """
        if self.closing is not None or self.gone:
            return
        if self._sending is None:
            if not (self._wire.direct and self._wire.write(frame or framed(message))):
                self._hand_over({"type": "websocket.send", "bytes": message})
        elif self._unsent and self._unsent + len(message) > limits.MOST_UNSENT:  # one large document alone is no sign
            self.close(COME_BACK)
        else:
            self._unsent += len(message)
            self._queue = self._queue or deque()
            self._queue.append(message)

    def tell(self, messages: Sequence[bytes], frames: bytes, number: int) -> bool:
        """Send what reaches `number` of the log, unless too much is unread: then it lags, and False.

        `frames` are the same messages as `transport.framed` makes them, one behind the other.
        """
        if self.lagging_since is None and self.unsent <= limits.LAGGING:
            self.told = number
            if self._sending is None and self.closing is None and self._wire.direct and self._wire.write(frames):
                return True
            for message in messages:
                self.push(message)
            return True
        if self.lagging_since is None:
            self.lagging_since = time.monotonic()
        return False

    @property
    def unsent(self) -> int:
        return self._unsent + self._wire.unsent()

    def look(self, now: float) -> None:
        """Close a socket whose other end has taken nothing for a while: its pings may wait in the same buffer."""
        held, self._held = self._held, self.unsent
        if not self._held or self._held < held:
            self._stalled_since = None
        elif self._stalled_since is None:
            self._stalled_since = now
        elif now - self._stalled_since > limits.STALLED_FOR:
            self.close(COME_BACK)

    def _hand_over(self, message: dict[str, Any]) -> None:
        """Step the server's `send` once: a task of its own only if it makes us wait (realtime.md, §4)."""
        sending = cast(Coroutine[Any, Any, None], self._send(message))
        try:
            waits_for = sending.send(None)
        except StopIteration:
            return
        except Exception:  # the client has left; the reading side hears of it too
            self.gone = True
            return
        self._sending = asyncio.get_running_loop().create_task(self._drain(_Stepped(sending, waits_for)))

    async def _drain(self, first: "_Stepped") -> None:
        try:
            await first
            while self._queue:
                message = self._queue.popleft()
                await self._send({"type": "websocket.send", "bytes": message})
                self._unsent -= len(message)
            if self.closing is not None:
                await self._send({"type": "websocket.close", "code": self.closing})
        except Exception:
            self.gone = True
        finally:
            self._sending, self._queue, self._unsent = None, None, 0

    # Its end

    def close(self, code: int) -> None:
        """Say farewell with this code, after what is queued; who does not read it is cut off."""
        if self.closing is not None:
            return
        self.closing = code
        if self._sending is None and not self.gone:
            self._hand_over({"type": "websocket.close", "code": code})
        if self._wire.known:
            self._farewell = asyncio.get_running_loop().call_later(FAREWELL, self._wire.cut)

    def leave(self) -> None:
        """The socket has ended: nothing more is sent, nothing waits for it."""
        self.gone = True
        if self._sending is not None:
            self._sending.cancel()
        if self._farewell is not None and not self._wire.unsent():
            self._farewell.cancel()

    async def flushed(self) -> None:
        """What was pushed has reached the server, or there is no use in waiting any longer."""
        if self._sending is not None:
            await asyncio.wait({self._sending}, timeout=FAREWELL)

    # What it is told about itself

    def refuse(self, code: str, frame: int) -> None:
        """Say once, in the person's language, that updates are not taken; none from `frame` on will count as saved."""
        if self.refused:
            return
        self.refused = True
        self.receipts.hold(frame)
        detail = self._in_their_language(REFUSALS[code])
        self.push(protocol.refused(code, detail) if self.speaks_ours else protocol.permission_denied(detail))

    def notice(self, code: str) -> None:
        """Say once something that stops nothing."""
        if code in self.notices:
            return
        self.notices.add(code)
        if self.speaks_ours:
            self.push(protocol.notice(code, self._in_their_language(NOTICES[code])))

    def _in_their_language(self, sentence: Any) -> str:
        with translation.override(self.admission.language):
            return str(sentence)

    def receipt(self, frame: int, number: int) -> bytes | None:
        """The frames up to `frame` are committed and the log stands at `number`: what to tell who understands it."""
        if self.receipts.committed(frame) and self.speaks_ours:
            return protocol.saved(self.receipts.saved, number)
        return None

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
        if "crowded" in self.notices:  # they read along for as long as they stay
            admission = replace(admission, may_write=False)
        if self.admission.looking:
            admission = replace(admission, may_write=False, role=self.admission.role, looking=True)
        before, self.admission = self.admission, admission
        if not admission.may_read:
            self.close(admission.refusal or 4403)
            return False
        if admission.role != before.role and self.speaks_ours:
            self.push(protocol.role(admission.role))
        return admission.may_write and not before.may_write


class _Stepped:
    """The rest of a coroutine that was stepped by hand, `waits_for` being what it yielded: a task can go on with it."""

    def __init__(self, rest: Coroutine[Any, Any, None], waits_for: Any) -> None:
        self._rest, self._waits_for = rest, waits_for

    def __await__(self) -> Generator[Any, Any, None]:
        waits_for = self._waits_for
        while True:
            try:
                yield waits_for
                waits_for = self._rest.send(None)
            except StopIteration:
                return
            except BaseException as error:
                try:
                    waits_for = self._rest.throw(error)
                except StopIteration:
                    return
