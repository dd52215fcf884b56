"""Cases of the plan of attacks: those who raise themselves, grants that come back, rights on whole tables; ids as there."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from accounts.tokens import issue_token
from documents.actions.documents import trash_document
from documents.actions.trash import purge_document
from documents.models import Document, DocumentGroupGrant, DocumentLinkEntry, DocumentUserGrant
from permissions.actions import grant, holders
from permissions.backend import rung
from tests import make
from workspaces.models import Workspace

API = "/api/v1"


def program(user: User) -> dict[str, str]:
    return {"Authorization": f"Bearer {issue_token(user, 'essai')}"}


# A34: escalation and mass assignment


@pytest.mark.parametrize("who", ["bob", "carol", "dan", "eve"])
def test_nobody_raises_themselves(request: Any, client_of: Any, alice: User, document: Document, who: str) -> None:
    """A34: by any way that changes a role; nor do they put somebody above themselves."""
    person: User = request.getfixturevalue(who)
    other = make.person("Zoe Essai")
    before = rung(person, Document.objects.get(pk=document.pk))
    browser, key = client_of(person), program(person)
    address, operation = f"/documents/{document.pk}/partager/", f"{API}/documents/{document.pk}/grants/"
    refused = {403, 404}
    assert browser.post(f"{address}{person.pk}/", {"role": "manage"}).status_code in refused
    assert browser.post(address, {"part": "person", "email": other.email, "role": "manage"}).status_code in refused
    for name in (person.pk, person.email, other.email):
        for role in ("manage", "owner"):
            answer = Client().put(f"{operation}{name}/", {"role": role}, content_type="application/json", headers=key)
            assert answer.status_code in {*refused, 422}
    asks, invites = f"{API}/documents/{document.pk}/access-requests/", f"{API}/documents/{document.pk}/invitations/"
    for role in ("manage", "owner"):
        asked = Client().post(asks, {"role": role}, content_type="application/json", headers=key)
        body = {"email": "neuf@example.org", "role": role}
        invited = Client().post(invites, body, content_type="application/json", headers=key)
        assert (asked.status_code, invited.status_code in {*refused, 422}) == (422, True), role
    members = f"/espaces/{document.workspace.slug}/membres/"
    assert browser.post(members, {"email": person.email, "role": "manage"}).status_code == 404
    assert rung(person, Document.objects.get(pk=document.pk)) == before
    assert rung(other, Document.objects.get(pk=document.pk)) is None
    assert holders(document)[0] == (alice, "manage")


EXTRA = {"owner": 1, "is_staff": True, "role": "manage", "created_by": 1, "id": str(uuid4()), "workspace_id": 1}


@pytest.mark.parametrize("field", EXTRA)
def test_fields_that_nobody_asked_for_are_refused_or_change_nothing(
    client_of: Any, bob: User, eve: User, document: Document, workspace: Workspace, field: str
) -> None:
    """A34: the API refuses an unknown field (422); forms do not read it."""
    extra = {field: EXTRA[field]}
    asked = [
        ("patch", f"{API}/documents/{document.pk}/", {"title": "Autre"}),
        ("post", f"{API}/workspaces/", {"name": "Neuf"}),
        ("post", f"{API}/groups/", {"name": "Neuf"}),
        ("post", f"{API}/organisations/", {"name": "Neuf"}),
    ]
    for method, address, body in asked:
        sent = getattr(Client(), method)(address, body | extra, content_type="application/json", headers=program(bob))
        assert sent.status_code == 422, address
    person = {"name": "Eve Noir", "kind": "citizen", "language": "fr"}
    client_of(eve).post("/profil/", person | {"is_staff": "1", "is_superuser": "1", "email": "x@example.org"} | extra)
    known = User.objects.get(pk=eve.pk)
    assert (known.is_staff, known.is_superuser, known.email) == (False, False, eve.email)
    client_of(bob).post(f"/documents/{document.pk}/titre/", {"title": "Autre"} | extra)
    document.refresh_from_db()
    assert (document.title, document.workspace, document.created_by_id) == ("Autre", workspace, workspace.created_by_id)


# A36: old grants


def test_a_document_that_comes_back_under_its_old_key_is_closed_to_who_had_it(
    alice: User, bob: User, document: Document
) -> None:
    """A36: nothing of it stays, so that nothing comes back."""
    key, workspace = document.pk, document.workspace
    town = make.group(alice, bob="member").group
    grant(document, "view", to=town, by=alice)
    DocumentLinkEntry.objects.create(content_object=document, user=bob)
    trash_document(document, by=alice)
    purge_document(document, by=alice)
    for model in (DocumentUserGrant, DocumentGroupGrant, DocumentLinkEntry):
        assert not model.objects.filter(content_object=key).exists()
    Document.objects.create(pk=key, workspace=workspace, title="Revenu")
    assert rung(bob, Document.objects.get(pk=key)) is None


def test_an_account_made_anew_under_an_old_address_has_nothing(alice: User, bob: User, document: Document) -> None:
    """A36: grants, keys and memberships go with the account."""
    make.group(alice, bob="member")
    issue_token(bob, "essai")
    address = bob.email
    bob.delete()
    again = User.objects.create_user(str(address), name="Bob Martin")
    assert rung(again, Document.objects.get(pk=document.pk)) is None
    assert not (again.groups.exists() or again.tokens.exists())
    assert not Document.objects.granted_to(again).exists()


# A37: nobody stands for everybody


def test_no_account_stands_for_everybody(db: None, client: Client) -> None:
    """A37: guardian's anonymous account does not exist, so nobody signs in as it or finds it."""
    assert not get_user_model().objects.exists()
    client.post("/compte/login/password/", {"login": "AnonymousUser", "password": ""})
    assert "_auth_user_id" not in client.session


def test_a_permission_on_a_whole_table_opens_nothing(client_of: Any, eve: User, document: Document) -> None:
    """A37: lists and `has_perm` give the same answer, none."""
    permissions = Permission.objects.filter(content_type__app_label__in=["documents", "workspaces"])
    assert permissions.exists()
    eve.is_staff = True
    eve.save()
    eve.user_permissions.set(permissions)
    known = User.objects.get(pk=eve.pk)
    assert not known.has_perm("documents.view_document", document)
    assert not Document.objects.visible_to(known).exists()
    assert not Workspace.objects.visible_to(known).exists()
    assert client_of(known).get(f"/documents/{document.pk}/").status_code == 404
