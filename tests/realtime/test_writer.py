"""While the database is away or slow: writers are told, nothing is lost, memory is bounded, and it mends by itself."""

import asyncio
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from documents import content
from documents.models import Document
from realtime import limits, log, protocol
from tests import make
from tests.realtime.client import Typist, cookie_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A database that answers nothing until the event is set."""
    back, real = threading.Event(), log.append

    def append(entries: Any, **how: Any) -> Any:
        back.wait(30)
        return real(entries, **how)

    monkeypatch.setattr(log, "append", append)
    yield back
    back.set()


class Watching(Typist):
    """Notes when it was told that something is not saved."""

    unsaved_at: float | None = None

    async def _hear(self, message: dict[str, Any]) -> None:
        if message.get("bytes", b"")[:1] == bytes([protocol.UNSAVED]):
            self.unsaved_at = time.monotonic()
        await super()._hear(message)


async def test_writers_are_told_within_two_seconds_and_all_is_stored_in_the_end(
    document: Document, bob: Any, away: threading.Event
) -> None:
    typist = await Watching.open(document, await sync_to_async(cookie_of)(bob))
    sent = time.monotonic()
    await typist.write("Gardé")
    assert await typist.listen(until=lambda: typist.unsaved_at)
    assert typist.unsaved_at is not None and typist.unsaved_at - sent < 2.0
    assert typist.saved[0] < typist.sent
    away.set()
    assert await typist.all_saved()
    assert "Gardé" in content.plain(await sync_to_async(content.read_document)(document))
    await typist.close()


async def test_those_who_come_meanwhile_see_what_is_stored_and_no_more(
    document: Document, alice: Any, bob: Any, away: threading.Event
) -> None:
    typist = await Typist.open(document, await sync_to_async(cookie_of)(bob))
    await typist.write("Pas encore")
    await asyncio.sleep(0.2)
    newcomer = await Typist.open(document, await sync_to_async(cookie_of)(alice))
    assert newcomer.synced
    known = Typist(str(document.pk), await sync_to_async(cookie_of)(alice))
    known.doc.apply_update(newcomer.doc.get_update())
    await known.socket.connect()
    await known.send(protocol.step1(known.doc.get_state()))
    assert await known.listen(until=lambda: known.synced)
    assert "Pas encore" not in "".join(newcomer.words + known.words)
    away.set()
    assert await newcomer.listen(until=lambda: newcomer.words[-1:] == ["Pas encore"])
    for one in (typist, newcomer, known):
        await one.close()


async def test_what_waits_is_bounded_and_comes_again(
    document: Document, bob: Any, away: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_WAITING", 5)
    cookie = await sync_to_async(cookie_of)(bob)
    typist = await Typist.open(document, cookie)
    for n in range(10):
        await typist.write(f"Mot {n}")
    assert await typist.listen(until=lambda: typist.closed)
    assert typist.closed == 4503  # come back, with what was not acknowledged
    away.set()
    for _attempt in range(5):  # as a browser does
        again = Typist(str(document.pk), cookie)
        again.doc, again.text = typist.doc, typist.text
        await again.socket.connect()
        await again.send(protocol.step1(again.doc.get_state()))
        if await again.listen(until=lambda: again.synced and again.sent) and await again.all_saved():  # noqa: B023
            break
    stored = content.plain(await sync_to_async(content.read_document)(document))
    assert all(stored.count(f"Mot {n}") == 1 for n in range(10))
    await again.close()


async def test_a_room_that_others_hold_does_not_hold_up_the_rest(
    document: Document, alice: Any, bob: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a long transaction of another process does on PostgreSQL."""
    held, real = {document.room}, log.append

    def append(entries: Any, **how: Any) -> Any:
        if not how.get("wait", True) and (busy := held & {entry.room for entry in entries}):
            raise log.Busy(busy)
        return real(entries, **how)

    monkeypatch.setattr(log, "append", append)
    other = await sync_to_async(make.document)(alice, document.workspace, "Autre", "Voisin")
    cookies = [await sync_to_async(cookie_of)(person) for person in (alice, bob)]
    waiting, neighbour = await Watching.open(document, cookies[1]), await Typist.open(other, cookies[0])
    await waiting.write("Bientôt")
    before = waiting.doc.get_state()
    del waiting.text.children[0]  # a deletion is tried once, not again: it would seem known
    await waiting.send_update(waiting.doc.get_update(before))
    await neighbour.write("Tout de suite")
    assert await neighbour.all_saved()
    assert await waiting.listen(until=lambda: waiting.unsaved_at)
    held.clear()
    assert await waiting.all_saved()
    assert content.plain(await sync_to_async(content.read_document)(document)).split() == waiting.words
    for one in (waiting, neighbour):
        await one.close()


async def test_a_draft_made_anew_holds_what_is_being_committed(
    document: Document, bob: Any, away: threading.Event
) -> None:
    """Or what follows it would seem to miss something, and be asked for again and again."""
    from config.asgi import document_socket

    typist = await Typist.open(document, await sync_to_async(cookie_of)(bob))
    await typist.write("un")
    await asyncio.sleep(0.2)
    rooms = document_socket._here()
    room = next(room for room in rooms._open() if room.id == document.room)
    assert room.committing
    room.draft = None
    await typist.write("deux")  # it builds on what is being committed
    await asyncio.sleep(0.2)
    assert room.draft is not None
    away.set()
    assert await typist.all_saved()
    assert content.plain(await sync_to_async(content.read_document)(document)).split()[-2:] == ["un", "deux"]
    assert not typist.refusals
    await typist.close()


async def test_a_vector_that_cannot_be_read_ends_neither_the_writer_nor_the_room(
    document: Document, alice: Any, bob: Any, away: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits for the end of a commit, and is answered from another place than the socket that sent it."""
    monkeypatch.setattr("realtime.room.AT_ONCE", 0)
    typist = await Watching.open(document, await sync_to_async(cookie_of)(bob))
    hostile = await Typist.open(document, await sync_to_async(cookie_of)(alice))
    await typist.write("Gardé")
    await asyncio.sleep(0.2)
    await hostile.send(protocol.step1(b"\x05\x01"))
    assert await hostile.listen(until=lambda: hostile.closed)
    assert hostile.closed == 4400
    away.set()
    assert await typist.all_saved()
    assert typist.closed is None
    await typist.close()
