"""The pages on which a name is taken out of a document: told before, done once, for good."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from documents.contributors import contributors
from documents.models import Document, WithheldName
from permissions.actions import share_by_link
from permissions.guests import enter_as_guest
from tests.threads import thread_on
from tests.writing import write

pytestmark = pytest.mark.django_db(transaction=True)

LABEL = "Une personne qui a retiré son nom"
SURE = {"sure": "on"}


@pytest.fixture
def page(document: Document) -> str:
    return f"/documents/{document.pk}/auteurs/"


def erasure(page: str, person: User) -> str:
    return f"{page}{person.pk}/retirer-le-nom/"


def test_ones_own(client_of: Any, document: Document, bob: User, page: str) -> None:
    write(document, bob, "Bob était là.")
    browser = client_of(bob)
    own = f"{page}retirer-mon-nom/"
    assert own in browser.get(page).content.decode()
    told = browser.get(own).content.decode()
    assert "Ce qui ne peut pas être annulé" in told
    assert "porte de nouveau le nom" in told
    said = browser.post(own, SURE, follow=True).content.decode()
    assert "Votre nom est retiré de ce document." in said
    assert LABEL in said
    assert own not in said  # their name stands there no more
    assert "Bob Martin" not in {part.name for part in contributors(document).people}


def test_nothing_without_saying_that_one_understood(client_of: Any, document: Document, bob: User, page: str) -> None:
    write(document, bob, "Bob était là.")
    answer = client_of(bob).post(f"{page}retirer-mon-nom/", {})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not WithheldName.objects.exists()


def test_a_guest_finds_it_too(client_of: Any, document: Document, alice: User, page: str) -> None:
    share_by_link(document, reach="public", link_role="change", by=alice)
    guest = enter_as_guest(Document.objects.get(), "Zoé Invitée")
    write(document, guest, "Une phrase de Zoé.")
    browser = client_of(guest)
    assert "Zoé Invitée" in browser.get(page).content.decode()
    said = browser.post(f"{page}retirer-mon-nom/", SURE, follow=True).content.decode()
    assert LABEL in said
    assert {part.name for part in contributors(document).people} == {"Alice Diop", LABEL}


def test_who_manages_finds_everybody_named(
    client_of: Any, document: Document, alice: User, carol: User, page: str
) -> None:
    thread_on(document, "publiques", by=carol)
    browser = client_of(alice)
    said = browser.get(page).content.decode()
    assert "Citées à côté du texte" in said
    assert erasure(page, carol) in said
    assert erasure(page, alice) not in said
    form = browser.get(erasure(page, carol)).content.decode()
    assert "Carol Petit" in form
    today = timezone.localdate().isoformat()
    done = browser.post(erasure(page, carol), SURE | {"asked_on": today}, follow=True).content.decode()
    assert "Ce nom est retiré du document." in done
    assert "Carol Petit" not in done


def test_a_day_to_come_is_refused_on_its_field(
    client_of: Any, document: Document, alice: User, bob: User, page: str
) -> None:
    write(document, bob, "Bob était là.")
    answer = client_of(alice).post(erasure(page, bob), SURE | {"asked_on": "2999-01-01"})
    assert "pas encore venu" in answer.content.decode()
    assert not WithheldName.objects.exists()


@pytest.mark.parametrize("name", ["bob", "carol", "dan"])
def test_below_manage_nobody_takes_out_anothers(
    request: Any, client_of: Any, document: Document, alice: User, page: str, name: str
) -> None:
    browser = client_of(request.getfixturevalue(name))
    assert "retirer-le-nom" not in browser.get(page).content.decode()
    assert browser.post(erasure(page, alice), SURE).status_code == 403


def test_a_stranger_finds_nothing(client_of: Any, document: Document, alice: User, eve: User, page: str) -> None:
    for address in (f"{page}retirer-mon-nom/", erasure(page, alice)):
        assert client_of(eve).get(address).status_code == 404


def test_a_visitor_is_asked_to_sign_in(document: Document, page: str) -> None:
    assert Client().get(f"{page}retirer-mon-nom/").status_code == 302


def test_somebody_who_did_nothing_here(client_of: Any, document: Document, alice: User, dan: User, page: str) -> None:
    browser = client_of(dan)
    assert "retirer-mon-nom" not in browser.get(page).content.decode()
    assert "ne figure nulle part" in browser.post(f"{page}retirer-mon-nom/", SURE).content.decode()
    assert client_of(alice).get(erasure(page, dan)).status_code == 404
