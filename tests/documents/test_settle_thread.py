"""Resolving a thread, opening it again, giving it to somebody: who may, in which state, what is told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from activity.models import Event
from documents.actions.discussion import assign_thread, open_thread, reopen_thread, resolve_thread
from documents.models import Document, Thread
from permissions.actions import grant, revoke

ACTS: dict[str, Callable[..., None]] = {
    "resolve": resolve_thread,
    "reopen": reopen_thread,
    "assign": lambda thread, by: assign_thread(thread, by, by=by),
}


@pytest.fixture
def thread(document: Document, carol: Any) -> Thread:
    return open_thread(document, "Toutes ?", by=carol)


def test_who_began_it_and_who_writes_resolve_it(document: Document, thread: Thread, carol: Any, bob: Any) -> None:
    for person in (carol, bob):
        resolve_thread(thread, by=person)
        thread.refresh_from_db()
        assert (thread.resolved_by, thread.resolved_at is not None) == (person, True)
        reopen_thread(thread, by=person)
        thread.refresh_from_db()
        assert (thread.resolved_by, thread.resolved_at) == (None, None)


@pytest.mark.parametrize("act", ACTS)
def test_others_do_not(
    document: Document, thread: Thread, alice: Any, dan: Any, eve: Any, visitor: Any, act: str
) -> None:
    grant(document, "suggest", to=eve, by=alice)  # she comments, but neither began it nor writes
    if act == "reopen":
        resolve_thread(thread, by=alice)
    for person in (dan, eve, visitor):
        with pytest.raises(PermissionDenied):
            ACTS[act](thread, by=person)


@pytest.mark.parametrize("act", ACTS)
def test_who_began_it_and_comments_no_more_does_not(
    document: Document, thread: Thread, alice: Any, carol: Any, act: str
) -> None:
    grant(document, "view", to=carol, by=alice)
    if act == "reopen":
        resolve_thread(thread, by=alice)
    with pytest.raises(PermissionDenied):
        ACTS[act](thread, by=carol)
    revoke(document, of=carol, by=alice)
    with pytest.raises(PermissionDenied):
        ACTS[act](thread, by=carol)


def test_twice_is_once_too_often(thread: Thread, bob: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        reopen_thread(thread, by=bob)
    assert refused.value.code == "open"
    resolve_thread(thread, by=bob)
    with pytest.raises(ValidationError) as refused:
        resolve_thread(thread, by=bob)
    assert refused.value.code == "resolved"


def test_it_is_given_to_somebody_who_gives_it_back(thread: Thread, bob: Any, carol: Any) -> None:
    assign_thread(thread, carol, by=bob)
    thread.refresh_from_db()
    assert thread.assigned_to == carol
    assign_thread(thread, None, by=carol)
    thread.refresh_from_db()
    assert thread.assigned_to is None


def test_the_person_it_was_given_to_gives_it_to_nobody_else(
    document: Document, thread: Thread, alice: Any, bob: Any, eve: Any
) -> None:
    grant(document, "comment", to=eve, by=alice)
    assign_thread(thread, eve, by=bob)
    with pytest.raises(PermissionDenied):
        assign_thread(thread, bob, by=eve)


@pytest.mark.parametrize("who", ["dan", "eve"])
def test_only_to_who_may_answer(thread: Thread, bob: Any, request: Any, who: str) -> None:
    with pytest.raises(ValidationError) as refused:
        assign_thread(thread, request.getfixturevalue(who), by=bob)
    assert refused.value.code == "assignee"


def test_it_is_recorded(thread: Thread, bob: Any, carol: Any) -> None:
    resolve_thread(thread, by=bob)
    reopen_thread(thread, by=bob)
    assign_thread(thread, carol, by=bob)
    assign_thread(thread, None, by=bob)
    found = Event.objects.filter(verb__startswith="discussion.").exclude(verb="discussion.opened").order_by("pk")
    assert [(one.verb, one.about) for one in found] == [
        ("discussion.resolved", ""),
        ("discussion.reopened", ""),
        ("discussion.assigned", f"user:{carol.pk}"),
        ("discussion.unassigned", ""),
    ]
    assert {one.data["thread"] for one in found} == {str(thread.pk)}


def test_not_in_the_trash(document: Document, thread: Thread, alice: Any) -> None:
    from documents.actions.documents import trash_document

    trash_document(document, by=alice)
    with pytest.raises(ValidationError) as refused:
        resolve_thread(thread, by=alice)
    assert refused.value.code == "trashed"
