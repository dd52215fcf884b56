"""F03, power lost in the middle of a write: the database as it lies on the disk, its last bytes missing, opened afresh."""

import asyncio
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.faults.crowd import Crowd
from bench.faults.places import Place
from bench.faults.report import Report
from tests.live.server import ROOT, Server

MOST_CUT = 4096  # bytes: less than a frame of the WAL, so at most the last transaction is torn


async def f03(place: Place, report: Report, *, copies: int = 20, seconds: float = 60) -> None:
    """The server stands still for a moment, its files are copied and cut; what was acknowledged before the last commit
    is in each copy. (The bytes of an acknowledged commit have been synced: no loss of power takes them.)
    """
    crowd = Crowd([place.server], place.document("F03"), report.seed)
    rng = random.Random(report.seed)
    lost, duplicated, broken, whole = 0, 0, 0, []
    try:
        await crowd.open()
        async with crowd.typing():
            for number in range(copies):
                await asyncio.sleep(seconds / copies * rng.uniform(0.5, 1.0))
                acked = {mark for one in crowd.typists for mark in one.acked}
                await _another_commit(crowd, len(acked))
                erased = {mark for one in crowd.typists for mark in one.erased}
                copy = place.server.folder / f"torn-{number}"
                _copy_and_cut(place.server, copy, rng)
                erased |= {mark for one in crowd.typists for mark in one.erased}
                whole.append(_integrity(copy / "tablee.sqlite3"))
                found = await asyncio.to_thread(_stored_in, copy, place.server, crowd.document)
                lost += len(acked - erased - found["marks"].keys())
                duplicated += sum(many > 1 for many in found["marks"].values())
                broken += found["broken"]
                shutil.rmtree(copy)
        report.exactly("lost_acked_edits", lost, 0)
        report.exactly("duplicated_edits", duplicated, 0)
        report.exactly("corrupted_tokens", broken, 0)
        report.exactly("integrity_check", sorted(set(whole)), ["ok"])
        report.least("edits_acknowledged", len(acked), 10)
    finally:
        await crowd.close()


async def _another_commit(crowd: Crowd, acked: int) -> None:
    """Until something more was acknowledged: what was so before is not in the last transaction any more."""
    end = time.monotonic() + 10
    while sum(len(one.acked) for one in crowd.typists) <= acked:
        assert time.monotonic() < end, "nothing is acknowledged any more"
        await asyncio.sleep(0.005)


def _copy_and_cut(server: Server, folder: Path, rng: random.Random) -> None:
    assert server.process is not None
    folder.mkdir()
    os.kill(server.process.pid, signal.SIGSTOP)
    try:
        for name in ("tablee.sqlite3", "tablee.sqlite3-wal"):
            if (server.folder / name).exists():
                shutil.copyfile(server.folder / name, folder / name)
    finally:
        os.kill(server.process.pid, signal.SIGCONT)
    log = folder / "tablee.sqlite3-wal"
    if log.exists() and log.stat().st_size:
        os.truncate(log, max(0, log.stat().st_size - rng.randint(1, MOST_CUT)))


def _integrity(database: Path) -> str:
    with closing(sqlite3.connect(database)) as opened:
        return str(opened.execute("PRAGMA integrity_check(1)").fetchone()[0])


def _stored_in(folder: Path, server: Server, document: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.faults.oracle", document],
        cwd=ROOT,
        env=server.environment | {"DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout))
