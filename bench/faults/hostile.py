"""What a hostile client sends beside people who type: F18, F19, F20, and floods (attacks A17, A20, A21, A25)."""

import asyncio
import contextlib
import random
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from bench.faults import forged, process, wire
from bench.faults.crowd import Crowd, percentile
from bench.faults.places import Place
from bench.faults.raw import Raw
from bench.faults.report import Report
from tests.live.server import Server


@contextlib.asynccontextmanager
async def beside(
    place: Place, report: Report, *, title: str, rss: float, p99: float = 500, count: int = 10, cut: int = 0
) -> AsyncIterator[Crowd]:
    """Ten people type while the body runs: the process lives, its memory is bounded, they notice nothing.

    `cut` is how often the body itself cuts a typist's line.
    """
    server = place.server
    assert server.process is not None
    pid = server.process.pid
    crowd = Crowd([server], place.document(title), report.seed, count=count)
    try:
        await crowd.open()
        before, began = process.rss_mb(pid), time.monotonic()
        process.forget_peak(pid)
        async with crowd.typing():
            await asyncio.sleep(0.5)
            yield crowd
        report.most("rss_growth_mb", process.peak_mb(pid) - before, rss)
        report.most("p99_keystroke_ms", percentile(crowd.delays(began), 0.99), p99, speed=True)
        report.exactly("worker_deaths", int(server.process.poll() is not None), 0)
        report.exactly("typists_sent_away", sum(len(one.told.closes) for one in crowd.typists), cut)
        report.most("t_settle_s", await crowd.settle(30), 30, clock=True)
        await crowd.judge(report)
    finally:
        await crowd.close()


def junk(rng: random.Random) -> bytes:
    """A frame of our protocol, or nearly: a known first byte and nonsense behind it."""
    size = rng.choice((0, 1, 2, 8, 40, 300))
    return rng.choice((b"", b"\0", b"\0\1", b"\0\2", b"\1", b"\2", b"\3", b"\x64", b"\xff")) + rng.randbytes(size)


async def f18(place: Place, report: Report, *, frames: int = 10_000) -> None:
    """Random bytes instead of frames, then frames with random bytes in them. Each offender is closed; the log is short."""
    server = place.server
    log = server.folder / "server.log"
    before = log.stat().st_size
    async with beside(place, report, title="F18", rss=50) as crowd:
        rng = random.Random(report.seed)
        seeds = [rng.random() for _ in range(4)]
        work = [asyncio.to_thread(_malformed, server, crowd.document, seed, frames // 4) for seed in seeds]
        told = await asyncio.gather(*work)
    report.least("frames_sent", sum(sent for sent, _ in told), frames * 0.9)
    report.exactly("sockets_left_open", sum(left for _, left in told), 0)
    report.most("log_bytes_per_frame", (log.stat().st_size - before) / frames, 600)


def _malformed(server: Server, document: str, seed: float, frames: int) -> tuple[int, int]:
    """How many frames were sent, and how many sockets outlived twenty bad ones."""
    rng = random.Random(seed)
    sent = left = 0
    while sent < frames:
        one = Raw(server, document, server.keys[rng.choice(("alice", "dan"))])
        with contextlib.suppress(OSError):
            for _ in range(20):
                sent += 1
                if rng.random() < 0.3:
                    one.socket.sendall(rng.randbytes(rng.randrange(1, 200)))  # not even a websocket frame
                else:
                    one.send(junk(rng), opcode=rng.choice((1, 2, 2, 2)))
                if one.sip(65536) < 0:
                    break
            else:
                left += one.ending(10) is None
        one.close()
    return sent, left


async def a17(place: Place, report: Report) -> None:
    """F19a: a frame of 1 MiB and one byte; one of 50 MB; 1.2 MB in fragments. Closed, with a code that says why."""
    server = place.server
    async with beside(place, report, title="A17", rss=100) as crowd:
        for name, send in (("over", _over), ("huge", _huge), ("fragments", _fragments)):
            code = await asyncio.to_thread(_closed_after, server, crowd.document, send)
            report.exactly(f"closed_{name}", code in (1009, 4413), True)
            report.note(**{f"code_{name}": code})


def _closed_after(server: Server, document: str, send: Callable[[Raw], None]) -> int | None:
    one = Raw(server, document, server.keys["alice"])
    try:
        one.hello()
        with contextlib.suppress(OSError):
            send(one)
        return one.ending(20)
    finally:
        one.close()


def _over(one: Raw) -> None:
    one.send(wire.sync(wire.UPDATE, bytes(1024 * 1024)))


def _huge(one: Raw) -> None:
    one.send(wire.sync(wire.UPDATE, bytes(50 * 1024 * 1024)))


def _fragments(one: Raw) -> None:
    whole = wire.sync(wire.UPDATE, bytes(1_200_000))
    for at in range(0, len(whole), 1000):
        one.send(whole[at : at + 1000], opcode=0 if at else 2, last=at + 1000 >= len(whole))


async def f19(place: Place, report: Report, *, size: int = 2_000_000) -> None:
    """An honest client comes back with 2 MB of offline edits: by HTTP, once, without being sent away."""
    async with beside(place, report, title="F19", rss=200, p99=1000, count=4, cut=1) as crowd:
        big = crowd.typists[0]
        await big.hang_up()
        text = big.text.children[0].children[0]
        for number in range(20):  # as many pastes
            text.insert(0, f"{number} " + "x" * (size // 20))
        await asyncio.sleep(3)
    report.exactly("honest_edits_left", len(crowd.typists[0].ledger), 0)
    report.most("reconnections_after", max(0, len(crowd.typists[0].told.closes) - 1), 0)


async def f20(place: Place, report: Report) -> None:
    """Nesting: of values, of elements, of JSON, of Markdown and HTML. Refused or taken in; nobody dies, no 500."""
    server = place.server
    async with beside(place, report, title="F20", rss=200, p99=1000) as crowd:
        for name, update in (("any", forged.nested_any(30_000)), ("xml", forged.nested_elements(25_000))):
            said = await asyncio.to_thread(_refused, server, crowd.document, update)
            report.exactly(f"refused_{name}", said, True)
        deep = "[" * 100_000
        bodies = {
            "title": '{"workspace": "' + server.workspace + '", "title": ' + deep + "]" * 100_000 + "}",
            "html": _json(server, html="<div>" * 20_000 + "x"),
            "markdown": _json(server, markdown="> " * 5_000 + "x"),
            "lists": _json(server, markdown="\n".join("  " * depth + "- x" for depth in range(300))),
        }
        for name, body in bodies.items():
            status = await asyncio.to_thread(_post, server, "/documents/", body)
            report.exactly(f"status_{name}_below_500", status < 500, True)
        statuses = [
            await asyncio.to_thread(_post, server, f"/documents/{crowd.document}/sync", forged.nested_any(30_000))
        ]
        report.exactly("status_sync", statuses[0] in (400, 409, 413, 422), True)


def _json(server: Server, **text: str) -> str:
    import json

    return json.dumps({"workspace": server.workspace, "title": "Profond", **text})


def _post(server: Server, path: str, body: str | bytes) -> int:
    kind = "application/json" if isinstance(body, str) else "application/octet-stream"
    request = urllib.request.Request(
        f"{server.address}/api/v1{path}",
        data=body.encode() if isinstance(body, str) else body,
        headers={"Authorization": f"Bearer {server.keys['alice']}", "Content-Type": kind},
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def _refused(server: Server, document: str, update: bytes) -> bool:
    """Whether an update is answered with `refused` or with the end of the line."""
    one = Raw(server, document, server.keys["alice"])
    try:
        one.hello()
        one.send(wire.sync(wire.UPDATE, update))
        return any(opcode == 8 or data[:1] == bytes([wire.REFUSED]) for opcode, data in _frames(one, 20))
    finally:
        one.close()


def _frames(one: Raw, seconds: float) -> Iterator[tuple[int, bytes]]:
    end = time.monotonic() + seconds
    while time.monotonic() < end and (found := one.frame(end - time.monotonic())) is not None:
        yield found


async def a20(place: Place, report: Report, *, updates: int = 20_000) -> None:
    """Updates that depend on what nobody has: none is kept waiting, the sender is slowed or refused."""
    server = place.server
    async with beside(place, report, title="A20", rss=50, p99=1000) as crowd:
        one = await asyncio.to_thread(Raw, server, crowd.document, server.keys["bob"])
        one.hello()
        sending = asyncio.to_thread(_send_all, one, (forged.gap(clock) for clock in range(10, 10 + 3 * updates, 3)))
        report.note(gaps_sent=await sending, ended=await asyncio.to_thread(one.ending, 1))
        one.close()
    found = len(server.call("alice", "GET", f"/documents/{crowd.document}/sync"))
    report.most("stored_bytes", found, 1_000_000)


async def a25(place: Place, report: Report, *, messages: int = 5000) -> None:
    """Presence: one message of 900 KB with 40,000 states, then 5,000 messages as fast as they go."""
    server = place.server
    async with beside(place, report, title="A25", rss=50, p99=1000) as crowd:
        many = wire.uint(40_000) + b"".join(
            wire.uint(10_000 + number) + wire.uint(1) + wire.array(b'{"cursor":null}') for number in range(40_000)
        )
        code = await asyncio.to_thread(
            _closed_after, server, crowd.document, lambda one: one.send(b"\1" + wire.array(many))
        )
        report.exactly("closed_after_900_kb", code is not None, True)
        one = await asyncio.to_thread(Raw, server, crowd.document, server.keys["dan"])
        one.hello()
        state = b'{"cursor": "' + b"x" * 1000 + b'"}'
        frames = (wire.awareness(77, clock, state) for clock in range(1, messages + 1))
        sent = await asyncio.to_thread(_send_all, one, frames, bare=True)
        report.note(sent=sent, code=await asyncio.to_thread(one.ending, 2))
        one.close()
        report.most("states_seen", max(len(typist.people) for typist in crowd.typists), 12)


def _send_all(one: Raw, frames: Any, *, bare: bool = False) -> int:
    """How many went out before the line ended."""
    sent = 0
    one.socket.settimeout(10)
    with contextlib.suppress(OSError):
        for frame in frames:
            one.socket.setblocking(True)
            one.send(frame if bare else wire.sync(wire.UPDATE, frame))
            sent += 1
            if sent % 50 == 0 and one.sip(1 << 20) < 0:
                break
    return sent
