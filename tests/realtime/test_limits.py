"""Every limit of the live engine is met with a sentence, never with silence; what is within it goes on."""

import json
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from documents.models import Document
from realtime import limits, log, protocol
from realtime.room import Room
from tests.realtime.client import Typist, cookie_of

pytestmark = pytest.mark.django_db(transaction=True)


class Noticing(Typist):
    """Keeps the notices it was sent."""

    notices: list[dict[str, str]]

    async def _hear(self, message: dict[str, Any]) -> None:
        data = message.get("bytes") or b""
        if data[:1] == bytes([protocol.NOTICE]):
            self.notices = [*getattr(self, "notices", []), json.loads(protocol.read_bytes(data, 1)[0])]
        else:
            await super()._hear(message)

    @property
    def codes(self) -> list[str]:
        return [notice["code"] for notice in getattr(self, "notices", [])]


async def test_one_writer_too_many_reads_along_and_is_told(
    document: Document, alice: Any, bob: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from config.asgi import document_socket

    monkeypatch.setattr(limits, "MOST_WRITERS", 1)
    first = await Typist.open(document, await sync_to_async(cookie_of)(alice))
    second = await Noticing.open(document, await sync_to_async(cookie_of)(bob))
    assert second.codes == ["crowded"]
    assert second.synced
    await document_socket._here()._ask_about_all()  # who asks again hears the same
    await second.write("Trop")
    assert await second.listen(until=lambda: second.refusals)
    await first.write("Encore")
    assert await first.all_saved()
    assert await second.listen(until=lambda: "Encore" in second.words)
    for one in (first, second):
        await one.close()


async def test_one_socket_too_many_is_told_and_comes_back_later(
    document: Document, alice: Any, bob: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_SOCKETS", 1)
    first = await Typist.open(document, await sync_to_async(cookie_of)(alice))
    second = await Noticing.open(document, await sync_to_async(cookie_of)(bob))
    assert (second.closed, second.codes) == (4503, ["busy"])
    await first.write("Encore")
    assert await first.all_saved()
    await first.close()
    third = await Typist.open(document, await sync_to_async(cookie_of)(bob))
    assert third.synced
    await third.close()


async def test_a_document_that_is_full_says_so_and_stays_readable(
    document: Document, alice: Any, bob: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LARGEST_STATE", 4_000)
    cookies = [await sync_to_async(cookie_of)(person) for person in (alice, bob)]
    typist = await Noticing.open(document, cookies[0])
    await typist.write("x" * 3_400)
    assert await typist.all_saved()
    assert await typist.listen(until=lambda: typist.codes == ["large"])
    await typist.write("y" * 1_000)
    assert await typist.listen(until=lambda: typist.refusals)
    assert typist.refusals[0]["code"] == "full"
    reader = await Typist.open(document, cookies[1])
    assert reader.words[-1] == "x" * 3_400
    for one in (typist, reader):
        await one.close()


async def test_who_sends_faster_than_anybody_types_is_read_more_slowly(
    document: Document, alice: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "UPDATES_PER_SECOND", 50)
    monkeypatch.setattr(limits, "UPDATES_AT_ONCE", 5)
    monkeypatch.setattr(limits, "SLOWED_FOR", 0.2)
    typist = await Typist.open(document, await sync_to_async(cookie_of)(alice))
    for n in range(20):
        await typist.write(str(n))
    assert await typist.all_saved()
    await typist.send(protocol.update(b"x" * limits.BYTES_AS_ONE * 30))  # worth thirty at once
    assert await typist.listen(until=lambda: typist.closed)
    assert typist.closed == 4529


async def test_a_room_that_cannot_be_served_is_loaded_afresh(
    document: Document, alice: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A moment's bad read must not be served again and again from memory."""
    real = log.load
    cookie = await sync_to_async(cookie_of)(alice)

    def garbled(room: str) -> log.Stored:
        found = real(room)
        return log.Stored(room, found.epoch, found.last, None, [b"\x01\x01\x01", b"\x01"])

    monkeypatch.setattr(log, "load", garbled)
    assert (await Typist.open(document, cookie)).closed == 4503
    monkeypatch.setattr(log, "load", real)
    again = await Typist.open(document, cookie)
    assert again.synced
    await again.close()


def test_a_room_knows_when_a_snapshot_would_help() -> None:
    room = Room(log.Stored("salle", "epoch", 3, b"x" * 4_000_000, [b"y" * 900_000]))
    assert not room.heavy
    room.tail_bytes += 200_000
    assert room.heavy
