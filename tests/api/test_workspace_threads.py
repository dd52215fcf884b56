"""The discussion of a workspace in the API."""

from typing import Any

import pytest

from accounts.models import User
from activity.models import Event
from documents.actions.discussion import open_thread
from documents.models import Comment, Thread
from permissions.actions import grant
from workspaces.models import Workspace


@pytest.fixture
def address(workspace: Workspace, alice: User, carol: User, dan: User) -> str:
    """Carol contributes, Dan reads."""
    grant(workspace, "contribute", to=carol, by=alice)
    grant(workspace, "view", to=dan, by=alice)
    return f"/workspaces/{workspace.slug}/threads/"


@pytest.fixture
def thread(address: str, workspace: Workspace, carol: User) -> Thread:
    return open_thread(workspace, "Quand nous voyons-nous ?", by=carol, title="Réunion")


def test_it_is_begun_answered_resolved_and_opened_again(caller: Any, address: str, alice: User, carol: User) -> None:
    made = caller(carol)("POST", address, {"body": "Quand nous voyons-nous ?", "title": "Réunion"}).json()
    one = f"{address}{made['id']}/"
    said = caller(alice)("POST", f"{one}comments/", {"body": "@Carol Petit, jeudi.", "mentioned": [carol.pk]}).json()
    assert "@Carol Petit" in said["html"]
    assert caller(alice)("PUT", f"{one}resolved/").json()["state"] == "resolved"
    assert caller(carol)("GET", address).json()["count"] == 0
    assert caller(alice)("DELETE", f"{one}resolved/").json()["state"] == "open"
    [listed] = caller(carol)("GET", address).json()["items"]
    assert (listed["title"], len(listed["comments"])) == ("Réunion", 2)
    assert caller(carol)("GET", one).json() == listed


def test_its_author_changes_and_takes_back_a_comment(caller: Any, address: str, thread: Thread, carol: User) -> None:
    comment = f"{address}{thread.pk}/comments/{thread.comments.get().pk}/"
    assert caller(carol)("PATCH", comment, {"body": "Jeudi ?"}).json()["body"] == "Jeudi ?"
    assert caller(carol)("DELETE", comment).status_code == 204
    assert not Thread.objects.exists()


def test_a_reader_reports_and_a_manager_judges(
    caller: Any, address: str, thread: Thread, alice: User, dan: User
) -> None:
    comment = f"{address}{thread.pk}/comments/{thread.comments.get().pk}/"
    assert caller(dan)("POST", f"{comment}reports/", {"reason": "Hors sujet"}).status_code == 201
    assert caller(alice)("DELETE", f"{comment}reports/").status_code == 204
    assert caller(alice)("PUT", f"{comment}hidden/", {"reason": "Hors sujet"}).json()["state"] == "hidden"
    assert caller(alice)("PUT", f"{comment}shown/").json()["state"] == "shown"


def test_a_lower_rung_is_refused(caller: Any, address: str, thread: Thread, dan: User) -> None:
    one = f"{address}{thread.pk}/"
    comment = f"{one}comments/{thread.comments.get().pk}/"
    for refused in (
        caller(dan)("POST", address, {"body": "Moi aussi"}),
        caller(dan)("POST", f"{one}comments/", {"body": "Moi aussi"}),
        caller(dan)("PUT", f"{one}resolved/"),
        caller(dan)("PATCH", comment, {"body": "Non"}),
        caller(dan)("PUT", f"{comment}hidden/", {"reason": "Non"}),
    ):
        assert refused.status_code == 403
    assert Comment.objects.count() == 1


def test_a_stranger_sees_nothing(caller: Any, address: str, thread: Thread, eve: User) -> None:
    assert caller(eve)("GET", address).status_code == 404
    assert caller(eve)("GET", f"{address}{thread.pk}/").status_code == 404
    assert caller(eve)("POST", address, {"body": "Bonjour"}).status_code == 404


def test_wrong_state_and_bad_input(caller: Any, address: str, thread: Thread, alice: User, carol: User) -> None:
    caller(alice)("PUT", f"{address}{thread.pk}/resolved/")
    late = caller(carol)("POST", f"{address}{thread.pk}/comments/", {"body": "Encore"})
    assert (late.status_code, late.json()["code"]) == (422, "resolved")
    empty: Any = caller(carol)("POST", address, {"body": " "})
    assert (empty.status_code, "body" in empty.json()["fields"]) == (422, True)
    assert caller(carol)("GET", f"{address}?state=none").status_code == 422


def test_it_is_recorded(caller: Any, address: str, carol: User, workspace: Workspace) -> None:
    caller(carol)("POST", address, {"body": "Bonjour"})
    event = Event.objects.get(verb="discussion.opened")
    assert (event.actor, event.workspace) == (carol, workspace.pk)


def test_few_queries(
    caller: Any, address: str, thread: Thread, carol: User, workspace: Workspace, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        open_thread(workspace, f"Message {number}", by=carol)
    ask = caller(carol)
    ask("GET", address)  # what Django remembers of its tables, and that the key was used today, is not counted
    with django_assert_max_num_queries(6):
        assert ask("GET", address).json()["count"] == 7
