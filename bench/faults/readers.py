"""Clients that read slowly or not at all: F13, F14, F15 in part, and a thousand sockets that never read."""

import asyncio
import contextlib
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator

from bench.faults import process
from bench.faults.crowd import Crowd, percentile
from bench.faults.places import Place
from bench.faults.raw import Raw
from bench.faults.report import ROOT, Report
from bench.faults.typist import Typist
from tests.live.server import Server


@contextlib.contextmanager
def sleepers(server: Server, document: str, count: int, *, who: str = "dan", window: int = 4096) -> Iterator[int]:
    """Clients of one process that never read; its process id. It is killed at the end."""
    command = [sys.executable, "-m", "bench.faults.sleepers", str(server.port), document, server.keys[who]]
    child = subprocess.Popen(
        [*command, str(count), str(window)], cwd=ROOT, env=server.environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        yield child.pid
    finally:
        child.kill()
        child.wait()


@contextlib.asynccontextmanager
async def pasting(typist: Typist, size: int = 50_000, each: float = 0.1) -> AsyncIterator[None]:
    """Somebody pastes `size` characters and takes them away again, so that the room has much to say and stays small."""

    async def paste() -> None:
        text = typist.text.children[0].children[0]
        while True:
            with typist.doc.transaction():
                text.insert(0, "x" * size)
            with typist.doc.transaction():
                del text[0:size]
            await typist.flush()
            await asyncio.sleep(each)

    task = asyncio.create_task(paste())
    try:
        yield
    finally:
        task.cancel()
        for done in await asyncio.gather(task, return_exceptions=True):
            if isinstance(done, Exception):
                raise done


async def f13(place: Place, report: Report, *, seconds: float = 60) -> None:
    """One client with a window of 4 KB that reads 1 KB a second, in a room where much is said."""
    server = place.server
    assert server.process is not None
    crowd = Crowd([server], place.document("F13"), report.seed)
    slow = await asyncio.to_thread(Raw, server, crowd.document, server.keys["dan"], window=4096)
    try:
        await crowd.open()
        slow.hello()
        before, ended = process.rss_mb(server.process.pid), None
        began = time.monotonic()
        async with crowd.typing(), pasting(crowd.typists[0]):
            while time.monotonic() - began < seconds:
                await asyncio.sleep(1)
                if ended is None and slow.sip(1024) < 0:
                    ended = time.monotonic() - began
        grown = process.rss_mb(server.process.pid) - before
        report.most("t_settle_s", await crowd.settle(30), 30, clock=True)
        report.most("rss_growth_mb", grown, 50)
        report.most("p99_keystroke_ms", percentile(crowd.delays(began, began + seconds), 0.99), 500, speed=True)
        report.note(cut_after_s=ended and round(ended, 1))
        await crowd.judge(report)
    finally:
        slow.close()
        await crowd.close()


async def f14(place: Place, report: Report, *, seconds: float = 60, count: int = 100) -> None:
    """A hundred clients stopped with SIGSTOP: nothing is read, no ping is answered, the kernel keeps the line up."""
    server = place.server
    await asyncio.to_thread(server.restart)  # memory is measured from a fresh start
    assert server.process is not None
    pid = server.process.pid
    crowd = Crowd([server], place.document("F14"), report.seed)
    try:
        await crowd.open()
        before_files, before = process.files(pid), process.rss_mb(pid)
        with sleepers(server, crowd.document, count) as asleep:
            await asyncio.sleep(1)
            report.least("ghosts_before", len(crowd.typists[0].people), count)
            process.stop(asleep)
            began = time.monotonic()
            closed = gone = None
            peak = 0.0
            async with crowd.typing(), pasting(crowd.typists[0]):
                while time.monotonic() - began < seconds and None in (closed, gone):
                    await asyncio.sleep(0.5)
                    peak = max(peak, process.rss_mb(pid))
                    if closed is None and process.files(pid) - before_files <= count // 20:
                        closed = time.monotonic() - began
                    if gone is None and not crowd.typists[0].people:
                        gone = time.monotonic() - began
            report.note(sockets_left=process.files(pid) - before_files, carets_left=len(crowd.typists[0].people))
            report.most("closed_within_s", closed, 60)
            report.most("presence_gone_within_s", gone, 60)
            report.most("rss_growth_mb", peak - before, 100)
            report.most("p99_keystroke_ms", percentile(crowd.delays(began), 0.99), 1000, speed=True)
            report.most("t_settle_s", await crowd.settle(30), 30, clock=True)
            await crowd.judge(report)
    finally:
        await crowd.close()


async def f15(place: Place, report: Report, *, seconds: float = 60, count: int = 50) -> None:
    """Lines that are dead although nobody hung up, in a room where little is said: seats and carets are freed."""
    server = place.server
    assert server.process is not None
    crowd = Crowd([server], place.document("F15"), report.seed, count=2)
    try:
        await crowd.open()
        before = process.files(server.process.pid)
        with sleepers(server, crowd.document, count, window=1 << 20) as asleep:
            await asyncio.sleep(1)
            report.least("ghosts_before", len(crowd.typists[0].people), count)
            process.stop(asleep)
            began = time.monotonic()
            async with crowd.typing(1):
                while time.monotonic() - began < seconds and crowd.typists[0].people:
                    await asyncio.sleep(0.5)
            closed = time.monotonic() - began
            report.most("closed_within_s", closed if not crowd.typists[0].people else None, 60)
            report.exactly("ghost_presence", len(crowd.typists[0].people), 0)
            report.most("sockets_left", process.files(server.process.pid) - before, count // 10)
        report.most("t_settle_s", await crowd.settle(30), 30, clock=True)
        await crowd.judge(report)
    finally:
        await crowd.close()


async def never_reading(place: Place, report: Report, *, count: int = 1000, text: int = 300_000) -> None:
    """A thousand sockets ask for a text of some size and never read: what they cost is bounded, and given back."""
    server = place.server
    document = place.document("Jamais lu", "mots " * (text // 5))
    await asyncio.to_thread(server.restart)  # memory is measured from a fresh start
    pid = server.process.pid if server.process else 0
    crowd = Crowd([server], document, report.seed, count=2)
    try:
        await crowd.open()
        before, files = process.rss_mb(pid), process.files(pid)
        process.forget_peak(pid)
        with sleepers(server, document, count):
            async with crowd.typing(2):
                await asyncio.sleep(5)
                report.note(sockets=process.files(pid) - files)
                report.most("rss_growth_mb", process.peak_mb(pid) - before, 200 * count / 1000)
        report.most("t_settle_s", await crowd.settle(30), 30, clock=True)
        await asyncio.sleep(1)
        report.most("files_left", process.files(pid) - files, 5)
        await crowd.judge(report)
    finally:
        await crowd.close()
