"""Links, groups and who sees what, for programs."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.groups import add_group_member
from documents.models import Document
from permissions.actions import grant
from permissions.backend import rung
from tests import make
from workspaces.models import Workspace


def test_a_link_with_an_end_and_a_password(caller: Any, alice: Any, document: Document) -> None:
    path, until = f"/documents/{document.pk}/sharing/", timezone.now() + timedelta(days=1)
    body = {"reach": "public", "link_role": "comment", "until": until.isoformat(), "password": "tilleul 1789"}
    assert caller(alice)("PUT", path, body).status_code == 200
    stored = Document.objects.get()
    assert (stored.link_until, bool(stored.link_password)) == (until, True)
    caller(alice)("PUT", path, {"reach": "public", "link_role": "comment"})
    assert Document.objects.get().link_password and Document.objects.get().link_until == until
    caller(alice)("PUT", path, {"reach": "public", "link_role": "comment", "until": None, "password": None})
    stored = Document.objects.get()
    assert (stored.link_until, stored.link_password) == (None, "")


def test_an_account_whose_address_nobody_confirmed_is_not_its_owners(
    caller: Any, alice: Any, eve: Any, document: Document
) -> None:
    EmailAddress.objects.create(user=eve, email=eve.email, verified=False, primary=True)
    assert caller(alice)("PUT", f"/documents/{document.pk}/grants/{eve.email}/", {"role": "view"}).status_code == 404


@pytest.mark.parametrize("kind", ["documents", "workspaces"])
def test_groups_hold_roles(caller: Any, alice: Any, eve: Any, document: Document, kind: str) -> None:
    jury = Group.objects.create(name="Jury")
    jury.user_set.add(alice, eve)
    subject: Any = document if kind == "documents" else document.workspace
    path = f"/{kind}/{subject.pk if kind == 'documents' else subject.slug}/groups/{jury.pk}/"
    given = caller(alice)("PUT", path, {"role": "view"})
    assert given.json() == {"id": jury.pk, "name": "Jury", "role": "view"}
    assert rung(eve, type(subject).objects.get()) == "view"
    assert caller(eve)("PUT", path, {"role": "manage"}).status_code == 403
    assert caller(alice)("DELETE", path).status_code == 204
    assert rung(eve, type(subject).objects.get()) is None


def test_other_peoples_groups_are_not_there(caller: Any, alice: Any, eve: Any, document: Document) -> None:
    theirs = Group.objects.create(name="Autres")
    theirs.user_set.add(eve)
    path = f"/documents/{document.pk}/groups/{theirs.pk}/"
    assert caller(alice)("PUT", path, {"role": "view"}).status_code == 404
    assert caller(eve)("PUT", path, {"role": "view"}).status_code == 404


@pytest.mark.parametrize("kind", ["documents", "workspaces"])
def test_taking_away_names_nobody_who_has_no_role(
    caller: Any, alice: Any, dan: Any, eve: Any, document: Document, kind: str
) -> None:
    """Whoever opened a workspace could otherwise ask for the name behind any address, and nothing would tell of it."""
    path = f"/{kind}/{document.pk if kind == 'documents' else document.workspace.slug}/grants/"
    answers = [caller(alice)("DELETE", f"{path}{key}/") for key in ("eve@example.org", "personne@example.org", eve.pk)]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert answers[0].content == answers[1].content
    if kind == "documents":
        assert caller(alice)("DELETE", f"{path}DAN@example.org/").status_code == 204


def test_addresses_are_not_tried_one_after_the_other(
    caller: Any, alice: Any, eve: Any, document: Document, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"add_member": "2/h/user"}
    path = f"/documents/{document.pk}/grants/"
    answers = [caller(alice)("PUT", f"{path}personne{n}@example.org/", {"role": "view"}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [404, 404, 429]


def test_an_address_that_nobody_confirmed_is_not_that_of_its_reader(
    caller: Any, alice: Any, eve: Any, document: Document
) -> None:
    make.address(eve, "eve@example.org", verified=False)
    answer = caller(alice)("PUT", f"/documents/{document.pk}/grants/eve@example.org/", {"role": "view"})
    assert answer.status_code == 404
    assert rung(eve, Document.objects.get()) is None


def test_who_sees_it_and_why(caller: Any, alice: Any, eve: Any, document: Document, workspace: Workspace) -> None:
    grant(workspace, "contribute", to=eve, by=alice)
    told = caller(alice)("GET", f"/documents/{document.pk}/who/").json()
    assert told["count"] == 5
    eves = next(one for one in told["items"] if one["id"] == eve.pk)
    way = {"kind": "workspace", "id": workspace.slug, "role": "suggest", "group": "", "by_link": False}
    assert (eves["role"], eves["guest"], eves["ways"]) == ("suggest", False, [way])
    assert [one["kind"] for one in told["links"]] == ["document", "workspace"]
    assert caller(alice)("GET", f"/workspaces/{workspace.slug}/who/").json()["count"] == 2
    assert "example.org" not in str(told)


@pytest.mark.parametrize("count", [1, 10])
def test_who_sees_it_costs_the_same_for_a_group_of_many(
    caller: Any, alice: Any, document: Document, count: int, django_assert_max_num_queries: Any
) -> None:
    group = make.group(alice)
    for number in range(count):
        add_group_member(group, make.person(f"P{number} Personne"), by=alice)
    grant(document, "view", to=group.group, by=alice)
    call = caller(alice)
    with django_assert_max_num_queries(20):
        told = call("GET", f"/documents/{document.pk}/who/").json()
    assert told["groups"] == [{"id": group.group.pk, "name": "Comité de lecture", "role": "view"}]


def test_how_well_we_know_each_is_told_and_counted(caller: Any, alice: Any, bob: Any, document: Document) -> None:
    verified = make.organisation(bob, "Données Ouvertes SARL", public=False)
    assert verified.verified
    grant(document, "view", to=make.guest("Gaël"), by=alice)
    for what in ("grants", "who"):
        told = caller(alice)("GET", f"/documents/{document.pk}/{what}/").json()
        assert {one["name"]: one["grade"] for one in told["items"]} == {
            "Alice Diop": "registered",
            "Bob Martin": "verified_organisation",
            "Carol Petit": "registered",
            "Dan Leroy": "registered",
            "Gaël": "guest",
        }
        assert told["grades"] == {
            "verified_public_servant": 0,
            "verified_organisation": 1,
            "registered": 3,
            "guest": 1,
            "anonymous": 0,
        }


def test_lower_rungs_and_strangers_are_refused(caller: Any, bob: Any, eve: Any, document: Document) -> None:
    for person, status in ((bob, 403), (eve, 404), (None, 401)):
        assert caller(person)("GET", f"/documents/{document.pk}/who/").status_code == status


@pytest.mark.parametrize(
    "more",
    [{"until": "2020-01-01T00:00:00Z"}, {"until": "2999-01-01T00:00:00"}, {"password": "court"}, {"until": "soon"}],
)
def test_bad_input_is_told(caller: Any, alice: Any, document: Document, more: dict[str, str]) -> None:
    answer = caller(alice)("PUT", f"/documents/{document.pk}/sharing/", {"reach": "public", **more})
    assert answer.status_code == 422 and answer.json()["detail"]
