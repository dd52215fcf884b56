"""A caller waits for news over plain HTTP: told at once, asked who they are again, bounded in number and time."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import urlencode

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async
from channels.testing import HttpCommunicator
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from accounts.tokens import issue_token
from config.asgi import application, long_poll
from permissions.actions import revoke
from realtime import http, log
from realtime import long_poll as long_poll_module
from realtime.models import Head
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

NOTHING = b"\x00\x00"
Asked = dict[str, Any]


class Poll:
    """One request of one person; `answer` waits for what comes back."""

    def __init__(self, document: Any, key: str | None, after: int = 0, wait: int = 20, **more: str) -> None:
        query = urlencode({"after": after, "wait": wait, **more})
        headers = [(b"host", b"testserver"), *([(b"authorization", f"Bearer {key}".encode())] if key else [])]
        path = f"/api/v1/documents/{document.pk}/sync?{query}"
        self.talk = HttpCommunicator(application, "GET", path, headers=headers)
        self.talk.scope["client"] = ("127.0.0.1", 1)

    async def begin(self) -> "Poll":
        """Returns once the request waits, or has been answered."""
        seats = len(long_poll.seats)
        self.talk.sent_request = True
        await self.talk.send_input({"type": "http.request", "body": b""})
        for _ in range(200):
            if len(long_poll.seats) > seats or not self.talk.output_queue.empty() or self.talk.future.done():
                break
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)  # it sits down a moment after it has its seat
        return self

    async def answer(self, seconds: float = 10) -> Asked:
        got = await self.talk.get_response(timeout=seconds)
        got["headers"] = {name.decode().lower(): value.decode() for name, value in got["headers"]}
        return dict(got)

    async def hang_up(self) -> None:
        await self.talk.send_input({"type": "http.disconnect"})
        await self.talk.wait(timeout=3)


@pytest_asyncio.fixture(autouse=True)
async def waiting_room_ends(transactional_db: None) -> AsyncIterator[None]:
    yield
    long_poll.stop()
    assert len(long_poll.seats) == 0, "somebody kept a seat"


@pytest.fixture
def keys(document: Any, alice: Any, bob: Any, dan: Any, eve: Any) -> dict[str, str]:
    return {name: issue_token(person, "test") for name, person in locals().items() if name != "document"}


@pytest.fixture
def last(document: Any) -> int:
    return log.standing([document.room])[document.room][0]


def add_paragraph(document: Any, author: Any, words: str) -> int:
    doc: Doc[Any] = Doc()
    root = doc.get("default", type=XmlFragment)
    with doc.transaction():
        root.children.append(XmlElement("paragraph")).children.append(XmlText(words))
    return http.push(document.room, str(author.pk), doc.get_update())


write: Callable[..., Any] = sync_to_async(add_paragraph)


# It works


async def test_what_is_there_already_is_said_at_once(document: Any, keys: dict[str, str], last: int) -> None:
    began = time.monotonic()
    answer = await (await Poll(document, keys["dan"]).begin()).answer()
    assert (answer["status"], answer["headers"]["x-log-number"]) == (200, str(last))
    assert answer["body"] != NOTHING
    assert time.monotonic() - began < 5


async def test_news_end_the_waiting(document: Any, keys: dict[str, str], last: int, bob: Any) -> None:
    poll = await Poll(document, keys["dan"], after=last).begin()
    assert len(long_poll.seats) == 1
    await write(document, bob, "Du neuf")
    answer = await poll.answer()
    assert answer["headers"]["x-log-number"] == str(last + 1)
    doc: Doc[Any] = Doc()
    doc.apply_update(answer["body"])
    assert b"Du neuf" in answer["body"]


async def test_without_news_the_answer_is_empty_when_the_time_is_over(
    document: Any, keys: dict[str, str], last: int
) -> None:
    began = time.monotonic()
    answer = await (await Poll(document, keys["dan"], after=last, wait=1).begin()).answer()
    assert (answer["status"], answer["body"]) == (200, NOTHING)
    assert answer["headers"]["x-log-number"] == str(last)
    assert 0.9 <= time.monotonic() - began < 4


async def test_what_the_relay_does_not_bring_is_found_in_the_log(
    document: Any, keys: dict[str, str], last: int, bob: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = await Poll(document, keys["dan"], after=last).begin()
    monkeypatch.setattr("realtime.relay._tell", lambda news: None)
    began = time.monotonic()
    await write(document, bob, "Sans relais")
    assert (await poll.answer())["headers"]["x-log-number"] == str(last + 1)
    assert time.monotonic() - began < long_poll_module.LOOK + 3


async def test_news_of_another_document_do_not_end_it(
    document: Any, keys: dict[str, str], last: int, alice: Any, workspace: Any
) -> None:
    other = await sync_to_async(make.document)(alice, workspace, "Un autre")
    poll = await Poll(document, keys["dan"], after=last, wait=2).begin()
    await write(other, alice, "Ailleurs")
    await asyncio.sleep(1)
    assert poll.talk.output_queue.empty()
    assert (await poll.answer())["body"] == NOTHING


async def test_no_thread_is_held(document: Any, keys: dict[str, str], last: int) -> None:
    """More wait than Python's pools have threads, and a request still comes through."""
    polls = [await Poll(document, keys[who], after=last).begin() for who in ("alice", "bob", "dan") for _ in range(7)]
    assert len(long_poll.seats) == 21
    answer = await asyncio.wait_for((await Poll(document, keys["alice"]).begin()).answer(), 5)
    assert answer["status"] == 200
    for poll in polls:
        await poll.hang_up()


# Rights


async def test_a_stranger_never_waits(document: Any, keys: dict[str, str], last: int) -> None:
    for key in (keys["eve"], None):
        poll = await Poll(document, key, after=last).begin()
        assert len(long_poll.seats) == 0
        assert (await poll.answer())["status"] == 404


async def test_rights_are_asked_again_at_the_answer(
    document: Any, keys: dict[str, str], last: int, alice: Any, dan: Any
) -> None:
    poll = await Poll(document, keys["dan"], after=last).begin()
    began = time.monotonic()
    await sync_to_async(revoke)(document, of=dan, by=alice)
    assert (await poll.answer())["status"] == 404
    assert time.monotonic() - began < 2, "the change of rights itself ends the waiting"


async def test_a_key_that_ended_ends_the_waiting(document: Any, keys: dict[str, str], last: int, dan: Any) -> None:
    poll = await Poll(document, keys["dan"], after=last).begin()
    await sync_to_async(dan.tokens.all().delete)()
    assert (await poll.answer())["status"] == 401


# The wrong state


async def test_a_page_of_another_epoch_is_told_and_does_not_wait(
    document: Any, keys: dict[str, str], last: int
) -> None:
    for what in ({"epoch": "une-autre"}, {"schema": "0"}):
        answer = await (await Poll(document, keys["dan"], after=last, **what).begin()).answer()
        assert (answer["status"], b'"epoch"' in answer["body"]) == (409, True)


async def test_a_role_that_changed_between_two_questions_is_told_at_once(
    document: Any, keys: dict[str, str], last: int
) -> None:
    answer = await (await Poll(document, keys["dan"], after=last, role="change").begin()).answer(seconds=3)
    assert (answer["status"], answer["body"], answer["headers"]["x-role"]) == (200, NOTHING, "view")


async def test_a_new_epoch_ends_the_waiting(document: Any, keys: dict[str, str], last: int) -> None:
    poll = await Poll(document, keys["dan"], after=last).begin()
    began = time.monotonic()
    await sync_to_async(Head.objects.filter(room=document.room).update)(epoch="une-autre")
    assert (await poll.answer())["headers"]["x-epoch"] == "une-autre"
    assert time.monotonic() - began < long_poll_module.LOOK + 3


# Bad input, and too much of it


@pytest.mark.parametrize("odd", ["-1", "NaN", "1e9", "²", ""])
async def test_an_odd_wait_is_no_wait(document: Any, keys: dict[str, str], last: int, odd: str) -> None:
    poll = Poll(document, keys["dan"], after=last, **{"wait": odd})  # type: ignore[arg-type]
    answer = await (await poll.begin()).answer(seconds=3)
    assert (answer["status"], answer["body"]) == (200, NOTHING)


async def test_one_person_waits_a_few_times_and_no_more(document: Any, keys: dict[str, str], last: int) -> None:
    polls = [await Poll(document, keys["dan"], after=last).begin() for _ in range(long_poll_module.MOST_OF_ONE)]
    answer = await (await Poll(document, keys["dan"], after=last).begin()).answer()
    assert (answer["status"], b'"too_many"' in answer["body"]) == (429, True)
    await polls[0].hang_up()
    another = await Poll(document, keys["dan"], after=last).begin()
    assert another.talk.output_queue.empty(), "a seat that was left is free again"
    for poll in [*polls[1:], another]:
        await poll.hang_up()


async def test_a_full_process_says_so_to_everybody(
    document: Any, keys: dict[str, str], last: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_poll_module, "MOST_WAITING", 2)
    polls = [await Poll(document, keys["dan"], after=last).begin() for _ in range(2)]
    answer = await (await Poll(document, keys["bob"], after=last).begin()).answer()
    assert (answer["status"], b'"crowded"' in answer["body"]) == (503, True)
    assert (await (await Poll(document, keys["bob"]).begin()).answer())["status"] == 200, "reading is still possible"
    for poll in polls:
        await poll.hang_up()


async def test_who_hangs_up_leaves_the_seat(document: Any, keys: dict[str, str], last: int) -> None:
    poll = await Poll(document, keys["dan"], after=last).begin()
    assert len(long_poll.seats) == 1
    await poll.hang_up()
    assert len(long_poll.seats) == 0
