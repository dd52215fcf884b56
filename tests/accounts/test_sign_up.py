"""Opening an account: who one is, then a code by e-mail."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from activity.models import Event

FORM = {"name": "Fanny Roy", "email": "fanny@example.org", "kind": "association", "organisation": "Les Communs"}


def code_in(message: Any) -> str:
    return str(message.subject).split(":")[0].strip("\u00a0 ")


@pytest.mark.django_db
def test_a_person_says_who_they_are_and_enters_with_a_code(client: Client) -> None:
    asked = client.post("/compte/signup/", FORM)
    assert asked.status_code == 302
    entered = client.post(asked["Location"], {"code": code_in(mail.outbox[0])})
    assert entered["Location"] == "/"
    fanny = User.objects.get(email="fanny@example.org")
    assert fanny.quality == "Association · Les Communs"
    assert client.get("/").context["request"].user == fanny


@pytest.mark.django_db
def test_it_is_recorded(client: Client) -> None:
    client.post("/compte/signup/", FORM)
    assert Event.objects.get(verb="account.joined").actor == User.objects.get(email="fanny@example.org")


@pytest.mark.django_db
def test_the_mail_is_french_text_and_html(client: Client) -> None:
    client.post("/compte/signup/", FORM)
    [message] = mail.outbox
    assert "votre code pour ouvrir votre compte" in message.subject
    assert "Saisissez ce code" in str(message.body)
    html, kind = message.alternatives[0]  # type: ignore[attr-defined]
    assert kind == "text/html"
    assert code_in(message) in html


@pytest.mark.django_db
def test_the_kind_must_be_said(client: Client) -> None:
    answer = client.post("/compte/signup/", FORM | {"kind": ""})
    assert "kind" in answer.context["form"].errors
    assert not User.objects.exists()


def test_an_address_already_taken_is_not_revealed(client: Client, alice: User) -> None:
    """The page answers as for a new address; only the mail tells its owner."""
    answer = client.post("/compte/signup/", FORM | {"email": alice.email})
    assert answer["Location"] == "/compte/confirm-email/"
    assert [message.subject for message in mail.outbox] == ["Vous avez déjà un compte"]


@pytest.mark.django_db
def test_the_code_is_on_the_page_in_development_only(client: Client, settings: Any) -> None:
    for shown in (True, False):
        settings.SHOW_SIGN_IN_CODES = shown
        page = Client().post("/compte/signup/", FORM | {"email": f"fanny{shown}@example.org"}, follow=True)
        assert (code_in(mail.outbox[-1]) in page.content.decode()) is shown
