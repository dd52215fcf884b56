"""Workspaces for programs: made, listed, shared."""

from typing import Any

import pytest

from tests import make
from workspaces.models import Workspace


def test_create_and_show(caller: Any, alice: Any) -> None:
    answer = caller(alice)("POST", "/workspaces/", {"name": "Accueil des usagers", "reach": "signed_in"})
    assert answer.status_code == 201
    made = answer.json()
    assert (made["slug"], made["reach"], made["role"]) == ("accueil-des-usagers", "signed_in", "manage")
    assert caller(alice)("GET", f"/workspaces/{made['slug']}/").json() == made


def test_two_of_one_name_have_two_addresses(caller: Any, alice: Any) -> None:
    slugs = [caller(alice)("POST", "/workspaces/", {"name": "Budget"}).json()["slug"] for _ in range(2)]
    assert slugs == ["budget", "budget-2"]


@pytest.mark.parametrize("body", [{"name": ""}, {"name": "x", "reach": "moon"}, {"name": "x" * 201}, [], {"nom": "x"}])
def test_bad_bodies_get_a_sentence(caller: Any, alice: Any, body: Any) -> None:
    answer = caller(alice)("POST", "/workspaces/", body)
    assert answer.status_code == 422
    assert answer.json()["detail"]
    assert not Workspace.objects.exists()


def test_change(caller: Any, alice: Any, bob: Any, workspace: Workspace) -> None:
    path = f"/workspaces/{workspace.slug}/"
    caller(alice)("PUT", f"{path}sharing/", {"reach": "signed_in", "link_role": "contribute"})
    assert caller(bob)("PATCH", path, {"name": "Non"}).status_code == 403
    changed = caller(alice)("PATCH", path, {"description": "Écrire ensemble."}).json()
    assert (changed["name"], changed["description"]) == (workspace.name, "Écrire ensemble.")
    assert caller(alice)("PATCH", path, {"name": " "}).json()["fields"] == {"name": ["Donnez un nom à l’espace."]}


def test_lists_hold_what_one_may_see(caller: Any, alice: Any, eve: Any, workspace: Workspace) -> None:
    make.workspace(alice, "Ouvert", reach="public")
    assert caller(alice)("GET", "/workspaces/").json()["count"] == 2
    for stranger in (eve, None):
        seen = caller(stranger)("GET", "/workspaces/").json()
        assert [one["name"] for one in seen["items"]] == ["Ouvert"]
        assert seen["count"] == 1
    assert caller(eve)("GET", f"/workspaces/{workspace.slug}/").status_code == 404


def test_members_are_granted_by_managers(caller: Any, alice: Any, bob: Any, eve: Any, workspace: Workspace) -> None:
    path = f"/workspaces/{workspace.slug}/grants/bob@example.org/"
    assert caller(eve)("PUT", path, {"role": "change"}).status_code == 404
    assert caller(alice)("PUT", path, {"role": "change"}).json() == {
        "id": bob.pk,
        "name": "Bob Martin",
        "kind": "entrepreneur",
        "organisation": "Données Ouvertes SARL",
        "grade": "registered",
        "role": "change",
    }
    assert (
        caller(bob)("PUT", f"/workspaces/{workspace.slug}/grants/eve@example.org/", {"role": "view"}).status_code == 403
    )
    assert caller(alice)("DELETE", f"/workspaces/{workspace.slug}/grants/{bob.pk}/").status_code == 204
    assert caller(bob)("GET", f"/workspaces/{workspace.slug}/").status_code == 404


def test_the_last_manager_stays(caller: Any, alice: Any, workspace: Workspace) -> None:
    answer = caller(alice)("DELETE", f"/workspaces/{workspace.slug}/grants/{alice.pk}/")
    assert (answer.status_code, answer.json()["code"]) == (422, "last_manager")
