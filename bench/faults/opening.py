"""A load that fails is not an empty document: F27."""

import asyncio
import random
import sqlite3
import time
from contextlib import closing

from bench.faults.crowd import Crowd, address, fresh_digest, stored
from bench.faults.oracle import digest
from bench.faults.places import LINES, Place
from bench.faults.report import Report
from bench.faults.typist import Typist

FAULTS = ("raise", "slow", "nothing", "bad")


async def f27(place: Place, report: Report) -> None:
    """The store raises, dawdles, finds no rows, gives bad bytes while a room opens; one client has a copy, one none."""
    documents = {fault: place.document(f"F27 {fault}") for fault in FAULTS}
    holders = {fault: Crowd([place.server], documents[fault], report.seed, count=1) for fault in FAULTS}
    strangers = {fault: _stranger(place, documents[fault]) for fault in FAULTS}
    tasks: list[asyncio.Task[None]] = []
    try:
        for holder in holders.values():
            await holder.open()
            await holder.typists[0].type()
            await holder.settle(20)
        place.server.kill()  # the rooms are cold, the holders keep their copies
        _break(place, documents)
        await asyncio.to_thread(place.server.start)
        tasks = [asyncio.create_task(one.run()) for one in strangers.values()]
        await asyncio.sleep(4)
        blank = [f for f, one in strangers.items() if one.synced.is_set() and "Ligne 0." not in str(one.text)]
        report.note(
            **{f"{fault}_codes": sorted({code for _, code in one.told.closes}) for fault, one in strangers.items()}
        )
        _mend(place, documents)
        for fault, one in strangers.items():
            report.exactly(f"garbage_served_{fault}", one.told.garbage, 0)
            if any(notice["code"] == "quarantine" for notice in one.told.notices):
                report.note(**{f"{fault}_in_quarantine": True})  # set apart and said so: an administrator's turn
                continue
            report.most(f"t_back_{fault}_s", await _back(one, holders[fault].typists[0]), 15, clock=True)
            await _judge(place, report, fault, holders[fault])
        report.exactly("blank_rooms_served", blank, [])
        report.exactly("faults_met", place.instruments().get("loads", 0) >= len(FAULTS), True)
    finally:
        _mend(place, documents)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for holder in holders.values():
            await holder.close()


async def _back(*people: Typist) -> float | None:
    """Seconds until they all have the text; None when they do not get it."""
    began = time.monotonic()
    try:
        async with asyncio.timeout(60):
            for one in people:
                await one.synced.wait()
    except TimeoutError:
        return None
    return time.monotonic() - began


def _stranger(place: Place, document: str) -> Typist:
    return Typist(7, address(place.server, document), place.server.keys["bob"], rng=random.Random(1))


async def _judge(place: Place, report: Report, fault: str, holder: Crowd) -> None:
    """The holder writes once more: its text is there once, with all its marks."""
    await holder.typists[0].type()
    await holder.settle(20)
    found = await asyncio.to_thread(stored, place.server, holder.document)
    words = len(LINES.replace("\n\n", "\n")) + sum(len(mark) + 2 for mark in found["marks"])
    report.exactly(f"reseeded_{fault}", found["words"] - words, 0)
    same = {await fresh_digest(place.server, holder.document), found["digest"], digest(holder.typists[0].doc)}
    report.exactly(f"divergent_replicas_{fault}", len(same) - 1, 0)
    report.exactly(f"lost_acked_edits_{fault}", len(holder.typists[0].acked.keys() - found["marks"].keys()), 0)


def _break(place: Place, documents: dict[str, str]) -> None:
    """ "raise" and "slow" act in the worker; for "nothing" and "bad" the rows themselves are taken or spoilt."""
    place.control(load={documents[fault]: fault for fault in ("raise", "slow")})
    _sql(place, "UPDATE realtime_update SET room = 'away-' || room WHERE room = ?", documents["nothing"])
    _sql(place, "UPDATE realtime_update SET content = CAST(X'FF' || content AS BLOB) WHERE room = ?", documents["bad"])


def _mend(place: Place, documents: dict[str, str]) -> None:
    place.control()
    _sql(place, "UPDATE realtime_update SET room = substr(room, 6) WHERE room = 'away-' || ?", documents["nothing"])
    spoilt = "hex(substr(content, 1, 1)) = 'FF'"
    _sql(
        place,
        f"UPDATE realtime_update SET content = CAST(substr(content, 2) AS BLOB) WHERE {spoilt} AND room = ?",
        documents["bad"],
    )


def _sql(place: Place, statement: str, document: str) -> None:
    with closing(sqlite3.connect(place.server.folder / "tablee.sqlite3", timeout=20)) as connection, connection:
        connection.execute(statement, [document])
