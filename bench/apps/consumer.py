"""The same socket as a Channels consumer, to measure what decision 0014 is about; never served to anybody.

Everything behind the socket (rooms, gate, writer, fan-out) is the product's own; only the way of a message in and out
differs. `with_layer` is a consumer as Channels makes it by default, `application` one that hears no channel layer.
"""

import time
from typing import Any
from urllib.parse import parse_qs

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.sessions import SessionMiddlewareStack
from django.urls import re_path

from config.asgi import UUID, document_socket, http
from documents.socket import DocumentGatekeeper
from realtime import limits, protocol
from realtime.connection import Connection


class DocumentConsumer(AsyncWebsocketConsumer):
    """What `DocumentSocket` does in one loop, told in the three methods of a consumer."""

    channel_layer_alias = "none"  # Channels then makes no channel

    async def connect(self) -> None:
        name = str(self.scope["url_route"]["kwargs"]["room"]).lower()
        asked = parse_qs(self.scope["query_string"].decode("latin-1"))
        self.rooms = document_socket._here()
        told = self.rooms.told
        admission = await self.rooms.in_thread(DocumentGatekeeper().admit, self.scope, name)
        await self.accept(subprotocol=admission.subprotocol)
        self.connection = Connection(self.pass_on, admission, speaks_ours=asked.get("v") == ["1"])
        self.room = await self.rooms.join(name, self.connection, told)
        document_socket._seat(self.room, self.connection)

    async def pass_on(self, message: dict[str, Any]) -> None:
        """Out as a consumer sends: through its own method, not straight into the server."""
        if message["type"] == "websocket.send":
            await self.send(bytes_data=message["bytes"])
        else:
            await self.close(message.get("code"))

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        data = bytes_data or b""
        if not self.connection.pace.allows(time.monotonic(), 1 + len(data) / limits.BYTES_AS_ONE):
            await document_socket._slow_down(self.connection, len(data))
        await document_socket._act(self.rooms, self.room, self.connection, protocol.read_frame(data))

    async def disconnect(self, code: int) -> None:
        self.rooms.leave(self.room, self.connection)


class WithLayer(DocumentConsumer):
    """Hears the channel layer beside its socket, as every consumer does unless told otherwise."""

    channel_layer_alias = "default"


def site(consumer: type[AsyncWebsocketConsumer]) -> Any:
    routes = URLRouter([re_path(rf"^ws/documents/(?P<room>{UUID})/?$", consumer.as_asgi())])
    return ProtocolTypeRouter({"http": http, "websocket": SessionMiddlewareStack(routes)})


application = site(DocumentConsumer)
with_layer = site(WithLayer)
