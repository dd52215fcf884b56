"""The two doors: HTTP goes to Django, websockets to the live text, with the gatekeeper handed in."""

import gc
import os
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.asgi import get_asgi_application

http = get_asgi_application()  # before any import of models

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.sessions import SessionMiddlewareStack
from django.urls import re_path

from config import serving
from documents import schema
from documents.socket import DocumentGatekeeper
from realtime.long_poll import LongPoll
from realtime.socket import DocumentSocket

UUID = "[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"

serving.declare()


async def nowhere(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """An address without a room is refused like a room one may not see."""
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": 4404})


long_poll: Any = LongPoll(http, rf"^/api/v1/documents/{UUID}/sync$")


def introduce(enter: Any) -> Any:
    """Which session somebody came with, and which room they mean. Who it is, the gatekeeper asks where it asks the rest:
    a thread each for two questions cost more than the questions."""
    rooms = [re_path(rf"^ws/documents/(?P<room>{UUID})/?$", enter), re_path(r"", cast(Any, nowhere))]
    return SessionMiddlewareStack(URLRouter(rooms))


document_socket: Any = DocumentSocket(DocumentGatekeeper(), schema=schema.VERSION, introduce=introduce)

application = ProtocolTypeRouter({"http": long_poll, "websocket": document_socket})

# What was loaded by now stays for good: a collection of garbage need not look through it, nor hold up everybody meanwhile.
gc.collect()
gc.freeze()
