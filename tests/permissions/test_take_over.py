"""A guest opens an account: what they did is the account's, and nobody else's."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from activity.models import Event
from activity.record import record
from documents.models import Document
from permissions.actions import grant, share_by_link
from permissions.backend import rung
from permissions.guests import enter, enter_as_guest
from permissions.models import entry_model
from permissions.signals import access_changed
from permissions.taking_over import take_over, take_what_came_late
from realtime import log
from realtime.models import Client, Update
from tests import make


@pytest.fixture
def guest(alice: Any, document: Document) -> User:
    """Zoé came in by the link and wrote."""
    share_by_link(document, reach="public", link_role="change", by=alice)
    zoe = enter_as_guest(Document.objects.get(), "Zoé")
    Update.objects.create(room=document.room, number=2, author=str(zoe.pk), content=b"\0\0")
    Client.objects.create(room=document.room, client=77, author=str(zoe.pk))
    record("document.edited", by=zoe, on=document, workspace=document.workspace_id, title=document.title)
    return zoe


def test_all_that_was_theirs_is_the_accounts(guest: User, eve: Any, alice: Any, document: Document) -> None:
    Document.objects.update(created_by=guest)
    grant(document, "comment", to=guest, by=alice)
    key = guest.pk
    take_over(guest, by=eve)
    assert Document.objects.get().created_by == eve
    assert Event.objects.filter(verb="document.edited", actor=eve).exists()
    assert log.owners(document.room)[77] == str(eve.pk)
    assert log.authors_between(document.room, 1, 2) == [str(eve.pk)]
    assert eve in Document.objects.get().authors()
    assert entry_model(Document).objects.get().user == eve
    assert rung(eve, Document.objects.get()) == "change"
    assert not User.objects.filter(pk=key).exists()
    share_by_link(document, reach="restricted", link_role=None, by=alice)
    assert rung(eve, Document.objects.get()) == "comment"  # what a manager had given by hand


def test_what_the_account_has_already_is_not_had_twice(guest: User, eve: Any, alice: Any, document: Document) -> None:
    grant(document, "view", to=guest, by=alice)
    grant(document, "comment", to=eve, by=alice)
    share_by_link(document, reach="public", link_role="change", password="tilleul 1789", by=alice)
    for one in (guest, eve):
        enter(Document.objects.get(), by=one, password="tilleul 1789")
    take_over(guest, by=eve)
    assert entry_model(Document).objects.count() == 1
    assert document.user_grants.filter(user=eve).count() == 2


def test_the_accounts_open_sockets_hear_of_it(
    eve: Any, alice: Any, document: Document, django_capture_on_commit_callbacks: Any
) -> None:
    """Of what a manager gave to the guest by hand too: the account may hold less there until then."""
    zoe = make.guest("Zoé")
    grant(document, "change", to=zoe, by=alice)
    grant(document, "view", to=eve, by=alice)
    heard: list[Any] = []

    def hear(subject: Any, user: Any, **_: Any) -> None:
        heard.append((subject, user))

    access_changed.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            take_over(zoe, by=eve)
    finally:
        access_changed.disconnect(hear)
    assert heard == [(document, eve)]


def test_what_came_late_is_found_again(guest: User, eve: Any, document: Document) -> None:
    key = str(guest.pk)
    take_over(guest, by=eve)
    Update.objects.create(room=document.room, number=3, author=key, content=b"\0\0")
    Client.objects.create(room=document.room, client=78, author=key)
    take_what_came_late()
    assert log.owners(document.room)[78] == str(eve.pk)
    assert not Update.objects.filter(author=key).exists()


def test_others_keep_what_is_theirs(guest: User, eve: Any, alice: Any, document: Document) -> None:
    other = enter_as_guest(Document.objects.get(), "Zoé")
    take_over(guest, by=eve)
    assert rung(other, Document.objects.get()) == "change"
    assert Document.objects.get().created_by == alice


@pytest.mark.parametrize("twice", [True, False])
def test_only_a_guest_who_is_there_and_only_once(guest: User, eve: Any, bob: Any, twice: bool) -> None:
    if twice:
        take_over(User.objects.get(pk=guest.pk), by=eve)
    with pytest.raises(ValidationError) as refused:
        take_over(guest if twice else bob, by=eve)
    assert refused.value.code == "guest_gone"


def test_never_into_another_guest(guest: User) -> None:
    with pytest.raises(ValidationError):
        take_over(guest, by=make.guest("Yan"))
    assert User.objects.filter(pk=guest.pk).exists()


def test_it_is_recorded(guest: User, eve: Any) -> None:
    key = guest.pk
    take_over(guest, by=eve)
    event = Event.objects.get(verb="account.guest_taken_over")
    assert (event.actor, event.data) == (eve, {"guest": key})
