"""The database gone, locked, or slow: F05, F06; and web forms beside a flood of edits."""

import asyncio
import contextlib
import sqlite3
import time
import urllib.error
from collections.abc import Iterator
from typing import Any

import psycopg

from bench.faults.crowd import Crowd, fresh_digest, percentile
from bench.faults.places import Place
from bench.faults.report import Report
from tests.live.server import Server


async def f05(place: Place, report: Report, *, seconds: float = 30, type_for: float = 60) -> None:
    """PostgreSQL stopped as if its machine went away, then started; somebody opens another text meanwhile."""
    assert place.postgres is not None
    document, cold = place.document("F05"), place.document("F05, froid")
    crowd = Crowd(place.servers, document, report.seed)
    pids = [server.process.pid for server in place.servers if server.process]
    try:
        await crowd.open()
        async with crowd.typing():
            await asyncio.sleep(min(3.0, type_for / 4))
            await asyncio.to_thread(place.postgres.stop)
            stopped = time.monotonic()
            blank = asyncio.create_task(_opened_within(place.server, cold, seconds - 1))
            answer = asyncio.create_task(asyncio.to_thread(_status, place.server, f"/documents/{document}"))
            await asyncio.sleep(seconds)
            acked = _acks(crowd, stopped + 0.5, time.monotonic())
            await asyncio.to_thread(place.postgres.start)
            began = time.monotonic()
            await asyncio.sleep(max(5.0, type_for - seconds - 3))
        report.most("t_settle_s", await crowd.settle(30), 30, clock=True)
        report.exactly("acked_while_away", acked, 0)
        report.most("told_unsaved_within_s", _told(crowd, stopped), 2, clock=True)
        report.exactly("blank_rooms_served", int(await blank), 0)
        status, body = await answer
        report.exactly("page_without_500", status != 500, True)
        report.note(page_status=status, page_says=body[:120])
        report.most("t_recover_s", crowd.recovery(began), 10, clock=True)
        report.exactly("worker_deaths", sum(s.process is None or s.process.pid not in pids for s in place.servers), 0)
        await crowd.judge(report)
    finally:
        await asyncio.to_thread(place.postgres.start)
        await crowd.close()


async def f06(place: Place, report: Report, *, seconds: float = 30, type_for: float = 60) -> None:
    """SQLite's one lock held by another program: nothing can be stored, and everybody is told."""
    crowd = Crowd([place.server], place.document("F06"), report.seed, count=6)
    other = Crowd([place.server], place.document("F06, un autre"), report.seed, count=2)
    try:
        await crowd.open()
        await other.open()
        place.instruments()
        async with crowd.typing(), other.typing():
            await asyncio.sleep(min(3.0, type_for / 4))
            with locked(place.server):
                began = time.monotonic()
                form = asyncio.create_task(asyncio.to_thread(_posted, place.server))
                await asyncio.sleep(seconds)
                told = place.instruments()
            freed = time.monotonic()
            await asyncio.sleep(max(5.0, type_for - seconds - 3))
        report.most("t_settle_s", await crowd.settle(30), 30, clock=True)
        report.most("told_unsaved_within_s", _told(crowd, began), 2, clock=True)
        report.most("told_unsaved_within_s_elsewhere", _told(other, began), 2, clock=True)
        report.most("loop_blocked_ms", told["lag_ms"], 500, speed=True)
        report.most("t_recover_s", crowd.recovery(freed), 10, clock=True)
        status, body = await form
        report.exactly("form_without_500", status != 500, True)
        report.note(form_status=status, form_says=body[:120])
        await crowd.judge(report)
    finally:
        await crowd.close()
        await other.close()


async def f06_row(place: Place, report: Report, *, seconds: float = 10) -> None:
    """On PostgreSQL one document's row is held by another transaction: the other documents keep flowing."""
    assert place.postgres is not None
    held = place.document("F06, tenu")
    crowd = Crowd(place.servers, held, report.seed, count=4)
    other = Crowd(place.servers, place.document("F06, libre"), report.seed, count=4)
    try:
        await crowd.open()
        await other.open()
        async with crowd.typing(), other.typing():
            await asyncio.sleep(1)
            with psycopg.connect(place.postgres.url) as connection:
                connection.execute("SELECT 1 FROM realtime_head WHERE room = %s FOR UPDATE", [held])
                began = time.monotonic()
                await asyncio.sleep(seconds)
                ended = time.monotonic()
            await asyncio.sleep(3)
        report.most("t_settle_s", await crowd.settle(30), 30, clock=True)
        report.most("p99_keystroke_ms", percentile(other.delays(began, ended), 0.99), 1000, speed=True)
        report.most("told_unsaved_within_s", _told(crowd, began), 2, clock=True)
        await other.settle(10)
        await crowd.judge(report)
        await other.judge(report)
    finally:
        await crowd.close()
        await other.close()


async def f06_slow(place: Place, report: Report, *, seconds: float = 20) -> None:
    """200 ms before each query: slow for everybody, but the event loop answers and nothing is lost."""
    crowd = Crowd(place.servers, place.document("F06, lent"), report.seed, count=6)
    try:
        await crowd.open()
        place.instruments()
        place.control(statement=0.2)
        began = time.monotonic()
        async with crowd.typing():
            await asyncio.sleep(seconds)
            report.most("loop_blocked_ms", place.instruments()["lag_ms"], 500, speed=True)
        place.control()
        report.most("t_settle_s", await crowd.settle(30), 30, clock=True)
        report.note(p99_keystroke_ms=percentile(crowd.delays(began), 0.99))
        await crowd.judge(report)
    finally:
        place.control()
        await crowd.close()


async def web_writes(place: Place, report: Report, *, forms: int = 50, rate: float = 20, imports: int = 2) -> None:
    """A flood of edits beside posted forms and long imports, on SQLite: no form fails, no lock is held long."""
    crowd = Crowd([place.server], place.document("Formulaires"), report.seed)
    text = "\n\n".join(f"Paragraphe {number} : " + "**des** " + "mots et encore " * 40 for number in range(1500))
    try:
        await crowd.open()
        place.instruments()
        async with crowd.typing(rate):
            gate = asyncio.Semaphore(5)  # so many at a time
            posts = [_limited(gate, _posted, place.server, f"Formulaire {number}") for number in range(forms)]
            long = [asyncio.to_thread(_imported, place.server, text) for _ in range(imports)]
            answers = await asyncio.gather(*posts, *long)
            told = place.instruments()
        failed = [status for status, _ in answers if status >= 400]
        report.exactly("form_errors", len(failed), 0)
        report.most("lock_held_by_web_ms", told.get("held_web_ms", 0.0), 200, clock=True)
        report.most("lock_held_by_writer_ms", told.get("held_writer_ms", 0.0), 200, clock=True)
        report.note(loop_blocked_ms=told["lag_ms"])
        report.most("t_settle_s", await crowd.settle(30), 30, clock=True)
        await crowd.judge(report)
    finally:
        await crowd.close()


# What they need


async def _limited(gate: asyncio.Semaphore, work: Any, *args: Any) -> Any:
    async with gate:
        return await asyncio.to_thread(work, *args)


@contextlib.contextmanager
def locked(server: Server) -> Iterator[None]:
    """Another program holds the whole SQLite file."""
    connection = sqlite3.connect(server.folder / "tablee.sqlite3", isolation_level=None, timeout=20)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


def _told(crowd: Crowd, since: float) -> float | None:
    """Seconds until the last of them was told that nothing is saved; None if somebody never was."""
    first = [next((at for at in one.told.unsaved if at >= since), None) for one in crowd.typists]
    return None if None in first else max(at for at in first if at is not None) - since


def _acks(crowd: Crowd, since: float, until: float) -> int:
    return sum(since < at < until for one in crowd.typists for at in one.acked.values())


async def _opened_within(server: Server, document: str, seconds: float) -> bool:
    """Whether somebody could open this text, of which the worker knows nothing yet."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            return await fresh_digest(server, document) != "no answer"
    return False


def _status(server: Server, path: str) -> tuple[int, str]:
    """GET as Alice: the status and what it says."""
    try:
        server.call("alice", "GET", path)
        return 200, ""
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")
    except OSError as error:
        return 0, str(error)


def _posted(server: Server, title: str = "Formulaire") -> tuple[int, str]:
    """A form that makes a document, posted as a browser does."""
    try:
        return server.post_form("alice", f"/espaces/{server.workspace}/documents/nouveau/", {"title": title})
    except OSError as error:
        return 599, str(error)


def _imported(server: Server, text: str) -> tuple[int, str]:
    """A long text through the API."""
    asked = {"workspace": server.workspace, "title": "Long", "markdown": text}
    try:
        server.call("alice", "POST", "/documents/", asked, seconds=180)
        return 201, ""
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")
