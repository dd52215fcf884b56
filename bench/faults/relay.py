"""Two workers and a relay that is away, overrun, forgetful, or in disorder: F08, F10, F11, F12."""

import asyncio
import time

from bench.faults.crowd import Crowd
from bench.faults.places import Place
from bench.faults.report import Report


async def f08(place: Place, report: Report, *, seconds: float = 30, type_for: float = 60) -> None:
    """Redis stopped, then back and empty. Meanwhile one worker's people see the other's by the log, within 10 s."""
    assert place.redis is not None
    crowd = Crowd(place.servers, place.document("F08"), report.seed)
    try:
        await crowd.open()
        async with crowd.typing():
            await asyncio.sleep(min(3.0, type_for / 4))
            place.redis.stop()
            stopped = time.monotonic()
            await asyncio.sleep(seconds)
            began = time.monotonic()
            await asyncio.to_thread(place.redis.start)
            await asyncio.sleep(max(4.0, type_for - seconds - 3))
        report.most("t_settle_s", await crowd.settle(30), 30, clock=True)
        report.most("t_recover_s", crowd.recovery(began), 10, clock=True)
        slowest = crowd.delays(stopped, began)[-1]
        report.most("across_workers_meanwhile_ms", slowest, 10_000, clock=True)
        after = crowd.delays(began + 3)
        report.note(across_workers_afterwards_ms=round(after[len(after) // 2]) if after else None)
        report.exactly("silent_gaps", crowd.gaps(10.0), 0)
        report.exactly("hung_up_on", sum(len(one.told.closes) for one in crowd.typists), 0)
        await crowd.judge(report)
    finally:
        await crowd.close()


async def f10(place: Place, report: Report, *, burst: int = 500) -> None:
    """Five members; one of them sends 500 changes in one tick. Nobody misses any."""
    crowd = Crowd(place.servers, place.document("F10"), report.seed, count=5)
    try:
        await crowd.open()
        first = crowd.typists[0]
        tick = [asyncio.create_task(first.type()) for _ in range(burst)]
        sent = set(await asyncio.gather(*tick))
        report.most("t_settle_s", await crowd.settle(30), 30, clock=True)
        missing = sum(len(sent - one.seen.keys() - first.erased) for one in crowd.typists)
        report.exactly("missed", missing, 0)
        report.exactly("silent_gaps", crowd.gaps(10.0), 0)
        await crowd.judge(report)
    finally:
        await crowd.close()


async def f11(place: Place, report: Report, *, seconds: float = 20) -> None:
    """The relay loses 5 % of its messages, then all of them."""
    crowd = Crowd(place.servers, place.document("F11"), report.seed)
    before = _sum(place, "dropped")
    try:
        await crowd.open()
        async with crowd.typing():
            for share in (0.05, 1.0):
                place.control(drop=share)
                await asyncio.sleep(seconds)
            place.control()
        report.most("t_converge_s", await crowd.settle(30), 30, clock=True)
        report.least("relay_messages_lost", _sum(place, "dropped") - before, 10)
        report.exactly("silent_gaps", crowd.gaps(10.0), 0)
        await crowd.judge(report)
    finally:
        place.control()
        await crowd.close()


async def f12(place: Place, report: Report, *, seconds: float = 60) -> None:
    """The relay's messages come shuffled in windows of 50, a tenth of them twice."""
    crowd = Crowd(place.servers, place.document("F12"), report.seed)
    before = _sum(place, "repeated")
    try:
        await crowd.open()
        place.control(shuffle=50, repeat=0.1)
        async with crowd.typing():
            await asyncio.sleep(seconds)
        report.most("t_settle_s", await crowd.settle(30), 30, clock=True)
        report.least("relay_messages_repeated", _sum(place, "repeated") - before, 1)
        report.exactly("silent_gaps", crowd.gaps(10.0), 0)
        await crowd.judge(report)
    finally:
        place.control()
        await crowd.close()


def _sum(place: Place, name: str) -> int:
    return sum(place.instruments(server).get(name, 0) for server in place.servers)
