"""Sharing a document: people, those whom the workspace brings, the address."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from activity.models import Event
from documents.actions.documents import trash_document
from documents.models import Document
from permissions.actions import grant
from tests import make


@pytest.fixture
def address(document: Document) -> str:
    return f"/documents/{document.pk}/partager/"


@pytest.mark.parametrize("rung", ["view", "comment", "suggest", "change", "manage"])
def test_a_manager_gives_each_of_the_five_rungs(
    client_of: Any, alice: User, eve: User, document: Document, address: str, rung: str
) -> None:
    answer = client_of(alice).post(address, {"part": "person", "email": eve.email, "role": rung})
    assert answer["Location"] == address
    assert eve.has_perm(f"documents.{rung}_document", document)


def test_and_takes_it_away(client_of: Any, alice: User, bob: User, document: Document, address: str) -> None:
    client_of(alice).post(f"{address}{bob.pk}/", {"role": "view", "action": "change"})
    assert not bob.has_perm("documents.change_document", document)
    client_of(alice).post(f"{address}{bob.pk}/", {"action": "remove"})
    assert client_of(bob).get(f"/documents/{document.pk}/").status_code == 404


def test_a_manager_opens_the_address_to_all(
    client_of: Any, alice: User, eve: User, document: Document, address: str
) -> None:
    client_of(alice).post(address, {"part": "link", "reach": "public", "link_role": "comment"})
    assert Client().get(f"/documents/{document.pk}/lire/").status_code == 200
    assert eve.has_perm("documents.comment_document", Document.objects.get(pk=document.pk))


def test_those_whom_the_workspace_brings_are_shown_apart(
    client_of: Any, alice: User, eve: User, document: Document, address: str
) -> None:
    grant(document.workspace, "contribute", to=eve, by=alice)
    page = client_of(alice).get(address)
    assert (eve, "suggest") in page.context["brought"]
    assert eve not in [person for person, rung in page.context["people"]]


def test_a_lower_rung_is_refused(
    client_of: Any, alice: User, bob: User, eve: User, document: Document, address: str
) -> None:
    browser = client_of(bob)
    assert browser.get(address).status_code == 403
    assert browser.post(address, {"part": "person", "email": eve.email, "role": "view"}).status_code == 403
    assert browser.post(address, {"part": "link", "reach": "public", "link_role": "view"}).status_code == 403
    assert browser.post(f"{address}{alice.pk}/", {"action": "remove"}).status_code == 403
    document.refresh_from_db()
    assert document.reach == "restricted"


def test_a_stranger_sees_nothing(client_of: Any, eve: User, alice: User, address: str) -> None:
    assert client_of(eve).get(address).status_code == 404
    assert client_of(eve).post(f"{address}{alice.pk}/", {"action": "remove"}).status_code == 404


def test_not_in_the_trash(client_of: Any, alice: User, document: Document, address: str) -> None:
    trash_document(document, by=alice)
    assert client_of(alice).get(address).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {"part": "person", "email": "nobody@example.org", "role": "view"},
        {"part": "person", "email": "no address", "role": "view"},
        {"part": "person", "email": "bob@example.org", "role": "king"},
        {"part": "link", "reach": "moon", "link_role": "view"},
        {"part": "link", "reach": "public", "link_role": "manage"},
    ],
)
def test_bad_input_is_told(client_of: Any, alice: User, document: Document, address: str, sent: dict[str, str]) -> None:
    answer = client_of(alice).post(address, sent)
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()


def test_the_last_manager_stays(client_of: Any, alice: User, document: Document, address: str) -> None:
    page = client_of(alice).post(f"{address}{alice.pk}/", {"action": "remove"}, follow=True)
    assert "dernière personne responsable" in page.content.decode()


def test_it_is_recorded(client_of: Any, alice: User, eve: User, address: str) -> None:
    client_of(alice).post(address, {"part": "person", "email": eve.email, "role": "comment"})
    assert Event.objects.filter(verb="access.granted", data__person="Eve Noir", data__role="comment").exists()


@pytest.mark.parametrize("count", [1, 10])
def test_few_queries(
    client_of: Any, alice: User, document: Document, address: str, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        grant(document, "view", to=make.person(f"P{number} Personne"), by=alice)
    browser = client_of(alice)
    with django_assert_max_num_queries(8):
        browser.get(address)
