"""How an update gets in: from a connection into a room, to the writer, and back to the room once it is committed."""

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from realtime import engine, log
from realtime.connection import COME_BACK, Connection
from realtime.draft import Draft
from realtime.gate import Gap, Refused
from realtime.gatekeeper import Admission, Gatekeeper
from realtime.refusals import Full, OtherHistory, Quarantined
from realtime.room import Pending, Room
from realtime.storing import Outcome
from realtime.writer import Writer

logger = logging.getLogger(__name__)

InThread = Callable[..., Awaitable[Any]]


class Intake:
    """Belongs to one event loop. `written` is called with a room after each commit; `failed` when it cannot go on."""

    def __init__(
        self,
        gatekeeper: Gatekeeper,
        questions: "itertools.count[int]",
        in_thread: InThread,
        *,
        written: Callable[[Room], None],
        failed: Callable[[Room], None],
        compact: Callable[[Room], Awaitable[None]],
    ) -> None:
        self._in_thread = in_thread
        self._written, self._failed, self._compact = written, failed, compact
        self.writer = Writer(gatekeeper, questions, sift=self._sift, done=self._done)

    # From the connection to the writer

    def receive_at_once(self, room: Room, connection: Connection, frame: int, content: bytes) -> bool:
        """The common case, without waiting for anything; False: see `receive`."""
        if room.draft is None or room.quarantined or room.overfull:
            return False
        try:
            room.receive(connection, frame, content)
        except (Gap, Refused):
            return False
        self.writer.wake(room)
        return True

    async def receive(self, room: Room, connection: Connection, frame: int, content: bytes) -> None:
        """Pass an update to the room; before refusing it, read the log to its head and look again. Raises `Refused`."""
        if room.quarantined:
            raise Quarantined
        if room.overfull:  # the database is away: what is received beyond this would be held in memory alone
            connection.unsaved()
            connection.close(COME_BACK)
            return
        try:
            if room.draft is None:
                await self.open_draft(room)
            room.receive(connection, frame, content)
        except (Gap, Refused) as error:
            await self._look_again(room, connection, frame, content, error)
        self.writer.wake(room)

    async def _look_again(
        self, room: Room, connection: Connection, frame: int, content: bytes, error: Gap | Refused
    ) -> None:
        """Another process may know more; and a document that seems full may only want compacting."""
        if isinstance(error, Full):
            await self._compact(room)
        await self.catch_up(room)
        if room.draft is None:
            await self.open_draft(room)
        try:
            room.receive(connection, frame, content)
        except Gap:
            if connection.receipts.is_answer(frame):
                raise Refused("it says everything and still misses something") from None
            room.ask(connection, frame)

    async def open_draft(self, room: Room) -> None:
        """Make the room's draft, once for all who wait for it. Raises what the engine or the database raise."""
        while room.draft is None:
            if room.opening is None:
                room.opening = asyncio.create_task(self._make_draft(room))
            await asyncio.shield(room.opening)

    async def _make_draft(self, room: Room) -> None:
        """From what is stored, and what is being stored; should either change meanwhile, whoever waits tries again."""
        try:
            seen, committing = room.seen, room.committing
            parts = [*room.parts(), *(item.content for item in committing if not item.known)]
            owners = await self._in_thread(log.owners, room.id)
            owners |= {client: item.author for item in committing for client in item.fresh}
            draft = await self._in_thread(Draft, room.id, parts, owners)
            if room.seen == seen and room.committing is committing:
                draft.bound.difference_update(client for item in committing for client in item.clients)
                room.refill(draft)
                if room.pending:
                    self.writer.wake(room)
        finally:
            room.opening = None

    # Back from the writer

    async def _sift(self, room: Room) -> tuple[list[Pending], list[Pending]]:
        """The engine refused something of what the room wanted to have committed: what it takes, and what it does not."""
        batch, room.committing, room.draft = room.committing, [], None
        owners = await self._in_thread(log.owners, room.id)
        draft: Draft = await self._in_thread(Draft, room.id, room.parts(), owners)
        good, bad = [], []
        for item in batch:
            try:
                item.content, checked = draft.check(item.author, item.content)
                draft.accept(item.author, checked)
                item.tried = False
                draft.apply([item])
                good.append(item)
            except (Gap, Refused) as error:
                logger.warning("room %s: refused an update of %s: %s", room.id, item.author, error)
                bad.append(item)
                draft = await self._in_thread(Draft, room.id, [*room.parts(), *(i.content for i in good)], dict(owners))
        room.committing = good
        return good, bad

    async def _done(self, outcome: Outcome) -> None:
        try:
            await self._take_back(outcome)
        except engine.OURS:
            raise
        except BaseException:  # the engine's panics are not Exceptions
            logger.exception("room %s: what follows a commit failed", outcome.room.id)
            self._failed(outcome.room)

    async def _take_back(self, outcome: Outcome) -> None:
        room = outcome.room
        if OtherHistory.code in outcome.refused.values():
            room.pending, room.committing = [], []
            self._failed(room)  # everybody comes back, and a page of the old epoch is told so
            return
        self.readmit(room, outcome.admissions, outcome.question)
        for item, code in outcome.refused.items():
            item.connection.refuse(code, item.frame)
        if outcome.refused:
            room.draft = None  # it holds what will never be committed
        room.committed(outcome.stored, outcome.last or room.seen)
        if (outcome.last or 0) > room.seen or room.heard > room.seen:
            await self.catch_up(room)
        room.committing = []
        room.waiting_bytes = sum(len(item.content) for item in room.pending)
        room.answer_questions()
        if room.draft is None and room.pending:
            await self.open_draft(room)
        if room.pending:
            self.writer.wake(room)
        self._written(room)

    async def catch_up(self, room: Room) -> None:
        rows = await self._in_thread(log.read, room.id, room.seen)
        try:
            room.catch_up(rows)
            if room.draft is None and room.pending:
                await self.open_draft(room)
        except engine.OURS:
            raise
        except BaseException:
            logger.exception("room %s: what another process stored cannot be taken in", room.id)
            self._failed(room)

    # Rights

    def readmit(self, room: Room, admissions: dict[str, Admission], question: int) -> None:
        """Take in answers, unless a younger question about the same person was answered already."""
        for connection in list(room.connections):
            fresh = admissions.get(connection.user_key)
            if fresh is None:
                continue
            wrote = connection.admission.may_write
            if connection.readmit(fresh, question):
                connection.forgive()
                room.question(connection)  # they may have something to say by now
            if connection.admission.may_write is not wrote and connection.closing is None:
                room.audience.bring_forward(connection)  # readers are told later than writers
