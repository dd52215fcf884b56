"""Where a fault happens: one worker on SQLite, or two workers on a PostgreSQL and a Redis that may be stopped."""

import contextlib
import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.faults.injected import Control
from tests.live.server import Server
from tests.live.services import Postgres, Redis

LINES = "\n\n".join(f"Ligne {number}." for number in range(5))  # paragraphs to type in


class Place:
    """`servers` serve the same data; `control` turns faults on in all of them."""

    def __init__(self, servers: list[Server], control: Control) -> None:
        self.servers = servers
        self.control = control
        self.postgres: Postgres | None = None
        self.redis: Redis | None = None

    @property
    def server(self) -> Server:
        return self.servers[0]

    def document(self, title: str = "Essai", text: str = LINES) -> str:
        return self.server.document(title, markdown=text)

    def instruments(self, server: Server | None = None) -> dict[str, Any]:
        """What the worker says of itself; maxima are since the last call."""
        with urllib.request.urlopen(f"{(server or self.server).address}/_faults", timeout=20) as answer:
            return dict(json.load(answer))

    def ready(self) -> None:
        """Everything runs and no fault is on: each case begins so, whatever the one before it left."""
        self.control()
        if self.postgres is not None:
            self.postgres.start()
        if self.redis is not None and self.redis.process is None:
            self.redis.start()
        for server in self.servers:
            if server.process is None or server.process.poll() is not None:
                server.start()


def _server(folder: Path, control: Control, **environment: str) -> Server:
    made = Server(folder, server="uvicorn", **control.environment, **environment)
    made.application = "bench.faults.injected:application"
    return made


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[Place]:
    """One uvicorn on SQLite, started."""
    control = Control(folder)
    place = Place([_server(folder, control)], control)
    try:
        place.ready()
        yield place
    finally:
        place.server.kill()


@contextlib.contextmanager
def pair(folder: Path) -> Iterator[Place]:
    """Two uvicorns on a PostgreSQL and a Redis of their own, started."""
    postgres, redis = Postgres(), Redis()
    place = None
    try:
        postgres.start()
        redis.start()
        data = folder / "data"
        data.mkdir()
        control = Control(data)
        first = _server(data, control, DATABASE_URL=postgres.url, REDIS_URL=redis.url)
        place = Place([first, first.twin()], control)
        place.postgres, place.redis = postgres, redis
        place.ready()
        yield place
    finally:
        for server in place.servers if place else ():
            server.kill()
        redis.stop()
        postgres.remove()
