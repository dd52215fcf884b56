"""Coming in by a link: what it asks of whom, what it gives, and what it does not."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from accounts.models import User
from activity.models import Event
from documents.actions.documents import create_document
from documents.models import Document
from permissions.actions import share_by_link
from permissions.backend import rung
from permissions.doors import door_of
from permissions.guests import enter, enter_as_guest
from permissions.models import entry_model
from permissions.queries import prefetch
from tests import make
from workspaces.models import Workspace

SECRET = "tilleul 1789"


def code_of(refused: Any) -> str:
    error = refused.value
    return str(next(iter(error.error_dict.values()))[0].code if hasattr(error, "error_dict") else error.code)


def opened(document: Document, by: Any, role: str = "change", **link: Any) -> Document:
    share_by_link(document, reach=link.pop("reach", "public"), link_role=role, by=by, **link)
    return Document.objects.select_related("workspace").get(pk=document.pk)


def test_a_guest_is_an_account_with_a_name_alone(alice: Any, document: Document) -> None:
    guest = enter_as_guest(opened(document, alice), "  Zoé \n Martin ")
    assert (guest.is_guest, guest.name, guest.email, guest.has_usable_password()) == (True, "Zoé Martin", None, False)
    assert rung(guest, Document.objects.get()) == "change"
    assert list(Document.objects.visible_to(guest)) == [document]


def test_what_each_is_asked(alice: Any, eve: Any, visitor: Any, document: Document) -> None:
    guest = make.guest("Zoé")
    plain = opened(document, alice, "comment")
    asked = door_of(visitor, plain)
    assert asked is not None
    assert (asked.role, asked.wants_password, asked.wants_name) == ("comment", False, True)
    asked = door_of(guest, plain)
    assert asked is not None and (asked.wants_password, asked.wants_name) == (False, False)
    assert door_of(eve, plain) is None  # an account has it already
    locked = opened(document, alice, "comment", password=SECRET)
    for who, named in ((visitor, True), (guest, False), (eve, False)):
        asked = door_of(who, locked)
        assert asked is not None and (asked.wants_password, asked.wants_name) == (True, named)


def test_nobody_is_asked_for_what_would_give_no_more(alice: Any, bob: Any, visitor: Any, document: Document) -> None:
    assert door_of(visitor, document) is None
    assert door_of(visitor, opened(document, alice, "view")) is None
    assert door_of(bob, opened(document, alice, "comment", password=SECRET)) is None
    assert door_of(visitor, opened(document, alice, reach="signed_in", password=SECRET)) is None
    later = opened(document, alice, reach="public", until=timezone.now() + timedelta(days=1))
    later.link_until = timezone.now() - timedelta(seconds=1)
    assert door_of(visitor, later) is None


def test_the_link_of_what_holds_it_is_a_door_too(alice: Any, visitor: Any, workspace: Workspace) -> None:
    document = make.document(alice, workspace)
    inside = create_document(document, "Dedans", by=alice)
    share_by_link(workspace, reach="public", link_role="contribute", password=SECRET, by=alice)
    asked = door_of(visitor, Document.objects.get(pk=inside.pk))
    assert asked is not None and (asked.subject, asked.role) == (workspace, "suggest")
    guest = enter_as_guest(asked.subject, "Zoé", password=SECRET)
    assert rung(guest, Document.objects.get(pk=inside.pk)) == "suggest"
    Document.objects.filter(pk=inside.pk).update(restricted=True)
    assert door_of(visitor, Document.objects.get(pk=inside.pk)) is None


def test_where_no_language_is_spoken_a_guest_speaks_french(alice: Any, document: Document) -> None:
    with translation.override(None):
        assert enter_as_guest(opened(document, alice), "Zoé").language == "fr"


def test_a_guest_of_one_is_a_visitor_elsewhere(alice: Any, document: Document, workspace: Workspace) -> None:
    guest = enter_as_guest(opened(document, alice), "Zoé")
    other = make.document(alice, workspace, "Autre")
    assert rung(guest, other) is None
    share_by_link(other, reach="signed_in", link_role="change", by=alice)
    assert rung(guest, Document.objects.get(pk=other.pk)) is None
    share_by_link(other, reach="public", link_role="change", by=alice)
    assert rung(guest, Document.objects.get(pk=other.pk)) == "view"


def test_coming_in_twice_changes_nothing(alice: Any, eve: Any, document: Document) -> None:
    locked = opened(document, alice, password=SECRET)
    for _time in range(2):
        enter(locked, by=eve, password=SECRET)
    assert entry_model(Document).objects.count() == 1
    assert Event.objects.filter(verb="access.entered").count() == 1


def test_has_perm_and_lists_agree(alice: Any, document: Document) -> None:
    guest = enter_as_guest(opened(document, alice, "suggest", password=SECRET), "Zoé", password=SECRET)
    found = Document.objects.visible_to(guest).get()
    prefetch(guest, [found])
    assert [guest.has_perm(f"documents.{one}_document", found) for one in ("suggest", "change")] == [True, False]


def test_a_closed_link_lets_nobody_in(alice: Any, eve: Any, document: Document) -> None:
    before = opened(document, alice, password=SECRET)
    share_by_link(document, reach="restricted", link_role=None, by=alice)
    with pytest.raises(ValidationError) as refused:
        enter(before, by=eve, password=SECRET)
    assert code_of(refused) == "link_closed"
    with pytest.raises(ValidationError):
        enter_as_guest(before, "Zoé", password=SECRET)
    assert not User.objects.filter(email=None).exists()


def test_the_password_of_before_opens_nothing(alice: Any, eve: Any, document: Document) -> None:
    before = opened(document, alice, password=SECRET)
    opened(document, alice, password="un autre mot")
    with pytest.raises(ValidationError) as refused:
        enter(before, by=eve, password=SECRET)
    assert code_of(refused) == "link_closed"


def test_no_guest_by_a_link_for_accounts(alice: Any, document: Document) -> None:
    for_accounts = opened(document, alice, reach="signed_in")
    with pytest.raises(ValidationError):
        enter_as_guest(for_accounts, "Zoé")
    assert not User.objects.filter(email=None).exists()


@pytest.mark.parametrize(
    ("name", "password", "code"),
    [
        ("Zoé", "", "password_wrong"),
        ("Zoé", "tilleul 1790", "password_wrong"),
        (" \n", SECRET, "name_empty"),
        ("Z" * 61, SECRET, "name_long"),
    ],
)
def test_bad_input_is_told(alice: Any, document: Document, name: str, password: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        enter_as_guest(opened(document, alice, password=SECRET), name, password=password)
    assert code_of(refused) == code
    assert not User.objects.filter(email=None).exists()


def test_it_is_recorded(alice: Any, document: Document) -> None:
    guest = enter_as_guest(opened(document, alice, password=SECRET), "Zoé", password=SECRET)
    event = Event.objects.get(verb="access.guest_entered")
    assert (event.actor, event.workspace, event.data["role"]) == (guest, document.workspace_id, "change")
    assert SECRET not in str(event.data)


def test_a_closed_door_costs_no_query(alice: Any, document: Document, django_assert_num_queries: Any) -> None:
    found = Document.objects.select_related("workspace").get()
    with django_assert_num_queries(0):
        assert door_of(AnonymousUser(), found) is None
