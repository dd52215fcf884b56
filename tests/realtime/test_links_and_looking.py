"""Sockets of guests end with their link, writing ends with a last day, a look as somebody else, or an adopted text."""

import time
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.test import Client
from django.utils import timezone

from accounts.models import User
from documents.actions.stages import change_stage
from documents.models import Document
from permissions.actions import announce, grant, share_by_link
from permissions.guests import enter_as_guest
from realtime import rooms, storing
from tests.realtime.client import Typist, cookie_of

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = 2.0


def come_in(document: Document, alice: User) -> tuple[User, bytes]:
    share_by_link(document, reach="public", link_role="change", password="tilleul 1789", by=alice)
    guest = enter_as_guest(Document.objects.get(), "Zoé", password="tilleul 1789")
    return guest, cookie_of(guest)


async def writing(document: Document, key: bytes) -> Typist:
    typist = await Typist.open(document, key)
    await typist.write("Avant")
    assert await typist.all_saved()
    return typist


async def test_a_guest_writes_until_the_link_is_closed(document: Document, alice: User) -> None:
    _guest, key = await sync_to_async(come_in)(document, alice)
    typist = await writing(document, key)
    started = time.monotonic()
    await sync_to_async(share_by_link)(document, reach="restricted", link_role=None, by=alice)
    assert await typist.listen(until=lambda: typist.closed, seconds=SECONDS)
    assert (typist.closed, time.monotonic() - started < SECONDS) == (4404, True)
    assert (await Typist.open(document, key)).closed == 4404


async def test_another_password_sends_everybody_away(document: Document, alice: User) -> None:
    _guest, key = await sync_to_async(come_in)(document, alice)
    typist = await writing(document, key)
    share = {"reach": "public", "link_role": "change", "password": "un autre mot"}
    await sync_to_async(share_by_link)(document, by=alice, **share)
    assert await typist.listen(until=lambda: typist.closed, seconds=SECONDS)
    assert typist.closed == 4404


async def test_a_last_day_that_passes_ends_writing_at_once_and_reading_at_the_sweep(
    document: Document, alice: User
) -> None:
    """Nobody announces it: 1.5 s for writing, the sweep's 25 s for reading; here with a shorter pause."""
    assert (storing.TRUSTED_FOR <= SECONDS, rooms.SWEEP <= 30) == (True, True)
    _guest, key = await sync_to_async(come_in)(document, alice)
    typist = await writing(document, key)
    past = timezone.now() - timedelta(seconds=1)
    await sync_to_async(Document.objects.update)(link_until=past)
    await typist.listen(seconds=storing.TRUSTED_FOR + 0.1)
    await typist.write("Après")
    await typist.listen(until=lambda: typist.refusals or typist.closed)
    assert typist.closed or typist.refusals[0]["code"] in {"role", "gone"}
    if typist.closed is None:
        await typist.close()


async def test_the_sweep_closes_who_only_reads(
    document: Document, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "SWEEP", 0.4)
    _guest, key = await sync_to_async(come_in)(document, alice)
    reader = await Typist.open(document, key)
    await sync_to_async(Document.objects.update)(link_until=timezone.now() - timedelta(seconds=1))
    assert await reader.listen(until=lambda: reader.closed, seconds=SECONDS)
    assert reader.closed == 4404


def looking_cookie(document: Document, alice: User, role: str) -> bytes:
    browser = Client()
    browser.force_login(alice, backend="accounts.backend.SignInBackend")
    browser.post(f"/documents/{document.pk}/voir-comme/", {"role": role})
    return f"sessionid={browser.session.session_key}".encode()


@pytest.mark.parametrize("role", ["view", "change"])
async def test_who_sees_as_another_writes_nothing_whatever_is_asked_again(
    document: Document, alice: User, bob: User, role: str
) -> None:
    key = await sync_to_async(looking_cookie)(document, alice, role)
    typist = await Typist.open(document, key)
    assert typist.synced
    await sync_to_async(announce)(document, None)
    await sync_to_async(grant)(document, "view", to=bob, by=alice)
    await typist.listen(seconds=0.5)
    await typist.write("Non")
    await typist.listen(until=lambda: typist.refusals)
    assert typist.refusals[0]["code"] == "role"
    assert (typist.roles, typist.closed) == ([], None)
    await typist.close()


async def test_as_a_visitor_of_what_is_not_public_one_sees_nothing(document: Document, alice: User) -> None:
    key = await sync_to_async(looking_cookie)(document, alice, "visitor")
    assert (await Typist.open(document, key)).closed == 4404


async def test_an_adopted_text_takes_nothing_from_a_page_that_is_open(
    document: Document, alice: User, bob: User
) -> None:
    typist = await writing(document, await sync_to_async(cookie_of)(bob))
    await sync_to_async(change_stage)(document, "adopted", by=alice)
    await typist.listen(seconds=0.5)  # what was on its way belongs to the version adopted
    await typist.write("Après")
    assert await typist.listen(until=lambda: typist.refusals or typist.closed, seconds=SECONDS)
    assert typist.closed or typist.refusals[0]["code"] in {"role", "gone"}
    if typist.closed is None:
        await typist.close()
