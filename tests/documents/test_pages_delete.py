"""The page that asks before a document is deleted for ever, and the trash that tells the days left."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from activity.models import Event
from documents.actions.documents import trash_document
from documents.models import Document
from permissions.actions import grant
from tests import make


@pytest.fixture
def address(document: Document, alice: User) -> str:
    trash_document(document, by=alice)
    return f"/documents/{document.pk}/supprimer/"


def test_it_says_what_goes_and_then_it_goes(client_of: Any, alice: User, document: Document, address: str) -> None:
    browser = client_of(alice)
    text = browser.get(address).content.decode()
    assert document.title in text
    assert "Rien ne le fera revenir" in text
    page = browser.post(address, follow=True)
    assert page.redirect_chain == [("/corbeille/", 302)]
    assert "est supprimé définitivement" in page.content.decode()
    assert not Document.objects.exists()


def test_it_counts_what_stands_in_it(client_of: Any, alice: User, document: Document) -> None:
    for number in range(2):
        make.document(alice, document, f"Dedans {number}")  # type: ignore[arg-type]
    trash_document(document, by=alice)
    text = client_of(alice).get(f"/documents/{document.pk}/supprimer/").content.decode()
    assert "2 documents qui s’y trouvent" in text


def test_the_trash_tells_the_days_left(client_of: Any, alice: User, document: Document, address: str) -> None:
    Document.objects.filter(pk=document.pk).update(trashed_at=timezone.now() - timedelta(days=27, hours=12))
    text = client_of(alice).get("/corbeille/").content.decode()
    assert "encore 3 jours" in text
    assert f'href="{address}"' in text


def test_what_went_with_its_place_is_told_once(client_of: Any, alice: User, document: Document) -> None:
    make.document(alice, document, "Dedans")  # type: ignore[arg-type]
    trash_document(document, by=alice)
    rows = client_of(alice).get("/corbeille/").context["rows"]
    assert [one for one, _left in rows] == [document]


def test_a_lower_rung_finds_nothing(client_of: Any, bob: User, address: str) -> None:
    assert [client_of(bob).get(address).status_code, client_of(bob).post(address).status_code] == [404, 404]
    assert Document.objects.exists()


def test_who_does_not_manage_all_of_it_is_refused(client_of: Any, alice: User, bob: User, document: Document) -> None:
    from permissions.actions import restrict

    restrict(make.document(bob, document, "À Bob"), True, by=bob)  # type: ignore[arg-type]
    trash_document(document, by=alice)
    answer = client_of(alice).post(f"/documents/{document.pk}/supprimer/")
    assert answer.status_code == 403
    assert "d’autres personnes" in answer.content.decode()


def test_a_stranger_sees_nothing(client_of: Any, eve: User, address: str) -> None:
    assert [client_of(eve).get(address).status_code, client_of(eve).post(address).status_code] == [404, 404]
    assert [Client().get(address).status_code, Client().post(address).status_code] == [302, 302]


def test_what_is_not_in_the_trash_is_not_found(client_of: Any, alice: User, document: Document) -> None:
    assert client_of(alice).post(f"/documents/{document.pk}/supprimer/").status_code == 404
    assert Document.objects.exists()


def test_other_ways_of_asking_are_refused(client_of: Any, alice: User, address: str) -> None:
    assert client_of(alice).delete(address).status_code == 405
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(alice, backend="accounts.backend.SignInBackend")
    assert careful.post(address).status_code == 403
    assert Document.objects.exists()


def test_it_is_recorded(client_of: Any, alice: User, address: str) -> None:
    client_of(alice).post(address)
    assert Event.objects.get(verb="document.deleted").actor == alice


def test_looking_records_nothing(client_of: Any, alice: User, address: str) -> None:
    before = Event.objects.count()
    client_of(alice).get(address)
    assert Event.objects.count() == before


@pytest.mark.parametrize("count", [1, 12])
def test_few_queries(
    client_of: Any, alice: User, bob: User, document: Document, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        inside = make.document(alice, document, f"Dedans {number}")  # type: ignore[arg-type]
        grant(inside, "view", to=bob, by=alice)
    trash_document(document, by=alice)
    browser = client_of(alice)
    with django_assert_max_num_queries(6):
        browser.get(f"/documents/{document.pk}/supprimer/")
