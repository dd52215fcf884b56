"""An administrator who acts for a person neither writes nor follows a live text, and what they had open closes."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from accounts.acting import ACTING, act_for
from accounts.models import User
from documents.models import Document
from permissions.actions import grant
from tests import second_factors
from tests.realtime.client import Typist

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def root(db: Any) -> User:
    return second_factors.administrator()


def cookie(browser: Client) -> bytes:
    return f"sessionid={browser.session.session_key}".encode()


def begin(browser: Client, root: User, person: User) -> None:
    row = act_for(person, by=root, reason="Essai")
    session = browser.session
    session[ACTING] = row.pk
    session.save()


async def test_no_socket_opens_meanwhile(document: Document, alice: User, root: User) -> None:
    browser = await sync_to_async(second_factors.signed_in)(root)
    await sync_to_async(begin)(browser, root, alice)
    assert (await Typist.open(document, await sync_to_async(cookie)(browser))).closed == 4403


async def test_what_the_administrator_had_open_closes(document: Document, alice: User, bob: User, root: User) -> None:
    """Their own rights would go on writing in their own name, in a browser that says they are somebody else."""
    await sync_to_async(grant)(document, "change", to=root, by=alice)
    browser = await sync_to_async(second_factors.signed_in)(root)
    open_before = await Typist.open(document, await sync_to_async(cookie)(browser))
    assert open_before.synced
    await sync_to_async(begin)(browser, root, bob)
    assert await open_before.listen(until=lambda: open_before.closed, seconds=2.0)
    assert (await Typist.open(document, await sync_to_async(cookie)(browser))).closed == 4403


async def test_the_persons_own_sockets_stay(document: Document, alice: User, root: User) -> None:
    hers = await sync_to_async(Client)()
    await sync_to_async(hers.force_login)(alice, backend="accounts.backend.SignInBackend")
    typist = await Typist.open(document, await sync_to_async(cookie)(hers))
    browser = await sync_to_async(second_factors.signed_in)(root)
    await sync_to_async(begin)(browser, root, alice)
    await typist.write("Je continue")
    assert await typist.all_saved()
    await typist.close()
