"""Granting and taking away: by managers, recorded, announced; the last manager stays."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from activity.models import Event
from documents.models import Document
from permissions.actions import grant, holders, restrict, revoke, share_by_link
from permissions.backend import rung
from permissions.queries import prefetch
from permissions.signals import access_changed


def test_a_role_replaces_the_one_before(document: Document, alice: Any, bob: Any) -> None:
    for role in ("view", "manage", "suggest"):
        grant(document, role, to=bob, by=alice)
        assert rung(bob, Document.objects.get()) == role
    assert [role for person, role in holders(document) if person == bob] == ["suggest"]


def test_lower_rungs_cannot(document: Document, alice: Any, bob: Any, carol: Any, dan: Any, eve: Any) -> None:
    for person in (bob, carol, dan, eve):
        with pytest.raises(PermissionDenied):
            grant(document, "view", to=eve, by=person)
        with pytest.raises(PermissionDenied):
            revoke(document, of=alice, by=person)
        with pytest.raises(PermissionDenied):
            share_by_link(document, reach="public", link_role=None, by=person)


def test_anybody_may_leave_but_the_last_manager(document: Document, alice: Any, bob: Any) -> None:
    revoke(document, of=bob, by=bob)
    assert rung(bob, Document.objects.get()) is None
    for step_down in (
        lambda: revoke(document, of=alice, by=alice),
        lambda: grant(document, "view", to=alice, by=alice),
    ):
        with pytest.raises(ValidationError) as refusal:
            step_down()
        assert refusal.value.code == "last_manager"
    grant(document, "manage", to=bob, by=alice)
    grant(document, "view", to=alice, by=alice)
    assert rung(alice, Document.objects.select_related("workspace").get()) == "manage"  # still by the workspace


@pytest.mark.parametrize("role", ["", "owner", "contribute", "VIEW"])
def test_unknown_roles_are_told(document: Document, alice: Any, bob: Any, role: str) -> None:
    with pytest.raises(ValidationError):
        grant(document, role, to=bob, by=alice)
    assert rung(bob, Document.objects.get()) == "change"


def test_who_is_taken_out_at_this_moment_changes_nothing_more(
    document: Document, alice: Any, bob: Any, eve: Any
) -> None:
    """The page found the document before, and remembered what Bob may do."""
    grant(document, "manage", to=bob, by=alice)
    seen = Document.objects.get()
    prefetch(bob, [seen])
    revoke(document, of=bob, by=alice)
    for act in (
        lambda: revoke(seen, of=alice, by=bob),
        lambda: grant(seen, "manage", to=eve, by=bob),
        lambda: restrict(seen, True, by=bob),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_it_is_recorded_and_announced_after_the_commit(
    document: Document, alice: Any, eve: Any, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[Any] = []

    def hear(subject: Any, user: Any, **_: Any) -> None:
        heard.append((subject, user))

    access_changed.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            grant(document, "view", to=eve, by=alice)
            assert heard == []
        assert heard == [(document, eve)]
    finally:
        access_changed.disconnect(hear)
    event = Event.objects.filter(verb="access.granted").first()
    assert event is not None
    assert (event.actor, event.about, event.data["role"]) == (alice, f"user:{eve.pk}", "view")
