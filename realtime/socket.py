"""`DocumentSocket`: a bare ASGI application, one socket = one connection in one room; admission is handed in.

Bare, because a Channels consumer costs two to three times as much for each message (DESIGN §10.8d, docs/decisions/0014).
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs

from realtime import engine, limits, log, protocol
from realtime.connection import COME_BACK, TOO_FAST, Connection
from realtime.gate import Refused
from realtime.gatekeeper import Admission, Gatekeeper
from realtime.protocol import BadFrame, Frame
from realtime.refusals import code_of
from realtime.room import Room
from realtime.rooms import OTHER_EPOCH, Rooms
from realtime.transport import Send

logger = logging.getLogger(__name__)

BAD_FRAME, TOO_LARGE, NOT_ALLOWED, NO_ROOM = 4400, 4413, 4403, 4404
MOST_REFUSED = 10  # updates of a reader, after which the socket is closed

GUESTS = "tablee.guests"  # where the entrance leaves whom it let in

Scope = dict[str, Any]
Receive = Any


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody let in: where, how they asked for it, what they may do, and as of which news about rights."""

    room: str
    asked: dict[str, str]
    admission: Admission
    told: int


class DocumentSocket:
    """`introduce` wraps the entrance in what finds out who somebody is and which room they mean.

    It leaves `scope["url_route"]["kwargs"]["room"]`, and what the gatekeeper looks at. What it holds on to (accounts,
    sessions, copies of the scope: 10 KiB) is let go of as soon as somebody is in; a socket stays open for hours.
    `schema` is the version of the content model in force.
    """

    def __init__(self, gatekeeper: Gatekeeper, *, schema: int, introduce: Callable[[Any], Any]) -> None:
        self._gatekeeper = gatekeeper
        self._schema = schema
        self._entrance = introduce(self._enter)
        self._rooms: dict[asyncio.AbstractEventLoop, Rooms] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        guests: list[Guest] = []
        await self._entrance({**scope, GUESTS: guests}, receive, send)
        scope.clear()
        if guests:
            await self._host(guests.pop(), receive, send)

    async def _enter(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (await receive())["type"] != "websocket.connect":
            return
        room = str(scope["url_route"]["kwargs"]["room"]).lower()
        asked = {key: values[-1] for key, values in parse_qs(scope.get("query_string", b"").decode("latin-1")).items()}
        rooms = self._here()
        told = rooms.told
        admission = await rooms.in_thread(self._gatekeeper.admit, scope, room)
        await send({"type": "websocket.accept", "subprotocol": admission.subprotocol})
        if admission.may_read:
            scope[GUESTS].append(Guest(room, asked, admission, told))
        else:
            await self._turn_away(send, admission)

    async def _host(self, guest: Guest, receive: Receive, send: Send) -> None:
        rooms = self._here()
        connection = Connection(send, guest.admission, speaks_ours=guest.asked.get("v") == "1")
        rooms.sockets += 1
        try:
            if rooms.sockets > limits.MOST_SOCKETS:
                connection.notice("busy")
                connection.close(COME_BACK)
            else:
                await self._serve(rooms, guest, connection, receive)
            await connection.flushed()
        finally:
            rooms.sockets -= 1

    def _here(self) -> Rooms:
        """The rooms of the running event loop; there is one in a server, and one a test in the tests."""
        loop = asyncio.get_running_loop()
        if loop not in self._rooms:
            self._rooms = {known: rooms for known, rooms in self._rooms.items() if not known.is_closed()}
            self._rooms[loop] = Rooms(self._gatekeeper)
            self._rooms[loop].start()
        return self._rooms[loop]

    async def stop(self) -> None:
        """End what runs behind the sockets of this event loop."""
        rooms = self._rooms.pop(asyncio.get_running_loop(), None)
        if rooms is not None:
            await rooms.stop()

    @staticmethod
    async def _turn_away(send: Send, admission: Admission) -> None:
        await send({"type": "websocket.send", "bytes": protocol.permission_denied(admission.reason)})
        await send({"type": "websocket.close", "code": admission.refusal or NOT_ALLOWED})

    async def _serve(self, rooms: Rooms, guest: Guest, connection: Connection, receive: Receive) -> None:
        try:
            room = await rooms.join(guest.room, connection, guest.told)
        except log.NoRoom:
            connection.close(NO_ROOM)
            return
        except Exception:
            logger.exception("room %s cannot be loaded", guest.room)
            connection.close(COME_BACK)
            return
        try:
            ours = {"epoch": room.epoch, "schema": str(self._schema)}
            if any(guest.asked.get(what, said) != said for what, said in ours.items()):
                connection.close(COME_BACK if await self._is_outdated(rooms, room) else OTHER_EPOCH)
                return
            self._seat(room, connection)
            await self._read(rooms, room, connection, receive)
        except Exception:
            logger.exception("room %s: a connection failed", guest.room)
            connection.close(COME_BACK)
        finally:
            rooms.leave(room, connection)

    @staticmethod
    async def _is_outdated(rooms: Rooms, room: Room) -> bool:
        """A new epoch has begun that the room has not heard of yet: who comes with it is right, and tries again."""
        standing = await rooms.in_thread(log.standing, [room.id])
        return room.id in standing and standing[room.id][1] != room.epoch

    @staticmethod
    def _seat(room: Room, connection: Connection) -> None:
        """Tell what makes someone a reader here who could write elsewhere."""
        if room.quarantined:
            connection.notice("quarantine")
        elif connection.admission.may_write and room.audience.writers > limits.MOST_WRITERS:
            connection.admission = replace(connection.admission, may_write=False)
            connection.notice("crowded")

    async def _read(self, rooms: Rooms, room: Room, connection: Connection, receive: Receive) -> None:
        while connection.closing is None:
            message = await receive()
            if message["type"] != "websocket.receive":
                return
            data = message.get("bytes")
            if data is None:
                connection.close(BAD_FRAME)
            elif len(data) > limits.LARGEST_FRAME:
                connection.close(TOO_LARGE)
            else:
                if not connection.pace.allows(time.monotonic(), 1 + len(data) / limits.BYTES_AS_ONE):
                    await self._slow_down(connection, len(data))
                try:
                    await self._act(rooms, room, connection, protocol.read_frame(data))
                except BadFrame:  # whatever is wrong closes this connection and harms no other
                    connection.close(BAD_FRAME)

    @staticmethod
    async def _slow_down(connection: Connection, size: int) -> None:
        """Read a fast sender no faster than the pace: the rest waits in the network, not in our memory."""
        since = now = time.monotonic()
        while now - since <= limits.SLOWED_FOR:
            await asyncio.sleep(0.05)
            now = time.monotonic()
            if connection.pace.allows(now, 1 + size / limits.BYTES_AS_ONE):
                return
        connection.close(TOO_FAST)

    async def _act(self, rooms: Rooms, room: Room, connection: Connection, frame: Frame) -> None:
        if frame.kind == protocol.SYNC and frame.step != protocol.STEP1:
            await self._update(rooms, room, connection, frame)
        elif frame.kind == protocol.AWARENESS:
            if room.audience.awareness.hear(connection, frame.payload):
                room.audience.plan_presence()
        elif frame.kind == protocol.QUERY_AWARENESS:
            everyone = room.audience.awareness.everyone()
            if everyone is not None:
                connection.push(everyone)
        else:
            await rooms.welcome(room, connection, frame.payload)

    @staticmethod
    async def _update(rooms: Rooms, room: Room, connection: Connection, frame: Frame) -> None:
        """A reader's frame is never decoded; a refused connection's are ignored (DESIGN §4.2, §4.8)."""
        number = connection.receipts.arrived(says_everything=frame.step == protocol.STEP2)
        if not connection.admission.may_write:
            refuse_reader(connection, number, frame)
        elif not connection.refused and not rooms.intake.receive_at_once(room, connection, number, frame.payload):
            try:
                await rooms.intake.receive(room, connection, number, frame.payload)
            except Refused as error:
                logger.warning("room %s: refused an update of %s: %s", room.id, connection.user_key, error)
                connection.refuse(code_of(error), number)


def refuse_reader(connection: Connection, number: int, frame: Frame) -> None:
    """A stock client always answers our silence with a step 2; an empty one says nothing and is passed over."""
    if frame.payload in (b"", engine.EMPTY):
        return
    connection.refuse("role", number)
    if frame.step == protocol.UPDATE:
        connection.updates_refused += 1
        if connection.updates_refused >= MOST_REFUSED:
            connection.close(NOT_ALLOWED)
