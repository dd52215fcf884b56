"""The link of an object: how far it opens, until when, with which password."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from activity.models import Event
from documents.models import Document
from permissions import actions
from permissions.actions import grant, share_by_link
from permissions.backend import rung
from permissions.guests import enter, enter_as_guest
from permissions.models import entry_model
from permissions.queries import prefetch
from permissions.signals import access_changed
from workspaces.models import Workspace

SECRET = "tilleul 1789"
DAY = timedelta(days=1)


def entries(subject: Any) -> int:
    return int(entry_model(type(subject)).objects.filter(content_object=subject).count())


def test_a_link_wants_a_password_that_is_never_stored(alice: Any, eve: Any, document: Document) -> None:
    share_by_link(document, reach="public", link_role="change", password=SECRET, by=alice)
    stored = Document.objects.get()
    assert SECRET not in stored.link_password and check_password(SECRET, stored.link_password)
    assert rung(eve, stored) is None
    enter(stored, by=eve, password=SECRET)
    assert rung(eve, Document.objects.get()) == "change"


def test_what_is_not_given_stays(alice: Any, document: Document) -> None:
    until = timezone.now() + DAY
    share_by_link(document, reach="public", link_role="view", until=until, password=SECRET, by=alice)
    share_by_link(document, reach="public", link_role="comment", by=alice)
    stored = Document.objects.get()
    assert (stored.link_until, bool(stored.link_password), stored.link_role) == (until, True, "comment")
    share_by_link(stored, reach="public", link_role="comment", until=None, password=None, by=alice)
    stored = Document.objects.get()
    assert (stored.link_until, stored.link_password) == (None, "")


def test_what_another_manager_gave_at_this_moment_stays(alice: Any, document: Document) -> None:
    seen, until = Document.objects.get(), timezone.now() + DAY
    share_by_link(document, reach="public", link_role="view", until=until, password=SECRET, by=alice)
    share_by_link(seen, reach="public", link_role="comment", by=alice)
    told = Event.objects.filter(verb="access.shared").first()
    assert (seen.link_until, Document.objects.get().link_until) == (until, until)
    assert told is not None and told.data["until"] == until.isoformat() and told.data["password"] is True


def test_closing_keeps_the_password_for_the_day_it_opens_again(alice: Any, document: Document) -> None:
    share_by_link(document, reach="public", link_role="view", password=SECRET, by=alice)
    share_by_link(document, reach="restricted", link_role=None, by=alice)
    share_by_link(document, reach="public", link_role="view", by=alice)
    assert Document.objects.get().link_password


@pytest.mark.parametrize(
    "change",
    [
        {"reach": "restricted", "link_role": "change"},
        {"reach": "signed_in", "link_role": "change"},
        {"reach": "public", "link_role": "comment"},
        {"reach": "public", "link_role": "change", "password": "autre mot de passe"},
    ],
)
def test_another_link_has_to_be_come_in_by_again(alice: Any, document: Document, change: dict[str, Any]) -> None:
    share_by_link(document, reach="public", link_role="change", by=alice)
    guest = enter_as_guest(document, "Zoé")
    assert rung(guest, Document.objects.get()) == "change"
    share_by_link(document, by=alice, **change)
    assert entries(document) == 0
    assert rung(guest, Document.objects.get()) in {None, "view"}


def test_the_end_comes_by_itself_and_can_be_put_off(alice: Any, document: Document) -> None:
    share_by_link(document, reach="public", link_role="change", until=timezone.now() + DAY, by=alice)
    guest = enter_as_guest(document, "Zoé")
    Document.objects.update(link_until=timezone.now() - timedelta(seconds=1))
    assert rung(guest, Document.objects.get()) is None
    assert not Document.objects.visible_to(guest).exists()
    share_by_link(Document.objects.get(), reach="public", link_role="change", until=timezone.now() + DAY, by=alice)
    assert rung(guest, Document.objects.get()) == "change"


def test_workspaces_too(alice: Any, workspace: Workspace) -> None:
    share_by_link(workspace, reach="public", link_role="contribute", password=SECRET, by=alice)
    guest = enter_as_guest(workspace, "Zoé", password=SECRET)
    assert rung(guest, Workspace.objects.get()) == "contribute"


@pytest.mark.parametrize("who", ["bob", "dan", "eve", "visitor"])
def test_lower_rungs_and_strangers_are_refused(document: Document, who: str, request: Any) -> None:
    with pytest.raises(PermissionDenied):
        share_by_link(document, reach="public", link_role="view", by=request.getfixturevalue(who))
    assert Document.objects.get().reach == "restricted"


def test_who_is_lowered_while_the_password_is_hashed_shares_nothing(
    alice: Any, bob: Any, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page found the document before, and remembered what Bob may do."""
    grant(document, "manage", to=bob, by=alice)
    seen = Document.objects.get()
    prefetch(bob, [seen])
    hashed = actions.hashed

    def after_somebody(password: str | None) -> str:
        grant(document, "view", to=bob, by=alice)
        return hashed(password)

    monkeypatch.setattr(actions, "hashed", after_somebody)
    with pytest.raises(PermissionDenied):
        share_by_link(seen, reach="public", link_role="change", password=SECRET, by=bob)
    assert Document.objects.get().reach == "restricted"


def test_what_a_manager_gave_stays(alice: Any, eve: Any, document: Document) -> None:
    share_by_link(document, reach="public", link_role="comment", by=alice)
    guest = enter_as_guest(document, "Zoé")
    grant(document, "change", to=guest, by=alice)
    share_by_link(document, reach="restricted", link_role=None, by=alice)
    assert rung(guest, Document.objects.get()) == "change"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"reach": "moon", "link_role": "view"}, "reach_unknown"),
        ({"reach": "public", "link_role": "manage"}, "role_unknown"),
        ({"reach": "public", "link_role": "contribute"}, "role_unknown"),
        ({"reach": "public", "link_role": "view", "password": "court"}, "password_length"),
        ({"reach": "public", "link_role": "view", "password": "x" * 129}, "password_length"),
        ({"reach": "public", "link_role": "view", "until": timezone.now() - DAY}, "until_past"),
    ],
)
def test_bad_input_is_told(alice: Any, document: Document, said: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        share_by_link(document, by=alice, **said)
    errors = refused.value.error_dict if hasattr(refused.value, "error_dict") else {"": refused.value.error_list}
    assert [error.code for found in errors.values() for error in found] == [code]
    assert Document.objects.get().reach == "restricted"


def test_it_is_recorded_without_the_password_and_announced(
    alice: Any, document: Document, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[Any] = []

    def hear(subject: Any, user: Any, **_: Any) -> None:
        heard.append((subject, user))

    access_changed.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            share_by_link(document, reach="public", link_role="view", password=SECRET, by=alice)
    finally:
        access_changed.disconnect(hear)
    assert heard == [(document, None)]
    event = Event.objects.get(verb="access.shared")
    assert (event.data["reach"], event.data["role"], event.data["password"]) == ("public", "view", True)
    assert SECRET not in str(event.data) and Document.objects.get().link_password not in str(event.data)
