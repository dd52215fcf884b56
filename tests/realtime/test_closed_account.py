"""An account that is closed leaves every open socket at once; words that are erased leave every open page."""

import time
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from accounts.closing import close_account
from accounts.models import User
from accounts.personal_data import ANONYMISE, BLANK
from documents.models import Document
from realtime import log, protocol
from tests.realtime.client import Typist, cookie_of

pytestmark = [pytest.mark.asyncio, pytest.mark.django_db(transaction=True)]

SECONDS = 2.0  # what DESIGN §7 promises
OTHER_EPOCH = 4409


async def test_the_socket_closes_and_does_not_come_back(document: Document, bob: User) -> None:
    cookie = await sync_to_async(cookie_of)(bob)
    typist = await Typist.open(document, cookie)
    await sync_to_async(close_account)(bob, ANONYMISE, by=bob)
    done = time.monotonic()
    assert await typist.listen(until=lambda: typist.closed is not None, seconds=5)
    assert time.monotonic() - done < SECONDS
    again = await Typist.open(document, cookie)
    assert again.closed in {4401, 4404}


async def test_others_see_them_leave_and_no_name_is_kept(document: Document, alice: User, bob: User) -> None:
    hers = await Typist.open(document, await sync_to_async(cookie_of)(alice))
    his = await Typist.open(document, await sync_to_async(cookie_of)(bob))
    await his.send(protocol.awareness([(his.doc.client_id, 1, b'{"cursor": null}')]))
    assert await hers.listen(until=lambda: _named(hers) == ["Bob Martin"])
    await sync_to_async(close_account)(bob, ANONYMISE, by=bob)
    assert await his.listen(until=lambda: his.closed is not None, seconds=5)
    await his.close()  # a server says so by itself once it has closed a socket
    assert await hers.listen(until=lambda: _named(hers) == [], seconds=5)
    assert hers.closed is None
    await hers.close()


async def test_everybodys_page_starts_afresh_without_the_words(document: Document, alice: User, bob: User) -> None:
    his = await Typist.open(document, await sync_to_async(cookie_of)(bob))
    await his.write("Une phrase de Bob.")
    assert await his.all_saved()
    cookie = await sync_to_async(cookie_of)(alice)
    hers = await Typist.open(document, cookie)
    assert "Une phrase de Bob." in hers.words
    await sync_to_async(close_account)(bob, BLANK, by=bob)
    assert await hers.listen(until=lambda: hers.closed is not None, seconds=6)
    assert hers.closed == OTHER_EPOCH
    fresh = await Typist.open(document, cookie)
    assert "Une phrase de Bob." not in fresh.words
    assert any("données publiques" in words for words in fresh.words)
    await fresh.write("Alice continue.")
    assert await fresh.all_saved()
    await fresh.close()


async def test_what_they_were_still_sending_is_not_stored(document: Document, bob: User) -> None:
    his = await Typist.open(document, await sync_to_async(cookie_of)(bob))
    await sync_to_async(close_account)(bob, BLANK, by=bob)
    await his.write("Trop tard.")
    await his.listen(until=lambda: his.closed is not None, seconds=4)
    rows = await sync_to_async(lambda: b"".join(log.load(document.room).parts()))()
    assert b"Trop tard" not in rows


def _named(typist: Any) -> list[str]:
    return [
        state["user"]["name"] for state in typist.people.values() if state and state["user"]["name"] != "Alice Diop"
    ]
