"""A right that ends between the answer at the door and the seat in the room: the news came too early for the newcomer."""

import asyncio
import time
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import User
from accounts.sessions import end_session
from config.asgi import document_socket
from documents.models import Document
from documents.socket import DocumentGatekeeper
from permissions.actions import grant, revoke
from realtime.deadlines import Deadlines
from realtime.gatekeeper import Admission
from tests.realtime.client import Typist, cookie_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Acts to be done once, right after the next answer at the door."""
    acts: list[Any] = []

    class Slow(DocumentGatekeeper):
        def admit(self, scope: Any, room: str) -> Admission:
            answer = super().admit(scope, room)
            if acts:
                acts.pop()()
            return answer

    monkeypatch.setattr(document_socket, "_gatekeeper", Slow())
    return acts


async def test_who_was_let_in_before_the_news_is_asked_about_again(
    meanwhile: list[Any], document: Document, alice: User, dan: User
) -> None:
    meanwhile.append(lambda: revoke(document, of=dan, by=alice))
    typist = await Typist.open(document, await sync_to_async(cookie_of)(dan))
    assert await typist.listen(until=lambda: typist.closed, seconds=2.0)
    assert typist.closed == 4404


async def test_a_right_that_came_meanwhile_is_told(
    meanwhile: list[Any], document: Document, alice: User, dan: User
) -> None:
    meanwhile.append(lambda: grant(document, "change", to=dan, by=alice))
    typist = await Typist.open(document, await sync_to_async(cookie_of)(dan))
    assert await typist.listen(until=lambda: "change" in typist.roles, seconds=2.0)
    await typist.write("Enfin")
    assert await typist.all_saved()
    await typist.close()


async def test_a_session_that_ended_meanwhile_lets_nobody_stay(
    meanwhile: list[Any], document: Document, dan: User
) -> None:
    browser = await sync_to_async(Client)()
    await sync_to_async(browser.force_login)(dan, backend="accounts.backend.SignInBackend")
    key = str(browser.session.session_key)
    row = {"user": dan, "session_key": key, "ip": "127.0.0.0", "user_agent": "Firefox"}
    ended = await UserSession.objects.acreate(**row)
    meanwhile.append(lambda: end_session(dan, ended.pk))
    typist = await Typist.open(document, f"sessionid={key}".encode())
    assert await typist.listen(until=lambda: typist.closed, seconds=2.0)
    assert typist.closed == 4503
    assert not await Session.objects.filter(session_key=key).aexists()


# By the clock


async def test_a_room_is_asked_about_at_the_first_end_and_not_before() -> None:
    asked: list[str] = []
    deadlines, now = Deadlines(asked.append), time.time()
    deadlines.expect("a", [Admission(until=now + 30), Admission(), Admission(until=now + 0.2)])
    deadlines.expect("a", [Admission(until=now + 20)])
    deadlines.expect("b", [Admission()])
    await asyncio.sleep(0.1)
    assert asked == []
    await asyncio.sleep(0.3)
    assert asked == ["a"]
    deadlines.expect("a", [Admission(until=now)])
    deadlines.stop()
    await asyncio.sleep(0.1)
    assert asked == ["a"]
