"""The trash: in with a way back in the message, out again."""

from typing import Any

from django.test import Client

from accounts.models import User
from activity.models import Event
from documents.actions.documents import trash_document
from documents.models import Document
from permissions.actions import grant


def throw(browser: Client, document: Document) -> Any:
    return browser.post(f"/documents/{document.pk}/corbeille/", follow=True)


def test_a_manager_throws_it_away_and_the_message_undoes_it(client_of: Any, alice: User, document: Document) -> None:
    browser = client_of(alice)
    page = throw(browser, document).content.decode()
    assert "est à la corbeille" in page
    assert f'action="/documents/{document.pk}/restaurer/"' in page
    browser.post(f"/documents/{document.pk}/restaurer/")
    assert browser.get(f"/documents/{document.pk}/").status_code == 200


def test_the_page_of_the_trash_gives_it_back(client_of: Any, alice: User, document: Document) -> None:
    trash_document(document, by=alice)
    text = client_of(alice).get("/corbeille/").content.decode()
    assert document.title in text
    assert f'action="/documents/{document.pk}/restaurer/"' in text


def test_a_lower_rung_is_refused(client_of: Any, alice: User, bob: User, document: Document) -> None:
    assert throw(client_of(bob), document).status_code == 403
    trash_document(document, by=alice)
    assert client_of(bob).post(f"/documents/{document.pk}/restaurer/").status_code == 404
    assert document.title not in client_of(bob).get("/corbeille/").content.decode()


def test_a_stranger_sees_nothing(client_of: Any, alice: User, eve: User, document: Document) -> None:
    assert throw(client_of(eve), document).status_code == 404
    trash_document(document, by=alice)
    assert client_of(eve).post(f"/documents/{document.pk}/restaurer/").status_code == 404
    assert Client().get("/corbeille/").status_code == 302


def test_twice_is_too_many(client_of: Any, alice: User, document: Document) -> None:
    browser = client_of(alice)
    throw(browser, document)
    assert throw(browser, document).status_code == 404
    browser.post(f"/documents/{document.pk}/restaurer/")
    assert browser.post(f"/documents/{document.pk}/restaurer/").status_code == 404


def test_only_by_post(client_of: Any, alice: User, document: Document) -> None:
    assert client_of(alice).get(f"/documents/{document.pk}/corbeille/").status_code == 405


def test_it_is_recorded(client_of: Any, alice: User, document: Document) -> None:
    browser = client_of(alice)
    throw(browser, document)
    browser.post(f"/documents/{document.pk}/restaurer/")
    assert Event.objects.filter(verb__in=["document.trashed", "document.restored"], actor=alice).count() == 2


def test_who_manages_the_document_alone_is_led_home(client_of: Any, alice: User, bob: User, document: Document) -> None:
    grant(document, "manage", to=bob, by=alice)
    page = throw(client_of(bob), document)
    assert page.redirect_chain == [("/", 302)]
    assert "est à la corbeille" in page.content.decode()
