"""Drives the unmodified y-websocket client of npm (`stock_client.mjs`) from a test."""

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.live.server import Server

SCRIPT = Path(__file__).with_name("stock_client.mjs")


class Stock:
    """`stock("write", text="…")` acts and answers with what the client sees: words, updates sent, disconnections."""

    def __init__(self, node: str, server: Server, document: str, who: str) -> None:
        address = f"ws://127.0.0.1:{server.port}/ws/documents"
        self.process = subprocess.Popen(
            [node, str(SCRIPT), address, document, server.keys[who]],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def __call__(self, act: str, **asked: Any) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"act": act, **asked}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def until(self, condition: Callable[[Any], bool], seconds: float = 10) -> Any:
        """What it sees once the condition holds; fails after `seconds`."""
        end = time.monotonic() + seconds
        while not condition(seen := self("wait", ms=50)):
            assert time.monotonic() < end, seen
        return seen

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
