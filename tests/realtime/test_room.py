"""A room by itself: what one connection sends wrongly never counts against what another sent rightly."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from pycrdt import Doc

from documents import content
from documents.models import Document
from realtime import engine, log
from realtime.draft import Draft
from realtime.gate import Refused
from realtime.room import Room
from tests.realtime.client import Typist, cookie_of
from tests.realtime.test_audience import Link
from tests.realtime.test_gate_ways import EMOJI, keystroke

pytestmark = pytest.mark.django_db(transaction=True)


async def test_what_the_engine_refuses_is_sifted_out_of_its_batch(
    document: Document, alice: Any, bob: Any, monkeypatch: Any
) -> None:
    """The gate lets it pass, so it is found only when the whole batch is tried: the rest of the batch is stored."""
    cookies = [await sync_to_async(cookie_of)(person) for person in (alice, bob)]
    honest, hostile = await Typist.open(document, cookies[0]), await Typist.open(document, cookies[1])
    real = engine.apply

    def apply(doc: "Doc[Any]", update: bytes, room: str = "") -> None:
        if b"POISON" in update:
            raise Refused("the engine refuses it")
        real(doc, update, room)

    monkeypatch.setattr(engine, "apply", apply)
    await honest.write("un")
    await hostile.write("POISON")
    await honest.write("deux")
    assert await honest.all_saved()
    assert await hostile.listen(until=lambda: hostile.refusals)
    assert hostile.refusals[0]["code"] == "gate"
    await honest.write("trois")
    assert await honest.all_saved()
    assert content.plain(await sync_to_async(content.read_document)(document)).split()[-3:] == ["un", "deux", "trois"]
    await honest.close()
    await hostile.close()


async def test_where_a_character_was_cut_differences_come_from_bytes() -> None:
    """The engine's Doc would send the halves otherwise than Yjs wrote them (DESIGN §10.8b), from the first cut on."""
    rows = [EMOJI, keystroke(8, 0, b"x", (7, 1), (7, 2))]
    room, link = Room(log.Stored("salle", "epoch", len(rows), None, rows)), Link()
    draft = room.draft = Draft(room.id, rows, {})
    vector = b"\x01\x07\x01"  # the first letter is known
    from_bytes = engine.difference(engine.merge(rows), vector)
    assert draft.doc.get_update(vector) != from_bytes  # or nothing would be at stake
    room.welcome(link.connection, vector)
    assert link.updates == [from_bytes]
