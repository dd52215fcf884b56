"""What lies under an ASGI `send`: how many bytes the server still holds for one socket, a shorter way out, and its end.

ASGI shows none of it. uvicorn makes `send` wait while its buffer is full; daphne never does (measured: 180 MB held for one
client that does not read), so its buffer must be looked at. A frame encoded once for a whole room and handed to uvicorn's
transport spares a third of a fan-out. All this reaches into attributes of pinned versions: what is not found there is done
without, and `tests/live/test_transport.py` fails when an upgrade moves them.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

Send = Callable[[dict[str, Any]], Awaitable[None]]

FULL = 64 * 1024  # bytes waiting in the transport, from which the ordinary way is taken: it knows how to wait


def bare(send: Send) -> Send:
    """The server's own `send`: the session middleware wraps it, for the sake of HTTP answers only."""
    return getattr(getattr(send, "__self__", None), "real_send", send)


def framed(message: bytes) -> bytes:
    """A binary message as one unmasked WebSocket frame (RFC 6455, §5.2)."""
    size = len(message)
    if size < 126:
        return bytes((0x82, size)) + message
    if size < 1 << 16:
        return b"\x82\x7e" + size.to_bytes(2, "big") + message
    return b"\x82\x7f" + size.to_bytes(8, "big") + message


class Wire:
    """The transport below one `send`, if it is one we know."""

    __slots__ = ("_protocol", "_transport", "direct")

    def __init__(self, send: Send) -> None:
        """To be made after the handshake: which extensions are in use is known then."""
        protocol = send.args[0] if isinstance(send, partial) and send.args else getattr(send, "__self__", None)
        self._protocol: Any = protocol
        self._transport: Any = getattr(protocol, "transport", None)
        # uvicorn's "sansio" protocol alone; with an extension such as compression the frames are not ours to make
        plain = getattr(getattr(protocol, "conn", None), "extensions", None) == []
        self.direct: bool = (
            plain and hasattr(protocol, "close_sent") and hasattr(self._transport, "get_write_buffer_size")
        )

    def forget_handshake(self) -> None:
        """uvicorn keeps the headers that opened a socket (5 KiB) as long as it is open, and never looks at them again."""
        for name in ("request", "response"):
            message = getattr(self._protocol, name, None) if self.direct else None
            if message is not None:
                message.headers.clear()

    @property
    def known(self) -> bool:
        return self._transport is not None

    def write(self, frame: bytes) -> bool:
        """Put a whole WebSocket frame on the line, where that is `direct`; False when something waits before it."""
        if self._protocol.close_sent or self._transport.is_closing():
            return False
        if self._transport.get_write_buffer_size() > FULL:
            return False
        self._transport.write(frame)
        return True

    def unsent(self) -> int:
        """Bytes that the server holds and the network has not taken; 0 where nobody knows."""
        transport = self._transport
        if hasattr(transport, "get_write_buffer_size"):
            return int(transport.get_write_buffer_size())
        if hasattr(transport, "_tempDataLen"):
            return int(len(transport.dataBuffer) - transport.offset + transport._tempDataLen)
        return 0

    def cut(self) -> None:
        """Drop the link without waiting for what is unsent: a closing handshake would wait for a reader for ever."""
        for name in ("abort", "abortConnection"):
            if hasattr(self._transport, name):
                getattr(self._transport, name)()
                return
