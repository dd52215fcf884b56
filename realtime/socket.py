"""`DocumentSocket`: a bare ASGI application, one socket = one connection in one room; admission is handed in.

Bare, because a Channels consumer costs two to three times as much for each message (DESIGN §10.8d).
"""

import asyncio
import contextlib
import logging
from typing import Any
from urllib.parse import parse_qs

from realtime import log, protocol
from realtime.connection import COME_BACK, Connection, Send
from realtime.gate import Refused
from realtime.gatekeeper import Admission, Gatekeeper
from realtime.protocol import BadFrame, Frame
from realtime.room import Room
from realtime.rooms import Rooms

logger = logging.getLogger(__name__)

LARGEST_FRAME = 1024 * 1024  # bytes; larger updates come by POST
BAD_FRAME, TOO_LARGE, WRONG_VERSION, NO_ROOM = 4400, 4413, 4409, 4404

Scope = dict[str, Any]
Receive = Any


class DocumentSocket:
    """`scope["url_route"]["kwargs"]["room"]` names the room. `schema` is the version of the content model in force."""

    def __init__(self, gatekeeper: Gatekeeper, *, schema: int) -> None:
        self._gatekeeper = gatekeeper
        self._schema = schema
        self._rooms: dict[asyncio.AbstractEventLoop, Rooms] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (await receive())["type"] != "websocket.connect":
            return
        rooms = self._here()
        name = str(scope["url_route"]["kwargs"]["room"]).lower()
        asked = {key: values[-1] for key, values in parse_qs(scope.get("query_string", b"").decode("latin-1")).items()}
        admission = await rooms.in_thread(self._gatekeeper.admit, scope, name)
        await send({"type": "websocket.accept", "subprotocol": admission.subprotocol})
        if not admission.may_read:
            await self._turn_away(send, admission)
            return
        connection = Connection(send, admission, speaks_ours=asked.get("v") == "1")
        await self._serve(rooms, name, connection, asked, receive)

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
        await send({"type": "websocket.close", "code": admission.refusal or 4403})

    async def _serve(
        self, rooms: Rooms, name: str, connection: Connection, asked: dict[str, str], receive: Receive
    ) -> None:
        delivery = asyncio.create_task(connection.deliver())
        reading = asyncio.create_task(self._read(rooms, name, connection, asked, receive))
        try:
            await asyncio.wait({delivery, reading}, return_when=asyncio.FIRST_COMPLETED)
            if reading.done() and connection.closing is not None:
                await asyncio.wait({delivery}, timeout=5)
        finally:
            for task in (reading, delivery):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, Exception):
                    await task

    async def _read(
        self, rooms: Rooms, name: str, connection: Connection, asked: dict[str, str], receive: Receive
    ) -> None:
        try:
            room = await rooms.join(name, connection)
        except log.NoRoom:
            connection.close(NO_ROOM)
            return
        except Exception:
            logger.exception("room %s cannot be loaded", name)
            connection.close(COME_BACK)
            return
        try:
            ours = {"epoch": room.epoch, "schema": str(self._schema)}
            if any(asked.get(what, said) != said for what, said in ours.items()):
                connection.close(WRONG_VERSION)
                return
            while (message := await receive())["type"] == "websocket.receive":
                await self._hear(rooms, room, connection, message.get("bytes"))
                if connection.closing is not None:
                    return
        except Exception:
            logger.exception("room %s: a connection failed", name)
            connection.close(COME_BACK)
        finally:
            rooms.leave(room, connection)

    async def _hear(self, rooms: Rooms, room: Room, connection: Connection, data: bytes | None) -> None:
        """One message: whatever is wrong with it closes this connection and harms no other."""
        if data is None:
            connection.close(BAD_FRAME)
            return
        if len(data) > LARGEST_FRAME:
            connection.close(TOO_LARGE)
            return
        try:
            await self._act(rooms, room, connection, protocol.read_frame(data))
        except BadFrame:
            connection.close(BAD_FRAME)

    async def _act(self, rooms: Rooms, room: Room, connection: Connection, frame: Frame) -> None:
        if frame.kind == protocol.AWARENESS:
            if room.awareness.hear(connection, frame.payload):
                room.plan_presence()
        elif frame.kind == protocol.QUERY_AWARENESS:
            everyone = room.awareness.everyone()
            if everyone is not None:
                connection.push(everyone)
        elif frame.step == protocol.STEP1:
            room.welcome(connection, frame.payload)
        else:
            await self._update(rooms, room, connection, frame)

    @staticmethod
    async def _update(rooms: Rooms, room: Room, connection: Connection, frame: Frame) -> None:
        """A reader's frame is never decoded; a refused connection's are ignored (DESIGN §4.2, §4.8)."""
        number = connection.receipts.arrived(says_everything=frame.step == protocol.STEP2)
        if connection.refused:
            return
        if not connection.admission.may_write:
            if frame.step == protocol.UPDATE:
                connection.refuse("role", number)
            return
        try:
            await rooms.receive(room, connection, number, frame.payload)
        except Refused as error:
            logger.warning("room %s: refused an update of %s: %s", room.id, connection.user_key, error)
            connection.refuse("gate", number)
