"""Backups under people typing: F28 an old one restored while they hold today's text, F29 one restored on a bare machine."""

import asyncio
import contextlib
import copy
import io
import json
import random
import re
import secrets
import time
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from PIL import Image
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from bench.faults import wire
from bench.faults.crowd import Crowd, address, stored
from bench.faults.places import Place
from bench.faults.report import Report
from tests.live.server import Server

START = 60  # seconds that a server may take on a machine that does other work


async def f28(place: Place, report: Report, *, seconds: float = 20, running: bool = False) -> None:
    """A backup is taken while five people type; they go on; it is restored; they come back with what they hold.

    `running`: the servers are not stopped for it, and everybody goes on typing.
    """
    document, folder = place.document("F28"), place.server.folder / "backups"
    epoch = await asyncio.to_thread(epoch_of, place.server, document)
    crowd = _crowd(place, document, report.seed, epoch)
    late = _crowd(place, document, report.seed + 1, "")
    for typist in late.typists:
        typist.number += len(crowd.typists)  # no mark is written by two
    try:
        await crowd.open()
        async with crowd.typing():
            await asyncio.sleep(seconds / 2)
            acked = {mark for one in crowd.typists for mark in one.acked}
            await asyncio.to_thread(place.server.run, "manage.py", "backup", str(folder))
            typed = {mark for one in crowd.typists for mark in one.typed}
            await asyncio.sleep(seconds / 2)
            report.note(acked_after=len({mark for one in crowd.typists for mark in one.acked} - typed))
            restore = _restore_running if running else _restore_and_restart
            await asyncio.to_thread(restore, place, folder, report)
            codes = await _stops(crowd)
        report.exactly("clients_told", codes, [4409] * len(crowd.typists))
        report.exactly("first_frames", await _frames_of(place.server, document, epoch), ["4409"])
        found = await asyncio.to_thread(stored, place.server, document)
        marks, erased = set(found["marks"]), {mark for one in crowd.typists for mark in one.erased}
        report.exactly("lost_acked_edits", len(acked - erased - marks), 0)
        report.exactly("merged_blindly", len(marks - typed), 0)
        report.exactly("duplicated_edits", sum(count > 1 for count in found["marks"].values()), 0)
        report.exactly("corrupted_tokens", found["broken"], 0)
        report.exactly("same_epoch", found["epoch"] == epoch, False)
        report.exactly("kept_as_proposals", sum(bool(one.typed) for one in crowd.typists), len(crowd.typists))
        report.least("edits_acknowledged", len(acked), 10)
        await _go_on(late, report)
    finally:
        await crowd.close()
        await late.close()


async def f29(place: Place, report: Report, *, seconds: float = 20, count: int = 10) -> None:
    """A backup is taken under load, and another when all is quiet; both are restored where there was nothing."""
    document, folder = place.document("F29"), place.server.folder / "backups"
    await asyncio.to_thread(_attach, place.server, document)
    crowd = Crowd(place.servers, document, report.seed, count=count)
    try:
        await crowd.open()
        async with crowd.typing():
            await asyncio.sleep(seconds / 2)
            acked = {mark for one in crowd.typists for mark in one.acked}
            began = time.monotonic()
            await asyncio.to_thread(place.server.run, "manage.py", "backup", str(folder / "busy"))
            report.most("rpo_s", time.monotonic() - began, 300)
            typed = {mark for one in crowd.typists for mark in one.typed}
            await asyncio.sleep(seconds / 2)
        report.most("t_settle_s", await crowd.settle(30), 30, clock=True)
        erased = {mark for one in crowd.typists for mark in one.erased}
    finally:
        await crowd.close()
    with bare(place.server) as machine:
        await asyncio.to_thread(machine.run, "manage.py", "restore", str(folder / "busy"))
        found = await asyncio.to_thread(stored, machine, document)
        report.exactly("lost_acked_edits", len(acked - erased - found["marks"].keys()), 0)
        report.exactly("from_after_the_backup", len(found["marks"].keys() - typed), 0)
        report.exactly("duplicated_edits", sum(many > 1 for many in found["marks"].values()), 0)
        report.exactly("corrupted_tokens", found["broken"], 0)
        report.least("edits_acknowledged", len(acked), 10)
    await _whole_machine(place, folder / "quiet", report)


async def _whole_machine(place: Place, folder: Path, report: Report) -> None:
    for server in place.servers:
        server.kill()
    before = await asyncio.to_thread(holdings, place.server)
    await asyncio.to_thread(place.server.run, "manage.py", "backup", str(folder))
    with bare(place.server) as machine:
        began = time.monotonic()
        await asyncio.to_thread(machine.run, "manage.py", "restore", str(folder))
        await asyncio.to_thread(machine.start, START)
        report.most("rto_min", (time.monotonic() - began) / 60, 15)
        document = next(iter(before["rooms"]))
        await asyncio.to_thread(machine.call, "alice", "GET", f"/documents/{document}/sync")
        machine.kill()
        after = await asyncio.to_thread(holdings, machine)
    for name, told in (
        ("state_hash", "rooms"),
        ("grants", "grants"),
        ("attachments", "images"),
        ("clients", "clients"),
    ):
        report.exactly(f"{name}_equal", after[told] == before[told], True)
    report.exactly("people_and_keys_equal", [after[one] == before[one] for one in ("people", "keys")], [True, True])
    report.exactly("epochs_kept", len(set(after["epochs"].values()) & set(before["epochs"].values())), 0)
    report.note(rooms=len(after["rooms"]), images=len(after["images"]), grants=len(after["grants"]))


@contextlib.contextmanager
def bare(server: Server) -> Iterator[Server]:
    """A machine with nothing on it: no data, an empty database, a secret of its own."""
    name = f"bare_{secrets.token_hex(4)}"
    other = copy.copy(server)
    other.folder = server.folder.parent / name
    other.folder.mkdir()
    other.environment = server.environment | {"DATA_DIR": str(other.folder)}
    other.process = None
    other._find_port()
    url = server.environment["DATABASE_URL"]
    if not url:
        yield other
        other.kill()
        return
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        other.environment["DATABASE_URL"] = re.sub(r"/[^/]+$", f"/{name}", url)
        try:
            yield other
        finally:
            other.kill()
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def holdings(server: Server) -> dict[str, Any]:
    return dict(json.loads(server.run("-m", "bench.faults.holdings")))


def epoch_of(server: Server, document: str) -> str:
    """As a program asks for it."""
    asked = urllib.request.Request(
        f"{server.address}/api/v1/documents/{document}/sync",
        headers={"Authorization": f"Bearer {server.keys['alice']}"},
    )
    with urllib.request.urlopen(asked, timeout=20) as answer:
        return str(answer.headers["X-Epoch"])


def _crowd(place: Place, document: str, seed: int, epoch: str) -> Crowd:
    """Five people whose pages say to which history they belong, as browsers do."""
    crowd = Crowd(place.servers, document, seed, count=5)
    for typist in crowd.typists:
        typist.url += f"&epoch={epoch}" if epoch else ""
    return crowd


def _restore_and_restart(place: Place, folder: Path, report: Report) -> None:
    try:
        place.server.run("manage.py", "restore", str(folder))
        report.exactly("refused_while_running", False, True)
    except AssertionError as refusal:
        report.exactly("refused_while_running", "manage.py work" in str(refusal), True)
    for server in place.servers:
        server.kill()
    began = time.monotonic()
    place.server.run("manage.py", "restore", str(folder))
    report.note(restore_s=round(time.monotonic() - began, 2))
    for server in place.servers:
        server.start(START)


def _restore_running(place: Place, folder: Path, report: Report) -> None:
    began = time.monotonic()
    place.server.run("manage.py", "restore", str(folder), "--while-running")
    report.note(restore_s=round(time.monotonic() - began, 2))


async def _stops(crowd: Crowd, seconds: float = 120) -> list[int | None]:
    """With which codes they were told that coming back is of no use."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await asyncio.gather(*crowd.tasks, return_exceptions=True)
    return [typist.stopped for typist in crowd.typists]


async def _frames_of(server: Server, document: str, epoch: str) -> list[str]:
    """What a page of the old epoch hears: the kind of each frame but presence, then the code of the end."""
    heard: list[str] = []
    url = f"{address(server, document)}&epoch={epoch}"
    headers = {"Authorization": f"Bearer {server.keys['bob']}"}
    async with asyncio.timeout(20), connect(url, additional_headers=headers, proxy=None) as socket:
        try:
            await socket.send(wire.sync(wire.STEP1, b"\0"))
            while True:
                data = bytes(await socket.recv())
                heard += [str(data[0])] if data[0] != wire.AWARENESS else []
        except ConnectionClosed as closed:
            heard.append(str(closed.rcvd.code if closed.rcvd else 1006))
    return heard


async def _go_on(crowd: Crowd, report: Report) -> None:
    """Those who load again type on, and all see the same."""
    await crowd.open()
    async with crowd.typing():
        await asyncio.sleep(2)
    report.most("t_settle_s", await crowd.settle(30), 30, clock=True)
    await crowd.judge(report)


def _attach(server: Server, document: str) -> None:
    """An image in the document, by the page's own form."""
    picture = io.BytesIO()
    rng = random.Random(28)
    Image.frombytes("RGB", (200, 200), rng.randbytes(120_000)).save(picture, "PNG")
    session, token = server.sessions["bob"], secrets.token_hex(16)
    boundary = uuid.uuid4().hex
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n'
        "Content-Type: image/png\r\n\r\n"
    ).encode()
    asked = urllib.request.Request(
        f"{server.address}/documents/{document}/images/",
        data=body + picture.getvalue() + f"\r\n--{boundary}--\r\n".encode(),
        headers={
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Cookie": f"sessionid={session}; csrftoken={token}",
            "X-CSRFToken": token,
            "Referer": f"{server.address}/",
        },
    )
    urllib.request.urlopen(asked, timeout=20).close()
