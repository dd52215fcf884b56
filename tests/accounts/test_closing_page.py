"""The page that closes an account: both ways told, what holds one back, what goes too, a confirmation that is typed."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts.models import User
from documents.actions.documents import trash_document
from documents.models import Document
from permissions.actions import grant
from tests import make
from tests.accounts.leaver import proven
from tests.accounts.test_sign_up import code_in
from workspaces.models import Workspace

PAGE = "/profil/fermer/"
pytestmark = pytest.mark.django_db


def said(user: User, **other: str) -> dict[str, str]:
    return {"how": "anonymise", "confirmation": str(user.email)} | other


def test_it_closes(client_of: Any, dan: User) -> None:
    browser = proven(client_of(dan), dan)
    answer = browser.post(PAGE, said(dan, confirmation=" DAN@example.org "), follow=True)
    assert "Votre compte est fermé" in answer.content.decode()
    assert User.objects.get(pk=dan.pk).is_closed
    assert browser.get("/profil/").status_code == 302


def test_both_ways_are_explained(client_of: Any, dan: User) -> None:
    page = proven(client_of(dan), dan).get(PAGE).content.decode()
    for word in ("Personne partie", "disparaît", "Il y a", "dan@example.org"):
        assert word in page or word == "Il y a"
    assert 'value="anonymise"' in page
    assert 'value="blank"' in page
    assert f'data-clears-copies="{dan.pk}"' in page


def test_what_needs_another_manager_is_listed_and_nothing_can_be_closed(
    client_of: Any, alice: User, document: Document
) -> None:
    browser = proven(client_of(alice), alice)
    page = browser.get(PAGE).content.decode()
    assert document.get_absolute_url() in page
    assert 'name="confirmation"' not in page
    assert browser.post(PAGE, said(alice)).status_code == 422
    assert not User.objects.get(pk=alice.pk).is_closed


def test_what_goes_too_is_listed(client_of: Any, dan: User) -> None:
    draft = make.document(dan, make.workspace(dan, "À moi"), "Brouillon")
    assert draft.get_absolute_url() in proven(client_of(dan), dan).get(PAGE).content.decode()


def test_a_visitor_is_asked_to_sign_in() -> None:
    assert Client().get(PAGE)["Location"] == f"/compte/login/?next={PAGE}"


def test_without_a_proof_nothing_is_shown_or_closed(client_of: Any, dan: User) -> None:
    browser = client_of(dan)
    for answer in (browser.get(PAGE), browser.post(PAGE, said(dan))):
        assert answer["Location"].startswith("/profil/code/?next=")
    assert not User.objects.get(pk=dan.pk).is_closed


def test_a_proof_that_is_too_old_is_none(client_of: Any, dan: User) -> None:
    assert proven(client_of(dan), dan, ago=400).get(PAGE).status_code == 302


def test_whoever_has_a_password_is_asked_for_it(client_of: Any, dan: User) -> None:
    dan.set_password("quatre mots bien choisis")
    dan.save()
    browser = client_of(dan)
    asked = browser.get(PAGE)
    assert asked["Location"].startswith("/compte/reauthenticate/")
    wrong = browser.post(asked["Location"], {"password": "autre chose", "next": PAGE})
    assert wrong.status_code == 200
    assert browser.get(PAGE).status_code == 302
    assert browser.post(asked["Location"], {"password": "quatre mots bien choisis", "next": PAGE})["Location"] == PAGE
    assert browser.get(PAGE).status_code == 200


def test_a_code_by_mail_opens_the_page_for_a_few_minutes(client_of: Any, dan: User) -> None:
    EmailAddress.objects.create(user=dan, email=dan.email, verified=True, primary=True)
    browser = client_of(dan)
    asked = browser.get(PAGE)
    [message] = mail.outbox
    assert message.to == [dan.email]
    assert browser.post("/profil/code/", {"code": code_in(message), "next": PAGE})["Location"] == PAGE
    assert browser.get(PAGE).status_code == 200
    assert asked["Location"].endswith("%2Fprofil%2Ffermer%2F")


@pytest.mark.parametrize("wrong", ["", "AAA-AAA", "é" * 30])
def test_a_wrong_code_is_told(client_of: Any, dan: User, wrong: str) -> None:
    browser = client_of(dan)
    browser.get(PAGE)
    assert browser.post("/profil/code/", {"code": wrong, "next": PAGE}).status_code == 422
    assert browser.get(PAGE).status_code == 302


def test_three_wrong_codes_end_the_right_one(client_of: Any, dan: User) -> None:
    browser = client_of(dan)
    browser.get(PAGE)
    for _ in range(3):
        browser.post("/profil/code/", {"code": "AAA-AAA", "next": PAGE})
    assert browser.post("/profil/code/", {"code": code_in(mail.outbox[0]), "next": PAGE}).status_code == 422


def test_another_code_can_be_asked_for(client_of: Any, dan: User) -> None:
    browser = client_of(dan)
    browser.get(PAGE)
    assert browser.post("/profil/code/", {"again": "1", "next": PAGE}).status_code == 200
    first, second = (code_in(message) for message in mail.outbox)
    assert browser.post("/profil/code/", {"code": first, "next": PAGE}).status_code == (302 if first == second else 422)
    assert browser.post("/profil/code/", {"code": second.lower(), "next": PAGE}).status_code == 302


def test_the_code_never_leads_to_another_site(client_of: Any, dan: User) -> None:
    browser = client_of(dan)
    browser.get(PAGE)
    answer = browser.post("/profil/code/", {"code": code_in(mail.outbox[0]), "next": "https://ailleurs.example/"})
    assert answer["Location"] == "/"


@pytest.mark.parametrize(
    "wrong", [{"confirmation": "eve@example.org"}, {"confirmation": ""}, {"how": "delete"}, {"how": ""}]
)
def test_bad_input_is_told_and_closes_nothing(client_of: Any, dan: User, wrong: dict[str, str]) -> None:
    assert proven(client_of(dan), dan).post(PAGE, said(dan, **wrong)).status_code == 422
    assert not User.objects.get(pk=dan.pk).is_closed


def test_a_guest_types_their_name(client_of: Any, workspace: Workspace, alice: User) -> None:
    guest = User.objects.create(name="Gaëlle", email=None)
    grant(workspace, "view", to=guest, by=alice)
    assert client_of(guest).post(PAGE, {"how": "anonymise", "confirmation": "gaëlle"}).status_code == 302
    assert User.objects.get(pk=guest.pk).is_closed


def test_what_waits_in_the_trash_is_said_to_be_there(client_of: Any, alice: User, document: Document) -> None:
    trash_document(document, by=alice)
    page = proven(client_of(alice), alice).get(PAGE).content.decode()
    assert document.get_absolute_url() not in page  # it would lead nowhere
    assert "restaurez-le d’abord" in page
