"""Who sees a document and why; keeping it for those invited there; leaving it."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from documents.actions.documents import create_document
from documents.models import Document
from permissions.actions import grant, share_by_link
from permissions.backend import rung
from permissions.guests import enter_as_guest


@pytest.fixture
def page(document: Document) -> str:
    return f"/documents/{document.pk}/"


def plain(answer: Any) -> str:
    said = answer.content.decode()
    return str(said.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " "))


def test_a_manager_sees_who_and_why(client_of: Any, alice: User, eve: User, document: Document, page: str) -> None:
    grant(document.workspace, "contribute", to=eve, by=alice)
    share_by_link(document, reach="public", link_role="comment", by=alice)
    enter_as_guest(Document.objects.get(), "Zoé")
    said = plain(client_of(alice).get(f"{page}qui/"))
    for name in ("Alice Diop", "Bob Martin", "Carol Petit", "Dan Leroy", "Eve Noir", "Zoé"):
        assert name in said
    assert "depuis « République numérique »" in said
    assert "par le lien de « Ouvrir les données »" in said


def test_closing_is_shown_before_it_is_done(
    client_of: Any, alice: User, eve: User, document: Document, page: str
) -> None:
    grant(document.workspace, "view", to=eve, by=alice)
    browser = client_of(alice)
    shown = browser.get(f"{page}reserver/")
    assert shown.context["lost"] == [(eve, "view")]
    assert not Document.objects.get().restricted
    browser.post(f"{page}reserver/", {"restricted": "1"})
    assert rung(eve, Document.objects.get()) is None
    again = browser.get(f"{page}reserver/")
    assert again.context["told"].gained == [(eve, "view")]
    browser.post(f"{page}reserver/", {"restricted": "0"})
    assert rung(eve, Document.objects.get()) == "view"


def test_anyone_with_a_role_leaves(client_of: Any, bob: User, document: Document, page: str) -> None:
    browser = client_of(bob)
    assert browser.get(f"{page}quitter/").status_code == 200
    assert browser.post(f"{page}quitter/")["Location"] == "/"
    assert rung(bob, Document.objects.get()) is None


def test_a_guest_leaves_too(client_of: Any, alice: User, document: Document, page: str) -> None:
    share_by_link(document, reach="public", link_role="change", by=alice)
    guest = enter_as_guest(Document.objects.get(), "Zoé")
    client_of(guest).post(f"{page}quitter/")
    assert rung(guest, Document.objects.get()) == "view"


def test_the_last_manager_hands_it_over(client_of: Any, alice: User, bob: User, document: Document, page: str) -> None:
    browser = client_of(alice)
    refused = browser.post(f"{page}quitter/")
    assert refused.status_code == 422
    assert "dernière personne responsable" in refused.content.decode()
    assert "Vous êtes la dernière personne responsable" in plain(browser.get(f"{page}quitter/"))
    browser.post(f"{page}quitter/", {"to": bob.pk, "stay_as": "view"})
    fresh = Document.objects.get()
    assert (rung(bob, fresh), rung(alice, fresh)) == ("manage", "manage")  # the workspace is still Alice's
    assert [str(one) for one, role in _managers(fresh)] == ["Bob Martin"]


def _managers(document: Document) -> list[Any]:
    from permissions.actions import holders

    return [pair for pair in holders(document) if pair[1] == "manage"]


@pytest.mark.parametrize("path", ["qui/", "reserver/"])
def test_a_place_above_is_named_to_those_alone_who_see_it(
    client_of: Any, alice: User, eve: User, document: Document, path: str
) -> None:
    """Eve manages a section, and sees neither the document it stands in nor its workspace."""
    section = create_document(document, "Section", by=alice)
    grant(section, "manage", to=eve, by=alice)
    address = f"/documents/{section.pk}/{path}"
    assert document.title in client_of(alice).get(address).content.decode()
    told = plain(client_of(eve).get(address))
    assert document.title not in told
    assert "« un endroit que vous ne voyez pas »" in told


@pytest.mark.parametrize("path", ["qui/", "reserver/"])
def test_a_lower_rung_is_refused(client_of: Any, bob: User, page: str, path: str) -> None:
    assert client_of(bob).get(page + path).status_code == 403
    if path == "reserver/":
        assert client_of(bob).post(page + path, {"restricted": "1"}).status_code == 403


@pytest.mark.parametrize("path", ["qui/", "reserver/", "quitter/"])
def test_a_stranger_sees_nothing(client_of: Any, eve: User, page: str, path: str) -> None:
    assert client_of(eve).get(page + path).status_code == 404
    assert Client().get(page + path).status_code == 302


@pytest.mark.parametrize("to", ["999999", "x"])
def test_bad_input_is_told(client_of: Any, alice: User, page: str, to: str) -> None:
    assert client_of(alice).post(f"{page}quitter/", {"to": to}).status_code == 422


def test_who_holds_a_role_is_told_to_managers_alone(
    client_of: Any, bob: User, carol: User, eve: User, page: str
) -> None:
    """Nor does the way in which one is refused tell it."""
    browser = client_of(bob)
    for someone in (carol, eve):
        assert browser.post(f"{page}quitter/", {"to": someone.pk}).status_code == 403
        assert browser.post(f"{page}partager/{someone.pk}/", {"action": "remove"}).status_code == 403


def test_nothing_to_leave_is_told(client_of: Any, alice: User, eve: User, document: Document, page: str) -> None:
    grant(document.workspace, "view", to=eve, by=alice)
    browser = client_of(eve)
    assert browser.get(f"{page}quitter/").context["nothing_held"] is True
    assert browser.post(f"{page}quitter/").status_code == 422
