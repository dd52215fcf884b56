"""A websocket by hand on a plain blocking socket: for clients that read slowly, never, or say what no client would."""

import base64
import os
import socket
import struct
import time

from bench.faults import wire
from tests.live.server import Server


class Raw:
    """Connected and through the handshake. `window` is the size in bytes of what the kernel takes in before it is read."""

    def __init__(
        self, server: Server, document: str, key: str, *, window: int | None = None, query: str = "v=1"
    ) -> None:
        self.socket = socket.socket()
        if window is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
        self.socket.settimeout(20)
        self.socket.connect(("127.0.0.1", server.port))
        told = [
            f"GET /ws/documents/{document}?{query} HTTP/1.1",
            f"Host: 127.0.0.1:{server.port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
            "Sec-WebSocket-Version: 13",
            f"Authorization: Bearer {key}",
        ]
        self.socket.sendall(("\r\n".join(told) + "\r\n\r\n").encode())
        self._left = b""
        while b"\r\n\r\n" not in self._left:
            piece = self.socket.recv(1024)
            if not piece:
                raise ConnectionError("closed during the handshake")
            self._left += piece
        head, self._left = self._left.split(b"\r\n\r\n", 1)
        if b" 101 " not in head.split(b"\r\n", 1)[0]:
            raise ConnectionError(head.split(b"\r\n", 1)[0].decode())

    def send(self, data: bytes, *, opcode: int = 2, last: bool = True) -> None:
        """One frame, masked with zeros, which the protocol allows; not the `last` of its message: a fragment."""
        size = len(data)
        opcode |= 0x80 if last else 0
        if size < 126:
            head = struct.pack("!BB", opcode, 0x80 | size)
        elif size < 65536:
            head = struct.pack("!BBH", opcode, 0x80 | 126, size)
        else:
            head = struct.pack("!BBQ", opcode, 0x80 | 127, size)
        self.socket.sendall(head + b"\0\0\0\0" + data)

    def hello(self) -> None:
        """Ask for the text, as every client does first."""
        self.send(wire.sync(wire.STEP1, b"\0"))

    def present(self, client: int) -> None:
        """Show a caret, so that others would see a ghost."""
        self.send(wire.awareness(client, 1, b'{"cursor": null}'))

    def sip(self, size: int) -> int:
        """Read at most that many bytes if there are any; how many, or -1 when the other side has hung up."""
        self.socket.setblocking(False)
        try:
            return len(self.socket.recv(size)) or -1
        except BlockingIOError:
            return 0
        except OSError:
            return -1

    def frame(self, seconds: float = 10) -> tuple[int, bytes] | None:
        """The next whole frame, as opcode and payload; None when the line ends or time is up."""
        end = time.monotonic() + seconds
        while (found := self._cut()) is None:
            self.socket.settimeout(max(0.01, end - time.monotonic()))
            try:
                piece = self.socket.recv(65536)
            except OSError:
                return None
            if not piece or time.monotonic() > end:
                return None
            self._left += piece
        return found

    def _cut(self) -> tuple[int, bytes] | None:
        data = self._left
        if len(data) < 2:
            return None
        size, at = data[1] & 127, 2
        if size == 126:
            size, at = int.from_bytes(data[2:4], "big"), 4
        elif size == 127:
            size, at = int.from_bytes(data[2:10], "big"), 10
        if len(data) < at + size:
            return None
        self._left = data[at + size :]
        return data[0] & 15, data[at : at + size]

    def ending(self, seconds: float = 10) -> int | None:
        """The code it is closed with, what comes before it thrown away; 1006 when the line just ends, None if it stays."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.frame(end - time.monotonic())
            if found is None:
                return None if time.monotonic() >= end else 1006
            if found[0] == 8:
                return int.from_bytes(found[1][:2], "big")
        return None

    def close(self) -> None:
        self.socket.close()
