"""What `realtime.transport` finds below uvicorn's and daphne's `send`: an upgrade that moves it fails here."""

import asyncio
import contextlib
import os
import socket
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
import websockets.asyncio.client as client

from realtime.transport import Wire, bare, framed

PAYLOADS = [b"a", b"b" * 125, b"c" * 126, b"d" * 65_535, b"e" * 65_536, b"f" * 300_000]
seen: dict[str, Any] = {}


async def echo_of_the_wire(scope: Any, receive: Any, send: Any) -> None:
    """Sends each payload as a frame of our own making, where the server lets us; reports what it found."""
    await receive()
    await send({"type": "websocket.accept"})
    wire = Wire(bare(send))
    seen.update(known=wire.known, direct=wire.direct, unsent=wire.unsent())
    for payload in PAYLOADS:
        while wire.direct and not wire.write(framed(payload)):
            await asyncio.sleep(0.01)
        if not wire.direct:
            await send({"type": "websocket.send", "bytes": payload})
            seen["unsent"] = max(seen["unsent"], wire.unsent())
    await receive()
    wire.cut()


@contextlib.contextmanager
def serving() -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"ws": "websockets-sansio", "ws_per_message_deflate": False, "lifespan": "off", "log_level": "error"}
    server = uvicorn.Server(uvicorn.Config(echo_of_the_wire, port=port, loop="uvloop", **settings))  # type: ignore[arg-type]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield port
    server.should_exit = True
    thread.join(10)


async def conversation(port: int) -> list[bytes]:
    for _ in range(100):
        with contextlib.suppress(OSError):
            async with client.connect(f"ws://127.0.0.1:{port}/", max_size=None) as link:
                got = [bytes(await link.recv()) for _ in PAYLOADS]
                await link.send(b"done")
                with contextlib.suppress(Exception):
                    await asyncio.wait_for(link.recv(), 5)
                return got
        await asyncio.sleep(0.1)
    raise AssertionError("no server")


def test_uvicorn_takes_frames_of_our_making() -> None:
    with serving() as port:
        assert asyncio.run(conversation(port)) == PAYLOADS
    assert seen["known"] and seen["direct"]


def test_daphne_shows_what_it_holds(tmp_path: Any) -> None:
    """daphne never makes us wait: what it holds for a client that does not read must be seen."""
    script = (
        "from realtime.transport import Wire, bare\n"
        "async def app(scope, receive, send):\n"
        "    await receive(); await send({'type': 'websocket.accept'}); wire = Wire(bare(send))\n"
        "    for _ in range(64): await send({'type': 'websocket.send', 'bytes': b'x' * 1_000_000})\n"
        "    print(wire.known, wire.direct, wire.unsent(), flush=True); wire.cut()\n"
    )
    (tmp_path / "holding.py").write_text(script)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    known, direct, unsent = asyncio.run(_never_reading(tmp_path, port))
    assert (known, direct) == ("True", "False")
    assert int(unsent) > 30_000_000


async def _never_reading(folder: Any, port: int) -> list[str]:
    command = [sys.executable, "-m", "daphne", "-p", str(port), "--verbosity", "0", "holding:app"]
    server = await asyncio.create_subprocess_exec(
        *command, cwd=".", env=_with_path(folder), stdout=asyncio.subprocess.PIPE
    )
    try:
        for _ in range(100):
            await asyncio.sleep(0.1)
            with contextlib.suppress(OSError):
                _reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
                key = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13"
                writer.write(
                    f"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{key}\r\n\r\n".encode()
                )
                assert server.stdout is not None
                said = await asyncio.wait_for(server.stdout.readline(), 30)
                return said.decode().split()
        pytest.fail("no server")
    finally:
        server.kill()
        await server.wait()


def _with_path(folder: Any) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{folder}:{os.getcwd()}", "DJANGO_SETTINGS_MODULE": "config.settings"}
