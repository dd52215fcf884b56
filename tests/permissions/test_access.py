"""One question about access: `has_perm`, `visible_to` and `prefetch` agree, whoever asks, however the right came."""

import random
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.utils import timezone

from accounts.models import User
from documents.models import Document
from permissions import roles
from permissions.actions import grant, share_by_link
from permissions.backend import rung
from permissions.lineage import with_above
from permissions.models import Reach, entry_model
from permissions.queries import prefetch, with_rungs
from tests import make
from workspaces.models import Workspace

HOUR = timedelta(hours=1)


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


def test_what_is_known_of_the_workspace_comes_down_without_being_asked_again(
    alice: Any, eve: Any, workspace: Workspace, document: Document, django_assert_num_queries: Any
) -> None:
    grant(workspace, "change", to=eve, by=alice)
    found = Document.objects.select_related("workspace").get()
    prefetch(eve, [found.workspace])
    with django_assert_num_queries(1):  # the rows of the document alone
        assert rung(eve, found) == "change"


def test_a_restricted_document_stops_what_comes_from_above(
    alice: Any, eve: Any, workspace: Workspace, document: Document
) -> None:
    grant(workspace, "manage", to=eve, by=alice)
    Document.objects.update(restricted=True)
    assert rung(eve, Document.objects.get()) is None
    assert not Document.objects.visible_to(eve).exists()


def test_groups_hold_grants(document: Document, alice: Any, eve: Any) -> None:
    group = Group.objects.create(name="Mairie")
    eve.groups.add(group)
    grant(document, "comment", to=group, by=alice)
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


def test_of_nothing_in_particular_or_of_another_thing_no_rung_is_held(alice: Any) -> None:
    assert not alice.has_perm("documents.view_document")
    assert not alice.has_perm("documents.view_document", alice)


def shuffled(dice: random.Random, people: list[Any], group: Group) -> None:
    """Workspaces and trees of documents with reaches, links, restrictions, grants and entries as the dice fall."""
    for number in range(3):
        workspace = make.workspace(people[0], f"E{number}")
        documents = [make.document(people[0], workspace, f"D{number}{n}") for n in range(5)]
        for at, document in enumerate(documents):
            document.restricted = dice.random() < 0.3
            document.parent = dice.choice([None, *documents[:at]])
        for subject in [workspace, *documents]:
            ladder = roles.LADDERS[subject.kind]
            subject.reach, subject.link_role = dice.choice(Reach.values), dice.choice(ladder[:-1])
            subject.link_password = dice.choice(["", "", "hashed"])
            subject.link_until = timezone.now() + dice.choice([-1, 1]) * HOUR if dice.random() < 0.4 else None
            subject.save()
            for person in people[1:]:
                if dice.random() < 0.15:
                    grant(subject, dice.choice(ladder[:-1] if person.is_guest else ladder), to=person, by=people[0])
                if dice.random() < 0.3:
                    entry_model(type(subject)).objects.create(content_object=subject, user=person)
            if dice.random() < 0.2:
                grant(subject, dice.choice(ladder[:-1]), to=group, by=people[0])


@pytest.mark.parametrize("seed", range(12))
def test_all_ways_of_asking_agree(db: Any, seed: int, django_assert_max_num_queries: Any) -> None:
    """Asked for everybody, for a guest and for a visitor."""
    people = [make.person(name) for name in ("Alice", "Bob", "Carol", "Dan")] + [make.guest("Gil")]
    group = Group.objects.create(name="Groupe")
    people[3].groups.add(group)
    shuffled(random.Random(seed), people, group)
    for person in [*people, AnonymousUser()]:
        visible = set(Document.objects.visible_to(person).values_list("pk", flat=True))
        fresh = list(Document.objects.select_related("workspace"))
        asked = {d.pk: rung(person, Document.objects.get(pk=d.pk)) for d in fresh}
        assert visible == {pk for pk, held in asked.items() if held is not None}
        manageable = set(Document.objects.manageable_by(person).values_list("pk", flat=True))
        assert manageable == {pk for pk, held in asked.items() if held == "manage"}
        with django_assert_max_num_queries(1):
            prefetch(person, fresh)
        assert {d.pk: rung(person, d) for d in fresh} == asked
        for pk in list(asked)[-4:]:  # those that stand deepest
            with django_assert_max_num_queries(2):
                assert rung(person, with_above(Document.objects.kept(), pk)) == asked[pk]
        spaces = {one.pk: rung(person, one) for one in Workspace.objects.all()}
        visible = set(Workspace.objects.visible_to(person).values_list("pk", flat=True))
        assert visible == {pk for pk, held in spaces.items() if held is not None}
        with django_assert_max_num_queries(1):
            assert {one.pk: rung(person, one) for one in with_rungs(person, Workspace.objects.all())} == spaces
