"""The page that creates a document."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from activity.models import Event
from documents.models import Document
from permissions.actions import grant
from tests import make
from workspaces.models import Workspace


@pytest.fixture
def address(workspace: Workspace) -> str:
    return f"/espaces/{workspace.slug}/documents/nouveau/"


def test_it_works(client_of: Any, alice: User, address: str) -> None:
    answer = client_of(alice).post(address, {"title": "  Un   titre "})
    made = Document.objects.get()
    assert made.title == "Un titre"
    assert answer["Location"] == f"/documents/{made.pk}/"


def test_a_lower_rung_is_refused(client_of: Any, alice: User, carol: User, workspace: Workspace, address: str) -> None:
    grant(workspace, "contribute", to=carol, by=alice)
    for answer in (client_of(carol).get(address), client_of(carol).post(address, {"title": "Un titre"})):
        assert answer.status_code == 403
    assert not Document.objects.exists()


def test_a_stranger_sees_nothing(client_of: Any, eve: User, address: str) -> None:
    assert client_of(eve).post(address, {"title": "Un titre"}).status_code == 404
    assert Client().get(address)["Location"].startswith("/compte/login/")


@pytest.mark.parametrize("title", ["", "   ", "x" * 251])
def test_bad_input_is_told(client_of: Any, alice: User, address: str, title: str) -> None:
    answer = client_of(alice).post(address, {"title": title})
    assert answer.status_code == 422
    assert answer.context["form"].errors["title"]
    assert not Document.objects.exists()


def test_in_whose_name_is_asked_of_those_who_speak_for_somebody(client_of: Any, alice: User, address: str) -> None:
    assert "on_behalf_of" not in client_of(alice).get(address).context["form"].fields
    town = make.organisation(alice)
    make.organisation(alice, "Les Communs", public=None)
    form = client_of(alice).get(address).context["form"]
    assert list(form.fields["on_behalf_of"].queryset) == [town]
    client_of(alice).post(address, {"title": "Un titre", "on_behalf_of": town.pk})
    assert Document.objects.get().on_behalf_of == town
    client_of(alice).post(address, {"title": "Un autre", "on_behalf_of": ""})
    assert Document.objects.get(title="Un autre").on_behalf_of is None


def test_it_is_asked_inside_a_document_too(client_of: Any, alice: User, document: Document) -> None:
    town = make.organisation(alice)
    client_of(alice).post(f"/documents/{document.pk}/nouveau/", {"title": "Dedans", "on_behalf_of": town.pk})
    assert Document.objects.get(title="Dedans").on_behalf_of == town


def test_nobody_elses_name_is_taken(client_of: Any, alice: User, bob: User, address: str) -> None:
    make.organisation(alice)
    theirs = make.organisation(bob, "Ville de Brest")
    for value in (theirs.pk, 0, "x"):
        answer = client_of(alice).post(address, {"title": "Un titre", "on_behalf_of": value})
        assert (answer.status_code, bool(answer.context["form"].errors["on_behalf_of"])) == (422, True)
    assert not Document.objects.exists()


def test_it_is_recorded(client_of: Any, alice: User, address: str) -> None:
    client_of(alice).post(address, {"title": "Un titre"})
    assert Event.objects.get(verb="document.created").data["title"] == "Un titre"
