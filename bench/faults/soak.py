"""F33: people come and go, write, import and export, for as long as one likes; nothing may grow."""

import asyncio
import random
import statistics
import time

from bench.faults import process
from bench.faults.crowd import Crowd, address
from bench.faults.places import Place
from bench.faults.report import Report
from bench.faults.typist import Typist

EVERY = 1.0  # seconds between samples


async def f33(place: Place, report: Report, *, seconds: float = 180, people: int = 50) -> None:
    """Most of them stay a few seconds in one of five documents; a few stay all the time."""
    server = place.server
    crowd = Crowd([server], place.document("F33"), report.seed, count=5)
    rooms = [crowd.document, *(place.document(f"F33, {number}") for number in range(4))]
    samples: list[dict[str, float]] = []
    try:
        await crowd.open()
        base = await _quiet(place)
        end = time.monotonic() + seconds
        visitors = [asyncio.create_task(_come_and_go(place, rooms, report.seed + n, end)) for n in range(people - 5)]
        others = asyncio.create_task(_web(place, rooms, end))
        async with crowd.typing(1):
            while time.monotonic() < end:
                await asyncio.sleep(EVERY)
                samples.append(await asyncio.to_thread(place.instruments) | {"at": time.monotonic()})
        for done in await asyncio.gather(*visitors, others, return_exceptions=True):
            if isinstance(done, Exception):
                raise done
        report.most("t_settle_s", await crowd.settle(30), 30, clock=True)
        rest = await _quiet(place)
        report.most("files_more", rest["files"] - base["files"], 8)
        report.most("tasks_more", rest["tasks"] - base["tasks"], 2)
        third = len(samples) // 3
        if third >= 20:  # a shorter run says nothing of a slope
            middle = [
                statistics.median(one["rss_mb"] for one in part) for part in (samples[third:-third], samples[-third:])
            ]
            report.most("rss_last_third_over_the_one_before_pct", (middle[1] / middle[0] - 1) * 100, 2)
            points = [(one["at"] / 3600, one["rss_mb"]) for one in samples[third:]]
            report.note(rss_slope_pct_per_h=round(process.slope(points) / middle[0] * 100, 1))
        report.note(rss_first_mb=samples[0]["rss_mb"], rss_last_mb=samples[-1]["rss_mb"], samples=len(samples))
        await crowd.judge(report)
    finally:
        await crowd.close()


async def _quiet(place: Place) -> dict[str, float]:
    """What the instruments say when those who left are gone: the least of a few looks."""
    looks = []
    for _ in range(5):
        await asyncio.sleep(0.5)
        looks.append(await asyncio.to_thread(place.instruments))
    return {name: min(float(look[name]) for look in looks) for name in ("files", "tasks", "rss_mb")}


async def _come_and_go(place: Place, rooms: list[str], seed: int, end: float) -> None:
    rng = random.Random(seed)
    number = 1000 + seed % 100_000
    while time.monotonic() < end:
        number += 100_000
        who = rng.choice(("alice", "bob"))
        one = Typist(number, address(place.server, rng.choice(rooms)), place.server.keys[who], rng=rng)
        task = asyncio.create_task(one.run())
        try:
            async with asyncio.timeout(20):
                await one.synced.wait()
            for _ in range(rng.randrange(3)):
                await one.type()
                await asyncio.sleep(rng.uniform(0.2, 2))
            while one.ledger and time.monotonic() < end + 10:  # nobody leaves before it says "saved"
                await asyncio.sleep(0.1)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def _web(place: Place, rooms: list[str], end: float) -> None:
    """Exports, imports and reading, one after the other."""
    rng = random.Random(len(rooms))
    while time.monotonic() < end:
        call = place.server.call
        await asyncio.to_thread(call, "alice", "GET", f"/documents/{rng.choice(rooms)}/export?format=docx", None, 60)
        body = {"workspace": place.server.workspace, "title": "Importé", "markdown": "Des mots. " * 500}
        await asyncio.to_thread(call, "alice", "POST", "/documents/", body, 60)
        await asyncio.sleep(rng.uniform(0.5, 2))
