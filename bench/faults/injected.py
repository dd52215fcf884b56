"""The application as it is, served with instruments and with faults that a control file turns on and off.

`Control` is the harness's end. The file is JSON: `drop` (share of relay messages lost), `shuffle` (window), `repeat`
(share), `load` (room: "raise" or "slow", what the store does when it opens), `statement` (seconds before each query).
`GET /_faults` answers with what the instruments say, and sets their maxima back.
"""

import asyncio
import gc
import json
import os
import random
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

from channels_redis.pubsub import RedisPubSubChannelLayer
from django.db import OperationalError
from django.db.backends.signals import connection_created
from django.db.backends.sqlite3.base import DatabaseWrapper

from bench.faults import process

FILE = Path(os.environ.get("FAULTS_CONTROL", "/nonexistent"))


class Control:
    """`Control(folder)(drop=0.05)` turns a fault on in every process started with its `environment`; `()` ends all."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "faults.json"
        self()

    @property
    def environment(self) -> dict[str, str]:
        return {"FAULTS_CONTROL": str(self.file), "DJANGO_SETTINGS_MODULE": "bench.faults.injected_settings"}

    def __call__(self, **faults: Any) -> None:
        fresh = self.file.with_suffix(".new")
        fresh.write_text(json.dumps(faults))
        fresh.replace(self.file)


class Told:
    """The faults in force, read again when the file has changed."""

    def __init__(self) -> None:
        self._read_at: int | None = None
        self._faults: dict[str, Any] = {}

    def __call__(self, name: str) -> Any:
        try:
            changed = FILE.stat().st_mtime_ns
        except OSError:
            return None
        if changed != self._read_at:
            self._read_at, self._faults = changed, json.loads(FILE.read_text())
        return self._faults.get(name)


told = Told()
counts: Counter[str] = Counter()
longest: dict[str, float] = {}


def note_longest(name: str, seconds: float) -> None:
    longest[name] = max(longest.get(name, 0.0), seconds)


class FaultyLayer(RedisPubSubChannelLayer):  # type: ignore[misc]
    """Loses, repeats and shuffles what it is given to send."""

    _held: list[tuple[str, Any]] = []

    async def group_send(self, group: str, message: Any) -> None:
        counts["relay"] += 1
        if random.random() < (told("drop") or 0):
            counts["dropped"] += 1
            return
        window = told("shuffle") or 0
        self._held.append((group, message))
        if random.random() < (told("repeat") or 0):
            counts["repeated"] += 1
            self._held.append((group, dict(message)))
        if len(self._held) < window:
            return
        sending, self._held[:] = list(self._held), []
        random.shuffle(sending)
        for one in sending:
            await super().group_send(*one)


def _for_a_room() -> bool:
    """Whether it is a room that asks, and not what is derived from its text."""
    frame: Any = sys._getframe(2)
    callers = []
    while frame is not None:
        callers.append(frame.f_globals.get("__name__", ""))
        frame = frame.f_back
    return any(name.startswith("realtime.room") for name in callers) and "realtime.settling" not in callers


def _watch_loads() -> None:
    from realtime import log

    load = log.load

    def watched(room: str, *args: Any, **more: Any) -> Any:
        if not _for_a_room():
            return load(room, *args, **more)
        counts["loads"] += 1
        fault = (told("load") or {}).get(room)
        if fault == "raise":
            raise OperationalError("the store does not answer")
        if fault == "slow":
            time.sleep(5)
        return load(room, *args, **more)

    log.load = watched


def _watch_locks() -> None:
    """How long each transaction holds SQLite's one lock, by the kind of thread that holds it."""
    begin, commit, rollback = (
        DatabaseWrapper._start_transaction_under_autocommit,
        DatabaseWrapper._commit,
        DatabaseWrapper._rollback,
    )
    since = threading.local()

    def begun(self: Any) -> None:
        begin(self)
        since.at = time.monotonic()

    def ended(how: Any) -> Any:
        def end(self: Any) -> Any:
            try:
                return how(self)
            finally:
                if getattr(since, "at", None) is not None:
                    kind = "writer" if "writer" in threading.current_thread().name else "web"
                    note_longest(f"held_{kind}", time.monotonic() - since.at)
                    since.at = None

        return end

    DatabaseWrapper._start_transaction_under_autocommit = begun
    DatabaseWrapper._commit, DatabaseWrapper._rollback = ended(commit), ended(rollback)


def _slow(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    wait = told("statement")
    if wait:
        time.sleep(wait)
    return execute(sql, params, many, context)


def _connected(connection: Any, **_more: Any) -> None:
    if _slow not in connection.execute_wrappers:
        connection.execute_wrappers.append(_slow)


async def _watch_loop() -> None:
    """How late the event loop comes to what it has promised."""
    while True:
        before = time.monotonic()
        await asyncio.sleep(0.01)
        note_longest("lag", time.monotonic() - before - 0.01)


def instruments() -> dict[str, Any]:
    pid = os.getpid()
    figures = {
        "pid": pid,
        "tasks": len(asyncio.all_tasks()),
        "threads": threading.active_count(),
        "files": process.files(pid),
        "rss_mb": process.rss_mb(pid),
        "garbage": len(gc.garbage),
        **{f"{name}_ms": round(seconds * 1000, 1) for name, seconds in longest.items()},
        **counts,
    }
    longest.clear()
    return figures


connection_created.connect(_connected)
_watch_locks()
from config.asgi import application as _real  # noqa: E402  Django is set up by it

_watch_loads()
_watching: list[asyncio.Task[None]] = []


async def application(scope: Any, receive: Any, send: Any) -> None:
    if not _watching:
        _watching.append(asyncio.get_running_loop().create_task(_watch_loop()))
    if scope.get("path") != "/_faults":
        await _real(scope, receive, send)
        return
    body = json.dumps(instruments()).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": body})
