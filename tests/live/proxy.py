"""A proxy between a browser and the server, as networks have them: lets all pass, refuses websockets, or swallows them."""

import contextlib
import socket
import threading
from typing import Literal

Mode = Literal["open", "refuse", "swallow", "down"]

FORBIDDEN = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Proxy:
    """`mode` counts for connections to come; `set` also cuts those that are open."""

    def __init__(self, port: int, mode: Mode = "open") -> None:
        self.upstream = port
        self.mode: Mode = mode
        self.refused = self.requests = 0
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._welcome, daemon=True).start()

    def set(self, mode: Mode) -> None:
        self.mode = mode
        with self._lock:
            for one in self._open:
                _hang_up(one)
            self._open.clear()

    def close(self) -> None:
        self.set("down")
        _hang_up(self._door)

    def _welcome(self) -> None:
        while True:
            try:
                visitor, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(visitor,), daemon=True).start()

    def _serve(self, visitor: socket.socket) -> None:
        head = _head(visitor)
        self.requests += 1
        websocket = b"upgrade: websocket" in head.lower()
        if self.mode == "down" or (websocket and self.mode == "refuse"):
            self.refused += 1
            with contextlib.suppress(OSError):
                visitor.sendall(FORBIDDEN if self.mode == "refuse" else b"")
            _hang_up(visitor)
            return
        try:
            server = socket.create_connection(("127.0.0.1", self.upstream), timeout=5)
            server.settimeout(None)
            server.sendall(head)
        except OSError:
            _hang_up(visitor)
            return
        with self._lock:
            self._open |= {visitor, server}
        if websocket and self.mode == "swallow":
            self._swallow(visitor, server)
            return
        threading.Thread(target=_pour, args=(server, visitor), daemon=True).start()
        _pour(visitor, server)

    def _swallow(self, visitor: socket.socket, server: socket.socket) -> None:
        """The handshake passes, so that the browser believes it; nothing after it arrives."""
        self.refused += 1
        with contextlib.suppress(OSError):
            visitor.sendall(_head(server))
            while visitor.recv(65536):
                pass
        _hang_up(visitor)
        _hang_up(server)


def _head(source: socket.socket) -> bytes:
    """Up to the empty line; what came along behind it is part of it, but for the handshake's answer."""
    head = b""
    with contextlib.suppress(OSError):
        while b"\r\n\r\n" not in head:
            part = source.recv(65536)
            if not part:
                break
            head += part
    return head


def _pour(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    _hang_up(source)
    _hang_up(target)


def _hang_up(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
