"""Several typists in one document of one or two processes, and the verdict over them once they have stopped."""

import asyncio
import contextlib
import json
import random
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any

from bench.faults.oracle import clocks, digest
from bench.faults.report import Report
from bench.faults.typist import Typist
from tests.live.server import Server

WRITERS = ("alice", "bob")


def address(server: Server, document: str) -> str:
    return f"ws://127.0.0.1:{server.port}/ws/documents/{document}?v=1"


class Crowd:
    """`typing` types in the background; `settle` waits until all is stored and equal; `judge` asks the database."""

    def __init__(self, servers: Sequence[Server], document: str, seed: int, *, count: int = 10) -> None:
        self.servers = list(servers)
        self.document = document
        self.rng = random.Random(seed)
        self.typists = [self._typist(number) for number in range(count)]
        self.tasks: list[asyncio.Task[None]] = []

    def _typist(self, number: int) -> Typist:
        server = self.servers[number % len(self.servers)]
        key = server.keys[WRITERS[number // len(self.servers) % 2]]
        rng = random.Random(self.rng.random())
        return Typist(number, address(server, self.document), key, rng=rng, resync=10.0)

    async def open(self, seconds: float = 20) -> None:
        """Everybody in, one or two at a time, as people come."""
        for typist in self.typists:
            self.tasks.append(asyncio.create_task(typist.run()))
        async with asyncio.timeout(seconds):
            for typist in self.typists:
                await typist.synced.wait()

    async def close(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    @contextlib.asynccontextmanager
    async def typing(self, rate: float = 5.0) -> AsyncIterator[None]:
        """Everybody types `rate` marks a second, at moments of their own."""
        hands = [asyncio.create_task(self._hand(typist, rate)) for typist in self.typists]
        try:
            yield
        finally:
            for hand in hands:
                hand.cancel()
            for done in await asyncio.gather(*hands, return_exceptions=True):
                if isinstance(done, Exception):
                    raise done

    async def _hand(self, typist: Typist, rate: float) -> None:
        while typist.stopped is None:
            await asyncio.sleep(typist.rng.uniform(0.5, 1.5) / rate)
            await typist.type()

    @property
    def calm(self) -> bool:
        here = [typist.doc for typist in self.typists if typist.stopped is None]
        if any(typist.ledger for typist in self.typists) or len({str(clocks(doc.get_state())) for doc in here}) > 1:
            return False
        return len({digest(doc) for doc in here}) <= 1

    async def settle(self, seconds: float = 30) -> float | None:
        """Seconds until everything typed is acknowledged and all replicas are equal; None when they never are."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            if self.calm:
                return time.monotonic() - began
            await asyncio.sleep(0.1)
        return None

    # What came of it

    def recovery(self, after: float, trips: int = 10) -> float | None:
        """Seconds from a moment to the end of the first ten round trips in a row under a second; None if never."""
        row = 0
        for when, seconds in sorted(trip for typist in self.typists for trip in typist.trips):
            if when < after:
                continue
            row = row + 1 if seconds < 1.0 else 0
            if row == trips:
                return when - after
        return None

    def delays(self, since: float = 0.0, until: float = float("inf")) -> list[float]:
        """Milliseconds from a keystroke to each other person's screen, in order of size."""
        typed = {mark: at for one in self.typists for mark, at in one.typed.items() if since <= at <= until}
        return sorted(
            (one.seen[mark] - at) * 1000
            for one in self.typists
            for mark, at in typed.items()
            if mark in one.seen and not mark.startswith(f"{one.number}:")
        )

    def gaps(self, longest: float = 30.0) -> int:
        """Acknowledged marks that somebody connected all the while saw later than `longest` seconds, or never."""
        return sum(
            1
            for one in self.typists
            for other in self.typists
            for mark, at in other.acked.items()
            if mark not in other.erased
            and one.seen.get(mark, float("inf")) - at > longest
            and _connected(one, at, at + longest)
        )

    async def lost_now(self) -> tuple[int, int]:
        """Acknowledged, and seen by others, but not in the database at this moment: asked before anybody resends."""
        erased_too = erased(self.typists)
        acked = {mark for one in self.typists for mark in one.acked} - erased_too
        mine = {one.number: f"{one.number}:" for one in self.typists}
        seen = {mark for one in self.typists for mark in one.seen if not mark.startswith(mine[one.number])} - erased_too
        marks = (await asyncio.to_thread(stored, self.servers[0], self.document))["marks"].keys()
        return len(acked - marks), len(seen - marks)

    async def judge(self, report: Report, *, unacked: bool = True) -> dict[str, Any]:
        """The six figures that every fault is measured by; what a fresh process found."""
        found = await asyncio.to_thread(stored, self.servers[0], self.document)
        marks: dict[str, int] = found["marks"]
        deleted = set().union(*(one.deleted for one in self.typists))
        acked = {mark for one in self.typists for mark in one.acked} - erased(self.typists)
        typed = {mark for one in self.typists for mark in one.typed} - erased(self.typists)
        report.exactly("lost_acked_edits", len(acked - marks.keys()), 0)
        report.exactly("lost_acked_deletions", len(deleted & marks.keys()), 0)
        report.exactly("duplicated_edits", sum(count > 1 for count in marks.values()), 0)
        report.exactly("corrupted_tokens", found["broken"], 0)
        if unacked:
            report.exactly("lost_unacked_edits", len(typed - marks.keys()), 0)
        states = [digest(typist.doc) for typist in self.typists] + [found["digest"]]
        states += [await fresh_digest(server, self.document) for server in self.servers]
        report.exactly("divergent_replicas", len(set(states)) - 1, 0)
        report.note(typed=len(typed), acked=len(acked), deleted=len(deleted))
        report.least("edits_acknowledged", len(acked), 10)  # a run in which nobody wrote shows nothing
        return found


def erased(typists: Sequence[Typist]) -> set[str]:
    """Marks that their own typist deleted again, acknowledged or not: every tenth keystroke takes the last mark away."""
    return set().union(*(one.erased for one in typists))


def _connected(typist: Typist, since: float, until: float) -> bool:
    """Whether the line was up from one moment to the other."""
    up = False
    for at, state in typist.links:
        if at <= since:
            up = state
        elif at <= until and not state:
            return False
    return up


def stored(server: Server, document: str) -> dict[str, Any]:
    return dict(json.loads(server.run("-m", "bench.faults.oracle", document)))


async def fresh_digest(server: Server, document: str) -> str:
    """What somebody reads who opens the document in that process just now."""
    probe = Typist(999, address(server, document), server.keys["alice"], rng=random.Random(0))
    task = asyncio.create_task(probe.run())
    try:
        async with asyncio.timeout(20):
            await probe.synced.wait()
        return digest(probe.doc)
    except TimeoutError:
        return "no answer"
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def percentile(values: Sequence[float], share: float) -> float | None:
    """Of sorted values; None of none."""
    return values[min(len(values) - 1, int(len(values) * share))] if values else None
