"""Who sees an object, told before one closes or moves it: what is told is what then happens."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied

from activity.models import Event
from documents.actions.documents import create_document
from documents.actions.tree import move_document
from documents.models import Document
from permissions.actions import grant, restrict, revoke, share_by_link
from permissions.backend import rung
from permissions.who import difference, imagined, who_sees, widest_reach
from tests import make
from workspaces.models import Workspace


def seen(subject: Any) -> dict[str, str]:
    return {str(person).split()[0]: held for person, held in who_sees(subject)}


def test_everybody_who_holds_something_is_told(alice: Any, eve: Any, document: Document, workspace: Workspace) -> None:
    assert seen(document) == {"Alice": "manage", "Bob": "change", "Carol": "comment", "Dan": "view"}
    group = Group.objects.create(name="Jury")
    group.user_set.add(eve)
    grant(workspace, "contribute", to=group, by=alice)
    assert seen(document)["Eve"] == "suggest"
    inside = create_document(document, "Dedans", by=alice)
    assert seen(inside) == seen(document)


def test_closing_is_told_before_it_is_done(alice: Any, eve: Any, document: Document, workspace: Workspace) -> None:
    grant(workspace, "view", to=eve, by=alice)
    told = difference(document, imagined(document, restricted=True))
    assert [str(person) for person, _ in told.lost] == ["Eve Noir"]
    assert not document.restricted
    restrict(document, True, by=alice)
    assert who_sees(Document.objects.get()) == told.after
    assert rung(eve, Document.objects.get()) is None


def test_a_move_is_told_before_it_is_done(alice: Any, eve: Any, document: Document) -> None:
    elsewhere = make.workspace(alice, "Ailleurs", reach="public")
    grant(elsewhere, "view", to=eve, by=alice)
    told = difference(document, imagined(document, workspace=elsewhere, parent=None))
    assert ([str(person) for person, _ in told.gained], told.opened) == (["Eve Noir"], "public")
    move_document(document, to=elsewhere, by=alice)
    fresh = Document.objects.get()
    assert (who_sees(fresh), widest_reach(fresh)) == (told.after, "public")


def test_a_suspended_account_sees_nothing(document: Document, bob: Any) -> None:
    bob.is_active = False
    bob.save()
    assert "Bob" not in seen(document)


def test_whoever_closes_it_manages_it_by_themselves(alice: Any, bob: Any, workspace: Workspace) -> None:
    document = make.document(alice, workspace)
    grant(workspace, "manage", to=bob, by=alice)
    restrict(document, True, by=bob)
    assert rung(bob, Document.objects.get()) == "manage"
    revoke(document, of=alice, by=bob)  # the creator is a manager like others
    assert seen(Document.objects.get()) == {"Bob": "manage"}


@pytest.mark.parametrize("who", ["bob", "carol", "dan", "eve", "visitor"])
def test_lower_rungs_and_strangers_are_refused(document: Document, who: str, request: Any) -> None:
    with pytest.raises(PermissionDenied):
        restrict(document, True, by=request.getfixturevalue(who))
    assert not Document.objects.get().restricted


def test_closing_twice_says_nothing_twice(alice: Any, document: Document) -> None:
    restrict(document, True, by=alice)
    restrict(document, True, by=alice)
    restrict(document, False, by=alice)
    told = Event.objects.filter(verb__in=["access.restricted", "access.unrestricted"])
    assert list(told.order_by("pk").values_list("verb", flat=True)) == ["access.restricted", "access.unrestricted"]


def test_a_link_with_a_password_opens_to_nobody_by_itself(alice: Any, document: Document) -> None:
    share_by_link(document, reach="public", link_role="view", by=alice)
    assert widest_reach(document) == "public"
    document.link_password = "hashed"
    assert widest_reach(document) == "restricted"


def test_it_costs_the_same_for_a_crowd(alice: Any, document: Document, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        grant(document, "view", to=make.person(f"P{number}"), by=alice)
    fresh = Document.objects.select_related("workspace").get()
    with django_assert_max_num_queries(3):
        assert len(who_sees(fresh)) == 16
