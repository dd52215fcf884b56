"""The page that opens a workspace."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from activity.models import Event
from workspaces.models import Workspace

SAID = {"name": "Budget participatif", "description": "Choisir ensemble.", "reach": "signed_in"}


def test_it_works(client_of: Any, alice: User) -> None:
    answer = client_of(alice).post("/espaces/nouveau/", SAID)
    assert answer["Location"] == "/espaces/budget-participatif/"
    made = Workspace.objects.get()
    assert (made.name, made.reach) == ("Budget participatif", "signed_in")
    assert alice.has_perm("workspaces.manage_workspace", made)


@pytest.mark.django_db
def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert client.post("/espaces/nouveau/", SAID)["Location"].startswith("/compte/login/")
    assert not Workspace.objects.exists()


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "   "}, {"name": "x" * 201}, {"reach": "moon"}])
def test_bad_input_is_told(client_of: Any, alice: User, wrong: dict[str, str]) -> None:
    answer = client_of(alice).post("/espaces/nouveau/", SAID | wrong)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not Workspace.objects.exists()


def test_it_is_recorded(client_of: Any, alice: User) -> None:
    client_of(alice).post("/espaces/nouveau/", SAID)
    assert Event.objects.get(verb="workspace.created").actor == alice


def test_its_name_cannot_hide_the_page_that_makes_others(client_of: Any, alice: User) -> None:
    answer = client_of(alice).post("/espaces/nouveau/", SAID | {"name": "Nouveau"})
    assert answer["Location"] != "/espaces/nouveau/"
    assert client_of(alice).get(answer["Location"]).context["workspace"].name == "Nouveau"
