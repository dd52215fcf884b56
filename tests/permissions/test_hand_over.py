"""Handing over: another manager, then down or out, in one step."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from activity.models import Event
from documents.models import Document
from permissions.actions import grant, holders
from permissions.backend import rung
from permissions.transfer import hand_over, is_last_manager
from tests import make
from workspaces.models import Workspace


def test_the_last_manager_leaves_by_handing_over(alice: Any, bob: Any, workspace: Workspace) -> None:
    grant(workspace, "view", to=bob, by=alice)
    assert is_last_manager(holders(workspace), alice)
    hand_over(workspace, to=bob, by=alice)
    assert (rung(bob, Workspace.objects.get()), rung(alice, Workspace.objects.get())) == ("manage", None)


def test_or_stays_with_a_lower_role(alice: Any, bob: Any, workspace: Workspace) -> None:
    hand_over(workspace, to=bob, by=alice, role="change")
    assert rung(alice, Workspace.objects.get()) == "change"
    assert is_last_manager(holders(workspace), bob)


@pytest.mark.parametrize("who", ["bob", "dan", "eve"])
def test_a_lower_rung_is_refused(document: Document, carol: Any, who: str, request: Any) -> None:
    with pytest.raises(PermissionDenied):
        hand_over(document, to=carol, by=request.getfixturevalue(who))


def test_not_to_oneself_nor_to_a_guest_nor_without_stepping_down(alice: Any, bob: Any, workspace: Workspace) -> None:
    for to, role in ((alice, None), (make.guest("Zoé"), None), (bob, "manage"), (bob, "king")):
        with pytest.raises(ValidationError):
            hand_over(workspace, to=to, by=alice, role=role)
    assert is_last_manager(holders(workspace), alice)


def test_it_is_recorded(alice: Any, bob: Any, workspace: Workspace) -> None:
    hand_over(workspace, to=bob, by=alice)
    told = Event.objects.filter(verb__in=["access.granted", "access.revoked"]).order_by("pk")
    assert list(told.values_list("verb", flat=True)) == ["access.granted", "access.revoked"]
