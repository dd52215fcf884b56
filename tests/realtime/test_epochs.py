"""Another history in a room's place, as after a backup was restored: nothing of the one before is stored in it."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async

from realtime import log, rooms
from realtime.models import Head, Update
from realtime.refusals import OtherHistory
from tests import make
from tests.realtime.client import Typist, cookie_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bob_cookie(bob: Any) -> bytes:
    return cookie_of(bob)


def epoch_of(document: Any) -> str:
    return log.standing([document.room])[document.room][1]


async def test_what_was_written_for_the_old_one_is_not_stored_and_its_page_is_told(
    document: Any, bob_cookie: bytes, monkeypatch: Any
) -> None:
    monkeypatch.setattr(rooms, "LOOK", 60.0)  # the look that would notice it too comes later
    old = await sync_to_async(epoch_of)(document)
    bob = await Typist.open(document, bob_cookie, f"v=1&epoch={old}")
    await bob.write("Avant.")
    assert await bob.all_saved()
    await sync_to_async(make.new_epochs)()
    before = await Update.objects.acount()
    await bob.write("Après.")
    await bob.listen(until=lambda: bob.closed is not None)
    assert bob.closed == 4503
    assert bob.saved[0] < bob.sent
    assert await Update.objects.acount() == before
    again = await Typist.open(document, bob_cookie, f"v=1&epoch={old}")
    assert (again.closed, again.synced) == (4409, False)
    fresh = await Typist.open(document, bob_cookie, f"v=1&epoch={await sync_to_async(epoch_of)(document)}")
    await fresh.write("Au présent.")
    assert await fresh.all_saved()
    assert fresh.words[-2:] == ["Avant.", "Au présent."]
    await fresh.close()


async def test_who_writes_nothing_is_told_by_the_next_look(document: Any, bob_cookie: bytes, monkeypatch: Any) -> None:
    monkeypatch.setattr(rooms, "LOOK", 0.2)
    bob = await Typist.open(document, bob_cookie)
    await sync_to_async(make.new_epochs)()
    await bob.listen(until=lambda: bob.closed is not None)
    assert bob.closed == 4409


def test_one_entry_of_another_history_stops_its_batch_and_the_others_can_be_stored(
    document: Any, alice: Any, workspace: Any
) -> None:
    other = make.document(alice, workspace, "Autre")
    entry = log.Entry(document.room, str(alice.pk), b"\0\0", epoch=epoch_of(document))
    neighbour = log.Entry(other.room, str(alice.pk), b"\0\0", epoch=epoch_of(other))
    log.append([entry, neighbour])
    Head.objects.filter(room=document.room).update(epoch="autre")
    with pytest.raises(OtherHistory):
        log.append([entry, neighbour])
    assert log.append([neighbour])[other.room] == 3


def test_a_caller_who_holds_the_lock_need_not_say_an_epoch(document: Any, alice: Any) -> None:
    make.new_epochs()
    assert log.append([log.Entry(document.room, str(alice.pk), b"\0\0")])[document.room] == 2
