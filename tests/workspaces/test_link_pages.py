"""The link of a workspace, coming in by it, who sees it and why, leaving it."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from permissions.actions import grant, share_by_link
from permissions.backend import rung
from permissions.guests import enter_as_guest
from workspaces.models import Workspace

SECRET = "tilleul 1789"


@pytest.fixture(autouse=True)
def tries_forgotten() -> None:
    cache.clear()


@pytest.fixture
def page(workspace: Workspace) -> str:
    return f"/espaces/{workspace.slug}/"


def test_a_visitor_comes_in_with_the_password_and_a_name(alice: User, workspace: Workspace, page: str) -> None:
    share_by_link(workspace, reach="public", link_role="change", password=SECRET, by=alice)
    browser = Client()
    assert browser.get(page)["Location"] == f"{page}entrer/"
    assert "République" not in browser.get(f"{page}entrer/").content.decode()
    browser.post(f"{page}entrer/", {"password": SECRET, "name": "Zoé"})
    guest = User.objects.get(email=None)
    assert rung(guest, Workspace.objects.get()) == "change"
    shown = browser.get(page)
    assert shown.context["may_write"] is False  # a guest writes in the documents of others
    refused = browser.get(f"{page}documents/nouveau/")
    assert refused.status_code == 403
    assert "compte" in refused.content.decode()


def test_an_open_link_offers_to_take_part(alice: User, workspace: Workspace, page: str) -> None:
    share_by_link(workspace, reach="public", link_role="contribute", by=alice)
    assert f"{page}entrer/" in Client().get(page).content.decode()


def test_the_settings_hold_the_link(client_of: Any, alice: User, workspace: Workspace, page: str) -> None:
    sent = {"part": "reach", "reach": "public", "link_role": "contribute", "password": SECRET}
    client_of(alice).post(f"{page}parametres/", sent)
    stored = Workspace.objects.get()
    assert (stored.link_role, bool(stored.link_password)) == ("contribute", True)


def test_a_manager_sees_who_and_why(client_of: Any, alice: User, bob: User, workspace: Workspace, page: str) -> None:
    jury = Group.objects.create(name="Jury")
    jury.user_set.add(bob)
    grant(workspace, "contribute", to=jury, by=alice)
    said = client_of(alice).get(f"{page}qui/").content.decode()
    assert "Bob Martin" in said and "Jury" in said
    grant(workspace, "change", to=bob, by=alice)
    assert client_of(bob).get(f"{page}qui/").status_code == 403


def test_groups_of_ones_own(client_of: Any, alice: User, bob: User, workspace: Workspace, page: str) -> None:
    jury = Group.objects.create(name="Jury")
    jury.user_set.add(alice, bob)
    browser = client_of(alice)
    browser.post(f"{page}membres/", {"part": "group", "group": jury.pk, "group_role": "view"})
    assert rung(bob, Workspace.objects.get()) == "view"
    assert client_of(bob).post(f"{page}membres/groupes/{jury.pk}/", {"action": "remove"}).status_code == 403
    assert client_of(bob).get(f"{page}membres/personnes/?q=alice").status_code == 403
    browser.post(f"{page}membres/groupes/{jury.pk}/", {"action": "remove"})
    assert rung(bob, Workspace.objects.get()) is None
    assert browser.get(f"{page}membres/personnes/?q=alice").json() == {"items": []}


def test_leaving_and_handing_over(client_of: Any, alice: User, bob: User, workspace: Workspace, page: str) -> None:
    grant(workspace, "view", to=bob, by=alice)
    assert client_of(alice).post(f"{page}quitter/").status_code == 422
    client_of(alice).post(f"{page}quitter/", {"to": bob.pk, "stay_as": ""})
    assert (rung(bob, Workspace.objects.get()), rung(alice, Workspace.objects.get())) == ("manage", None)
    grant(workspace, "view", to=alice, by=bob)
    assert client_of(alice).post(f"{page}quitter/")["Location"] == "/"


@pytest.mark.parametrize("path", ["qui/", "quitter/", "membres/"])
def test_a_stranger_sees_nothing(client_of: Any, eve: User, page: str, path: str) -> None:
    assert client_of(eve).get(page + path).status_code == 404


def test_a_guest_is_told_what_an_account_gives(client_of: Any, alice: User, workspace: Workspace, page: str) -> None:
    share_by_link(workspace, reach="public", link_role="contribute", by=alice)
    browser = client_of(enter_as_guest(Workspace.objects.get(), "Zoé"))
    for path in (f"{page}membres/", "/espaces/nouveau/", "/profil/"):
        answer = browser.get(path)
        assert answer.status_code == 403
        assert "/compte/signup/" in answer.content.decode()
