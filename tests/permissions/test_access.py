"""One question about access: `has_perm`, `visible_to` and `prefetch` agree, whoever asks, however the right came."""

import random
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from guardian.shortcuts import assign_perm

from accounts.models import User
from documents.models import Document
from permissions import roles
from permissions.actions import grant, share_by_link
from permissions.backend import rung
from permissions.models import Reach
from permissions.queries import prefetch
from tests import make
from workspaces.models import Workspace


def test_each_rung_holds_those_below(document: Document, alice: Any, bob: Any, carol: Any, dan: Any) -> None:
    held = {"alice": alice, "bob": bob, "carol": carol, "dan": dan}
    expected = {"alice": "manage", "bob": "change", "carol": "comment", "dan": "view"}
    for name, person in held.items():
        reached = [r for r in roles.LADDERS["document"] if person.has_perm(f"documents.{r}_document", document)]
        assert reached == list(roles.LADDERS["document"][: len(reached)])
        assert reached[-1] == expected[name]


@pytest.mark.parametrize(
    ("above", "here"), [("view", "view"), ("contribute", "suggest"), ("change", "change"), ("manage", "manage")]
)
def test_rights_come_down_from_the_workspace(
    alice: Any, eve: Any, workspace: Workspace, document: Document, above: str, here: str
) -> None:
    grant(workspace, above, to=eve, by=alice)
    assert rung(eve, Document.objects.get()) == here


def test_a_restricted_document_stops_what_comes_from_above(
    alice: Any, eve: Any, workspace: Workspace, document: Document
) -> None:
    grant(workspace, "manage", to=eve, by=alice)
    Document.objects.update(restricted=True)
    assert rung(eve, Document.objects.get()) is None
    assert not Document.objects.visible_to(eve).exists()


def test_groups_hold_grants(document: Document, eve: Any) -> None:
    group = Group.objects.create(name="Mairie")
    eve.groups.add(group)
    for right in ("view", "comment"):
        assign_perm(f"documents.{right}_document", group, document)
    assert rung(eve, document) == "comment"
    assert document in Document.objects.visible_to(eve)


def test_an_administrator_has_no_right_on_content(document: Document, eve: Any) -> None:
    User.objects.filter(pk=eve.pk).update(is_superuser=True, is_staff=True)
    chief = User.objects.get(pk=eve.pk)
    assert not chief.has_perm("documents.view_document", document)
    assert not Document.objects.visible_to(chief).exists()


def test_a_suspended_account_has_none(document: Document, bob: Any) -> None:
    User.objects.filter(pk=bob.pk).update(is_active=False)
    gone = User.objects.get(pk=bob.pk)
    assert not gone.has_perm("documents.view_document", document)
    assert not Document.objects.visible_to(gone).exists()


def test_a_profile_grants_nothing(document: Document, alice: Any, eve: Any) -> None:
    eve.profile.kind, eve.profile.organisation = alice.profile.kind, alice.profile.organisation
    eve.profile.save()
    assert rung(eve, document) is None


def test_a_public_link_never_gives_a_visitor_more_than_reading(document: Document, alice: Any, eve: Any) -> None:
    share_by_link(document, reach="public", link_role="change", by=alice)
    fresh = Document.objects.get()
    assert (rung(AnonymousUser(), fresh), rung(eve, fresh)) == ("view", "change")


@pytest.mark.parametrize("perm", ["documents.fly_document", "documents.change_workspace", "view", ""])
def test_unknown_wishes_are_never_granted(document: Document, alice: Any, perm: str) -> None:
    assert not alice.has_perm(perm, document)


@pytest.mark.parametrize("seed", range(12))
def test_the_three_ways_of_asking_agree(db: Any, seed: int, django_assert_max_num_queries: Any) -> None:
    """Random reaches, links, restrictions and grants, asked for everybody and for a visitor."""
    dice = random.Random(seed)
    people = [make.person(name) for name in ("Alice", "Bob", "Carol", "Dan")]
    group = Group.objects.create(name="Groupe")
    people[3].groups.add(group)
    documents = []
    for number in range(3):
        workspace = make.workspace(people[0], f"E{number}", reach=dice.choice(Reach.values))
        Workspace.objects.filter(pk=workspace.pk).update(link_role=dice.choice(roles.LADDERS["workspace"][:-1]))
        for person in people[1:]:
            if dice.random() < 0.4:
                grant(workspace, dice.choice(roles.LADDERS["workspace"]), to=person, by=people[0])
        documents += [make.document(people[0], workspace, f"D{number}{n}") for n in range(3)]
    for document in documents:
        document.reach = dice.choice(Reach.values)
        document.link_role = dice.choice(roles.LADDERS["document"][:-1])
        document.restricted = dice.random() < 0.4
        document.save()
        if dice.random() < 0.5:
            assign_perm("documents.view_document", group, document)
        for person in people[1:]:
            if dice.random() < 0.3:
                grant(document, dice.choice(roles.LADDERS["document"]), to=person, by=people[0])
    for person in [*people, AnonymousUser()]:
        visible = set(Document.objects.visible_to(person).values_list("pk", flat=True))
        fresh = list(Document.objects.select_related("workspace"))
        asked = {d.pk: rung(person, d) for d in fresh}
        assert visible == {pk for pk, held in asked.items() if held is not None}
        manageable = set(Document.objects.manageable_by(person).values_list("pk", flat=True))
        assert manageable == {pk for pk, held in asked.items() if held == "manage"}
        with django_assert_max_num_queries(2):
            prefetch(person, fresh)
        assert {d.pk: rung(person, d) for d in fresh} == asked
