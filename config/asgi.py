"""The two doors: HTTP goes to Django, websockets to the live text, with the gatekeeper handed in."""

import os
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.asgi import get_asgi_application

http = get_asgi_application()  # before any import of models

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import re_path

from documents import schema
from documents.socket import DocumentGatekeeper
from realtime.socket import DocumentSocket

UUID = "[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"


async def nowhere(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """An address without a room is refused like a room one may not see."""
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": 4404})


document_socket: Any = DocumentSocket(DocumentGatekeeper(), schema=schema.VERSION)

application = ProtocolTypeRouter(
    {
        "http": http,
        "websocket": AuthMiddlewareStack(
            URLRouter(
                [re_path(rf"^ws/documents/(?P<room>{UUID})/?$", document_socket), re_path(r"", cast(Any, nowhere))]
            )
        ),
    }
)
