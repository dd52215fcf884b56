"""Many connections, many at once, and one text that is large and old: F22, F23, F24, F25."""

import asyncio
import contextlib
import json
import random
import signal
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

from websockets.asyncio.client import connect

from bench.faults import process, wire
from bench.faults.crowd import Crowd, address, percentile
from bench.faults.places import Place
from bench.faults.raw import Raw
from bench.faults.report import Report
from tests.live.server import Server


@contextlib.asynccontextmanager
async def idle(server: Server, documents: list[str], count: int) -> AsyncIterator[list[Raw]]:
    """So many readers, spread over the documents, who asked for the text and then do nothing."""

    def one(number: int) -> Raw | None:
        try:
            made = Raw(server, documents[number % len(documents)], server.keys["dan"])
            made.hello()
            return made
        except OSError:
            return None

    with ThreadPoolExecutor(16) as threads:
        made = await asyncio.gather(*(asyncio.wrap_future(threads.submit(one, number)) for number in range(count)))
    readers = [reader for reader in made if reader is not None]
    try:
        yield readers
    finally:
        for reader in readers:
            reader.close()


def documents(server: Server, count: int) -> list[str]:
    """Many documents of Alice's that Dan may read, made in one process."""
    code = (
        "from accounts.models import User; from workspaces.models import Workspace;"
        "from documents.actions.documents import create_document; from permissions.actions import grant;"
        "a, d = (User.objects.get(email=f'{n}@example.org') for n in ('alice', 'dan'));"
        f"w = Workspace.objects.get(slug='{server.workspace}');"
        f"m = [create_document(w, f'Ville {{n}}', by=a) for n in range({count})];"
        "[grant(one, 'view', to=d, by=a) for one in m];"
        "import json; print(json.dumps([str(one.pk) for one in m]))"
    )
    return list(json.loads(server.run("manage.py", "shell", "-v", "0", "-c", code).splitlines()[-1]))


async def f22(place: Place, report: Report, *, count: int = 1000, readers: int = 180, town: int = 1000) -> None:
    """Many idle sockets; then a full room in which twenty type; then as many documents with one reader each."""
    server = place.server
    await asyncio.to_thread(server.restart, signal.SIGTERM)  # memory is measured from a fresh start
    assert server.process is not None
    pid = server.process.pid
    crowd = Crowd([server], place.document("F22"), report.seed, count=20)
    many = await asyncio.to_thread(documents, server, town)
    try:
        await crowd.open()
        before = process.rss_mb(pid)
        async with idle(server, [crowd.document], count - 20) as there:
            report.least("idle_connected", len(there), count - 20)
            report.most("rss_per_conn_kb", (process.rss_mb(pid) - before) * 1024 / count, 200)
        async with idle(server, [crowd.document], readers) as there, crowd.typing(2):
            began = time.monotonic()
            drain = asyncio.create_task(_drain(there))
            await asyncio.sleep(10)
            drain.cancel()
            report.most("p99_keystroke_ms", percentile(crowd.delays(began), 0.99), 1000, speed=True)
        before = process.rss_mb(pid)
        async with idle(server, many, min(town, count - 20)) as there:
            report.least("town_connected", len(there), min(town, count - 20))
            report.most("town_rss_per_document_kb", (process.rss_mb(pid) - before) * 1024 / town, 200)
        report.most("t_settle_s", await crowd.settle(30), 30, clock=True)
        await crowd.judge(report)
    finally:
        await crowd.close()


async def _drain(readers: list[Raw]) -> None:
    """They read what comes, as browsers do, and throw it away."""
    while True:
        for reader in readers:
            while reader.sip(65536) > 0:
                pass
        await asyncio.sleep(0.05)


async def f22_above(place: Place, report: Report, *, limit: int = 1000, more: int = 20) -> None:
    """Above the stated number of sockets: told why and closed with 4503; those who were there stay."""
    server = place.server
    crowd = Crowd([server], place.document("F22, au-dessus"), report.seed, count=2)
    try:
        await crowd.open()
        async with idle(server, [crowd.document], limit - 2):
            codes = []
            for _ in range(more):
                one = await asyncio.to_thread(Raw, server, crowd.document, server.keys["dan"])
                codes.append(await asyncio.to_thread(one.ending, 5))
                one.close()
            report.exactly("turned_away_with", sorted(set(map(str, codes))), ["4503"])
            async with crowd.typing():
                await asyncio.sleep(2)
        report.exactly("typists_sent_away", sum(len(one.told.closes) for one in crowd.typists), 0)
        report.most("t_settle_s", await crowd.settle(30), 30, clock=True)
        await crowd.judge(report)
    finally:
        await crowd.close()


async def f23(place: Place, report: Report, *, count: int = 1000) -> None:
    """The server is restarted under a thousand clients, half of whom type while it is away."""
    server = place.server
    crowd = Crowd([server], place.document("F23"), report.seed, count=count)
    try:
        await crowd.open(120)
        server.kill()
        await asyncio.sleep(1)
        for typist in crowd.typists[::2]:
            await typist.type()
        began = time.monotonic()
        await asyncio.to_thread(server.start)
        pid = server.process.pid if server.process else 0
        settled = await crowd.settle(120)
        report.most("t_all_synced_s", settled and time.monotonic() - began, 60, clock=True)
        report.exactly("worker_deaths", int(server.process is None or server.process.poll() is not None), 0)
        report.note(peak_mb=round(process.peak_mb(pid)), connections=sum(len(one.links) for one in crowd.typists))
        await crowd.judge(report)
    finally:
        await crowd.close()


async def f24(place: Place, report: Report, *, count: int = 100, size: int = 1_000_000) -> None:
    """A hundred clients open one cold text of a megabyte at once: it is loaded once."""
    server = place.server
    document = place.document("F24", "\n\n".join("mots et encore " * 20 for _ in range(size // 300)))
    await asyncio.to_thread(server.restart, signal.SIGTERM)
    place.instruments()
    times = sorted(await asyncio.gather(*(_open(server, document) for _ in range(count))))
    told = place.instruments()
    report.exactly("loads_from_db", told.get("loads"), 1)
    report.exactly("opened", sum(one < 600 for one in times), count)
    report.most("p95_open_s", percentile(times, 0.95), 3, speed=True)
    report.note(loop_blocked_ms=told.get("lag_ms"), median_open_s=round(times[len(times) // 2], 2))


async def _open(server: Server, document: str) -> float:
    """Seconds until the whole text has come; 600 when it does not come."""
    began = time.monotonic()
    try:
        async with (
            asyncio.timeout(60),
            connect(
                address(server, document),
                additional_headers={"Authorization": f"Bearer {server.keys['dan']}"},
                compression=None,
                max_size=None,
                proxy=None,
                open_timeout=None,
            ) as socket,
        ):
            await socket.send(wire.sync(wire.STEP1, b"\0"))
            async for data in socket:
                if bytes(data[:2]) == bytes([wire.SYNC, wire.STEP2]):
                    return time.monotonic() - began
    except (OSError, TimeoutError):
        pass
    return 600.0


async def f25(place: Place, report: Report, *, paragraphs: int = 10_000, updates: int = 50_000) -> None:
    """A text of a megabyte in ten thousand paragraphs, with fifty thousand updates behind it."""
    server = place.server
    document = place.document("F25", "Début.")
    seed = str(random.Random(report.seed).randrange(1 << 30))
    await asyncio.to_thread(server.run, "-m", "bench.faults.old", document, str(paragraphs), str(updates), seed)
    await asyncio.to_thread(server.restart, signal.SIGTERM)
    assert server.process is not None
    report.most("open_s", await _open(server, document), 3, speed=True)
    crowd = Crowd([server], document, report.seed, count=3)
    try:
        await crowd.open(60)
        began = time.monotonic()
        async with crowd.typing(2):
            await asyncio.sleep(8)
        report.most("p99_keystroke_ms", percentile(crowd.delays(began), 0.99), 300, speed=True)
        asked = time.monotonic()
        word = await asyncio.to_thread(
            server.call, "alice", "GET", f"/documents/{document}/export?format=docx", None, 120
        )
        report.note(export_s=round(time.monotonic() - asked, 1), export_bytes=len(word))
        report.most("rss_mb", process.rss_mb(server.process.pid), 300)
        report.most("t_settle_s", await crowd.settle(60), 30, clock=True)
        await crowd.judge(report)
    finally:
        await crowd.close()
