"""What the API's answers tell of an address: to managers alone, whether it has an account, and not without end."""

from typing import Any
from urllib.parse import quote

import pytest

from accounts.models import User
from documents.models import Document
from permissions.actions import share_by_link
from permissions.guests import enter
from tests import make
from workspaces.models import Workspace

STRANGER = "personne@example.org"


@pytest.fixture(autouse=True)
def few(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"add_member": "3/h/user"}


@pytest.fixture(params=["document", "workspace"])
def grants(request: Any, document: Document, workspace: Workspace) -> str:
    kinds = {"document": f"/documents/{document.pk}", "workspace": f"/workspaces/{workspace.slug}"}
    return f"{kinds[request.param]}/grants/"


def put(call: Any, grants: str, address: str) -> int:
    status: int = call("PUT", f"{grants}{quote(address)}/", {"role": "view"}).status_code
    return status


def test_people_with_an_account_are_let_in_without_being_counted(caller: Any, alice: User, grants: str) -> None:
    call = caller(alice)
    addresses = [make.person(f"P{number} Personne").email for number in range(6)]
    assert [put(call, grants, address or "") for address in addresses] == [200] * 6


def test_after_some_addresses_without_one_no_answer_tells_more(
    caller: Any, alice: User, eve: User, grants: str
) -> None:
    call = caller(alice)
    assert [put(call, grants, f"p{number}@example.org") for number in range(3)] == [404] * 3
    refused = call("PUT", f"{grants}{STRANGER}/", {"role": "view"})
    assert (refused.status_code, refused.json()["code"]) == (429, "error")
    assert put(call, grants, eve.email or "") == 429
    assert put(call, grants, str(alice.pk)) == 422  # people who are here already are told apart by their number


def test_another_person_is_counted_apart(caller: Any, alice: User, bob: User, document: Document) -> None:
    mine, theirs = f"/documents/{document.pk}/grants/", make.document(bob, make.workspace(bob, "Atelier")).pk
    for number in range(4):
        put(caller(alice), mine, f"p{number}@example.org")
    assert put(caller(bob), f"/documents/{theirs}/grants/", alice.email or "") == 200


def test_who_may_not_share_learns_nothing_and_is_not_counted(
    caller: Any, bob: User, dan: User, document: Document
) -> None:
    grants = f"/documents/{document.pk}/grants/"
    for _ in range(5):
        assert [put(caller(bob), grants, address) for address in (dan.email or "", STRANGER)] == [403, 403]


def test_taking_away_tells_nothing_of_who_has_no_role(caller: Any, alice: User, eve: User, grants: str) -> None:
    answers = [caller(alice)("DELETE", f"{grants}{address}/") for address in (eve.email, STRANGER)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_nor_does_taking_out_of_a_group(caller: Any, alice: User, eve: User) -> None:
    group = make.group(alice)
    answers = [caller(alice)("DELETE", f"/groups/{group.pk}/members/{key}/") for key in (eve.email, STRANGER)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_who_came_in_by_the_link_is_taken_away_by_address(
    caller: Any, alice: User, eve: User, document: Document
) -> None:
    share_by_link(document, reach="signed_in", link_role="comment", password="tilleul 1789", by=alice)
    enter(document, by=eve, password="tilleul 1789")
    assert caller(alice)("DELETE", f"/documents/{document.pk}/grants/{eve.email}/").status_code == 204
    assert not eve.has_perm("documents.view_document", Document.objects.get())


@pytest.mark.parametrize("key", ["no address", "²", "a@"])
def test_what_is_no_address_is_told(caller: Any, alice: User, grants: str, key: str) -> None:
    assert put(caller(alice), grants, key) == 422
