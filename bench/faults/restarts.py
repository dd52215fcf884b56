"""Workers that end while people type: F01 killed, F02 asked to stop, F23 with a thousand clients behind."""

import asyncio
import random
import signal
import time

from bench.faults.crowd import Crowd
from bench.faults.places import Place
from bench.faults.report import Report


async def f01(place: Place, report: Report, *, kills: int = 20, seconds: float = 60) -> None:
    """kill -9 of the web worker at random instants; the database is read before it starts again and people resend."""
    rng = random.Random(report.seed)
    crowd = Crowd([place.server], place.document("F01"), report.seed)
    instants = sorted(rng.uniform(1.0, seconds) for _ in range(kills))
    recovered: list[float | None] = []
    lost_acked = lost_seen = 0
    try:
        await crowd.open()
        async with crowd.typing():
            began = time.monotonic()
            for number, instant in enumerate(instants):
                await asyncio.sleep(max(0.0, began + instant - time.monotonic()))
                hurry = [asyncio.create_task(typist.type()) for typist in crowd.typists for _ in range(10)]
                await asyncio.sleep(rng.uniform(0.0, 0.04))  # into the middle of what is being stored
                place.server.kill()
                await asyncio.gather(*hurry)
                await asyncio.sleep(0.2)  # what was on the wire arrives
                acked, seen = await crowd.lost_now()
                lost_acked, lost_seen = lost_acked + acked, lost_seen + seen
                killed = time.monotonic()
                await asyncio.to_thread(place.server.start)
                last = number == len(instants) - 1
                if last or began + instants[number + 1] - time.monotonic() > 6:
                    await asyncio.sleep(5 if last else 4)
                    recovered.append(crowd.recovery(killed))
        report.most("t_settle_s", await crowd.settle(30), 30, clock=True)
        found = [one for one in recovered if one is not None]
        report.most("t_recover_s", max(found) if found and len(found) == len(recovered) else None, 10, clock=True)
        report.exactly("lost_acked_at_the_kill", lost_acked, 0)
        report.exactly("lost_seen_at_the_kill", lost_seen, 0)
        report.note(kills=kills)
        await crowd.judge(report)
    finally:
        await crowd.close()


async def f02(place: Place, report: Report, *, seconds: float = 60) -> None:
    """SIGTERM to each worker in turn, as when a new version is rolled out, under pages that are being read too."""
    crowd = Crowd(place.servers, place.document("F02"), report.seed)
    failures = 0
    recovered: list[float | None] = []
    try:
        await crowd.open()
        async with crowd.typing():
            for server in place.servers:
                await asyncio.sleep(seconds / (len(place.servers) + 1))
                asked = time.monotonic()
                await asyncio.to_thread(server.restart, signal.SIGTERM)
                report.note(**{f"stop_to_answer_s_{place.servers.index(server)}": round(time.monotonic() - asked, 2)})
                await asyncio.sleep(4)
                recovered.append(crowd.recovery(time.monotonic() - 4))
                failures += await asyncio.to_thread(_reads, place, crowd.document)
        report.most("t_settle_s", await crowd.settle(30), 30, clock=True)
        found = [one for one in recovered if one is not None]
        report.most("t_recover_s", max(found) if len(found) == len(recovered) else None, 5, clock=True)
        report.exactly("http_5xx", failures, 0)
        codes = sorted({code for typist in crowd.typists for _, code in typist.told.closes})
        report.note(close_codes=codes)
        await crowd.judge(report)
    finally:
        await crowd.close()


def _reads(place: Place, document: str) -> int:
    """How many of a few readings of the page's text fail."""
    failed = 0
    for server in place.servers:
        try:
            server.call("dan", "GET", f"/documents/{document}/sync")
        except OSError:
            failed += 1
    return failed
