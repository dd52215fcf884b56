"""Invitations and requests for access for programs."""

from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache

from documents.models import Document
from permissions.backend import rung
from workspaces.models import Workspace

pytestmark = pytest.mark.usefixtures("mails_leave")


@pytest.fixture(autouse=True)
def no_rate_limits(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture(params=["documents", "workspaces"])
def place(request: Any, document: Document, workspace: Workspace) -> tuple[Any, str]:
    """An object and its address."""
    if request.param == "documents":
        return document, f"/documents/{document.pk}"
    return workspace, f"/workspaces/{workspace.slug}"


def test_invite_list_send_again_withdraw(caller: Any, alice: Any, place: tuple[Any, str]) -> None:
    call, path = caller(alice), f"{place[1]}/invitations/"
    made = call("POST", path, {"email": "fanny@example.org", "role": "view", "language": "en"})
    assert made.status_code == 201
    invitation = made.json()["invitation"]
    assert (invitation["email"], invitation["sent"], made.json()["grant"]) == ("fanny@example.org", True, None)
    assert not [key for key in invitation if "token" in key or "digest" in key]
    assert call("GET", path).json() == {"items": [invitation], "count": 1}
    assert call("POST", f"{path}{invitation['id']}/resend/").status_code == 200
    assert len(mail.outbox) == 2
    assert call("DELETE", f"{path}{invitation['id']}/").status_code == 204
    assert call("GET", path).json()["count"] == 0
    assert call("DELETE", f"{path}{invitation['id']}/").json()["code"] == "ended"


def test_someone_with_an_account_is_granted(caller: Any, alice: Any, eve: Any, place: tuple[Any, str]) -> None:
    made = caller(alice)("POST", f"{place[1]}/invitations/", {"email": "eve@example.org", "role": "view"}).json()
    assert (made["invitation"], made["grant"]["name"]) == (None, "Eve Noir")
    assert rung(eve, place[0]) == "view"


def test_lower_rungs_and_strangers(caller: Any, alice: Any, dan: Any, eve: Any, place: tuple[Any, str]) -> None:
    path = place[1]
    made = caller(alice)("POST", f"{path}/invitations/", {"email": "f@example.org", "role": "view"})
    number = made.json()["invitation"]["id"]
    calls = [
        ("GET", "invitations/", None),
        ("POST", "invitations/", {"email": "x@example.org", "role": "view"}),
        ("POST", f"invitations/{number}/resend/", None),
        ("DELETE", f"invitations/{number}/", None),
        ("GET", "access-requests/", None),
        ("PUT", "access-requests/1/", {"role": "view"}),
        ("DELETE", "access-requests/1/", None),
    ]
    caller(alice)("PUT", f"{path}/grants/dan@example.org/", {"role": "view"})
    for person, status in ((dan, 403), (eve, 404), (None, 401)):
        call = caller(person)
        assert [call(method, f"{path}/{end}", body).status_code for method, end, body in calls] == [status] * len(calls)


@pytest.mark.parametrize(
    "body",
    [{"email": "x", "role": "view"}, {"email": "f@example.org", "role": "owner"}, {"email": "f@example.org"}, [],
     {"email": "f@example.org", "role": "view", "language": "tlh"}, {"email": "f@example.org", "role": "view", "by": 1}],
)  # fmt: skip
def test_bad_bodies_get_a_sentence(caller: Any, alice: Any, place: tuple[Any, str], body: Any) -> None:
    answer = caller(alice)("POST", f"{place[1]}/invitations/", body)
    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_asking_answers_alike_then_is_answered(caller: Any, alice: Any, eve: Any, place: tuple[Any, str]) -> None:
    subject, path = place
    nowhere = f"/documents/{uuid4()}" if subject.kind == "document" else "/workspaces/nulle-part"
    answers = [
        caller(eve)("POST", f"{one}/access-requests/", {"role": "change", "message": "Oui"}) for one in (path, nowhere)
    ]
    assert [(one.status_code, one.json()) for one in answers] == [(202, answers[0].json())] * 2
    call = caller(alice)
    [asked] = call("GET", f"{path}/access-requests/").json()["items"]
    assert (asked["name"], asked["role"], asked["message"]) == ("Eve Noir", "change", "Oui")
    accepted = call("PUT", f"{path}/access-requests/{asked['id']}/", {"role": "view"})
    assert (accepted.status_code, accepted.json()["role"]) == (200, "view")
    assert rung(eve, subject) == "view"
    assert call("DELETE", f"{path}/access-requests/{asked['id']}/").json()["code"] == "answered"


def test_a_request_can_be_refused(caller: Any, alice: Any, eve: Any, place: tuple[Any, str]) -> None:
    caller(eve)("POST", f"{place[1]}/access-requests/", {})
    [asked] = caller(alice)("GET", f"{place[1]}/access-requests/").json()["items"]
    assert caller(alice)("DELETE", f"{place[1]}/access-requests/{asked['id']}/").status_code == 204
    assert rung(eve, place[0]) is None


def test_to_manage_is_not_asked_for_and_asking_needs_an_account(caller: Any, eve: Any, place: tuple[Any, str]) -> None:
    assert caller(eve)("POST", f"{place[1]}/access-requests/", {"role": "manage"}).status_code == 422
    assert caller(None)("POST", f"{place[1]}/access-requests/", {}).status_code == 401


def test_asking_is_counted(caller: Any, eve: Any, place: tuple[Any, str], settings: Any) -> None:
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"ask_for_access": "1/h/user"}
    call = caller(eve)
    assert [call("POST", f"{place[1]}/access-requests/", {}).status_code for _ in range(2)] == [202, 429]
