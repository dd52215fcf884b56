"""Sends a file in pieces, whichever door the request came through: nothing large is held in memory."""

from collections.abc import AsyncIterator
from typing import IO, Any

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import FileResponse, HttpRequest, StreamingHttpResponse

PIECE = 256 * 1024  # bytes


def sent(request: HttpRequest, file: IO[bytes], name: str, content_type: str) -> StreamingHttpResponse:
    """As an attachment; the file is closed once it was sent. Under ASGI, Django reads a plain iterator to its end first."""
    size = file.seek(0, 2)
    file.seek(0)
    if isinstance(request, ASGIRequest):
        response: Any = StreamingHttpResponse(_pieces(file), content_type=content_type)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response._resource_closers.append(file.close)  # as FileResponse does: also when the reader goes away
    else:
        response = FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
    response.headers["Content-Length"] = str(size)
    return response  # type: ignore[no-any-return]


async def _pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    while piece := await sync_to_async(file.read)(PIECE):
        yield piece
