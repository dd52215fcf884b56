"""Deleting for ever: by managers, from the trash, with all that stands in it; nothing is left for a key used again."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.utils import timezone

from activity.chain import chain_of
from activity.models import Event
from activity.verifying import verify
from documents.actions.documents import restore_document, trash_document
from documents.actions.exchange import attach_image
from documents.actions.trash import days_left, delete_document, empty_old_trash, purge_document, thrown_by_managers
from documents.models import Document
from permissions.actions import grant, restrict, share_by_link
from permissions.backend import rung
from permissions.invitations import invite
from permissions.models import entry_model
from permissions.requests import request_access
from realtime import log
from tests import make
from tests.documents.test_attach_image import picture
from workspaces.models import Workspace


def rows_naming(key: uuid.UUID) -> dict[str, int]:
    """Every row of the whole database that holds the key in some column, events apart: they are what stays."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model is Event or not model._meta.managed:
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field.target_field if field.is_relation else field, models.UUIDField):
                count = model._base_manager.filter(**{field.attname: key}).count()
            elif isinstance(field, models.CharField | models.TextField):
                count = model._base_manager.filter(**{f"{field.attname}__contains": str(key)}).count()
            else:
                continue
            if count:
                found[f"{model.__name__}.{field.name}"] = count
    return found


def thrown(document: Document, alice: Any) -> Document:
    trash_document(document, by=alice)
    return document


def test_a_manager_deletes_it_with_all_it_holds(
    document: Document, alice: Any, django_capture_on_commit_callbacks: Any
) -> None:
    key, inside = document.pk, make.document(alice, document, "Dedans")  # type: ignore[arg-type]
    image = attach_image(inside, picture(), by=alice)
    trash_document(document, by=alice)
    with django_capture_on_commit_callbacks(execute=True):
        delete_document(document, by=alice)
    assert not Document.objects.exists()
    assert rows_naming(key) == rows_naming(inside.pk) == {}
    assert not image.file.storage.exists(image.file.name)


def test_a_key_used_again_gets_nothing_back(document: Document, alice: Any, bob: Any, dan: Any, eve: Any) -> None:
    """V15, A36: grants of people and of groups, the link, those who came in by it, invitations, requests."""
    group = Group.objects.create(name="Mairie")
    eve.groups.add(group)
    grant(document, "change", to=group, by=alice)
    request_access(document, "suggest", by=dan)
    share_by_link(document, reach="signed_in", link_role="change", by=alice)
    invite(document, "fanny@example.org", "change", by=alice)
    entry_model(Document).objects.create(content_object=document, user=bob)
    assert len(rows_naming(document.pk)) >= 6
    key, workspace = document.pk, document.workspace
    delete_document(thrown(document, alice), by=alice)
    assert rows_naming(key) == {}
    again = Document.objects.create(pk=key, workspace=workspace, title="La même clé")
    assert [rung(person, again) for person in (bob, eve)] == [None, None]
    with pytest.raises(log.NoRoom):
        log.load(again.room)


def test_lower_rungs_are_refused(document: Document, alice: Any, bob: Any, eve: Any) -> None:
    thrown(document, alice)
    for person in (bob, eve):
        with pytest.raises(PermissionDenied):
            delete_document(document, by=person)
    assert Document.objects.exists()


def test_what_others_alone_manage_keeps_it(document: Document, alice: Any, bob: Any) -> None:
    inside = make.document(bob, document, "À Bob")  # type: ignore[arg-type]
    restrict(inside, True, by=bob)
    thrown(document, alice)
    with pytest.raises(PermissionDenied):
        delete_document(document, by=alice)
    assert Document.objects.count() == 2
    assert list(thrown_by_managers(alice)) == [document]
    assert list(thrown_by_managers(bob)) == [inside]


def test_only_what_is_in_the_trash(document: Document, alice: Any) -> None:
    with pytest.raises(ValidationError) as refusal:
        delete_document(document, by=alice)
    assert refusal.value.code == "not_trashed"


def test_it_is_recorded_and_the_chain_is_whole(document: Document, alice: Any) -> None:
    key = str(document.pk)
    delete_document(thrown(document, alice), by=alice)
    event = Event.objects.get(verb="document.deleted")
    assert (event.actor, event.subject_id, event.data["title"]) == (alice, key, "Ouvrir les données")
    assert not event.data["closed"]
    assert verify(chain_of(event.workspace)).whole


def test_taking_it_out_gives_back_the_roles_that_were_there(document: Document, alice: Any, bob: Any) -> None:
    thrown(document, alice)
    assert not Document.objects.visible_to(bob).exists()
    restore_document(document, by=alice)
    assert rung(bob, Document.objects.get()) == "change"


# After its time


def old(document: Document, settings: Any) -> None:
    past = timezone.now() - timedelta(days=settings.TRASH_DAYS, minutes=1)
    Document.objects.exclude(trashed_at=None).update(trashed_at=past)


def test_after_its_days_it_goes_with_what_stands_in_it(document: Document, alice: Any, settings: Any) -> None:
    make.document(alice, document, "Dedans")  # type: ignore[arg-type]
    thrown(document, alice)
    old(document, settings)
    assert empty_old_trash() == 2
    assert not Document.objects.exists()
    events = Event.objects.filter(verb="document.deleted")
    assert {event.actor for event in events} == {None}
    assert events.count() == 2


def test_what_was_thrown_away_before_its_place_goes_before_it(document: Document, alice: Any, settings: Any) -> None:
    inside = make.document(alice, document, "Dedans")  # type: ignore[arg-type]
    thrown(inside, alice)
    old(inside, settings)
    thrown(document, alice)
    assert empty_old_trash() == 1
    assert list(Document.objects.all()) == [document]


def test_one_that_cannot_be_deleted_keeps_no_other(
    document: Document, alice: Any, workspace: Workspace, settings: Any, monkeypatch: Any
) -> None:
    other = make.document(alice, workspace, "Autre")
    thrown(document, alice)
    thrown(other, alice)
    old(document, settings)
    purge, stuck = log.purge, document.room

    def sometimes(room: str) -> None:
        if room == stuck:
            raise RuntimeError
        purge(room)

    monkeypatch.setattr(log, "purge", sometimes)
    assert empty_old_trash() == 1
    assert list(Document.objects.all()) == [document]
    assert verify(chain_of(workspace.pk)).whole


def test_what_was_taken_out_meanwhile_stays(document: Document, alice: Any, settings: Any, monkeypatch: Any) -> None:
    from documents.actions import trash

    thrown(document, alice)
    old(document, settings)
    found = trash._purge_old

    def after_somebody(key: Any, limit: Any) -> int:
        restore_document(Document.objects.get(pk=key), by=alice)
        return found(key, limit)

    monkeypatch.setattr(trash, "_purge_old", after_somebody)
    assert empty_old_trash() == 0
    assert Document.objects.visible_to(alice).exists()


def test_what_somebody_took_out_at_this_moment_is_not_deleted(document: Document, alice: Any) -> None:
    thrown(document, alice)
    seen_in_the_trash = Document.objects.get()
    restore_document(Document.objects.get(), by=alice)
    with pytest.raises(ValidationError) as refusal:
        delete_document(seen_in_the_trash, by=alice)
    assert refusal.value.code == "not_trashed"
    assert Document.objects.visible_to(alice).exists()


def test_what_somebody_deleted_at_this_moment_is_gone(document: Document, alice: Any) -> None:
    thrown(document, alice)
    seen_in_the_trash = Document.objects.get()
    delete_document(document, by=alice)
    for act in (delete_document, restore_document):
        with pytest.raises(ValidationError) as refusal:
            act(seen_in_the_trash, by=alice)
        assert refusal.value.code == "gone"


@pytest.mark.parametrize(("gone", "left"), [(0, 30), (0.5, 30), (1.5, 29), (29.5, 1), (30.5, 0), (99, 0)])
def test_days_that_have_begun_are_counted(document: Document, settings: Any, gone: float, left: int) -> None:
    settings.TRASH_DAYS = 30
    document.trashed_at = timezone.now() - timedelta(days=gone)
    assert days_left(document) == left


def test_the_machine_purges_without_asking(document: Document) -> None:
    assert purge_document(document) == 1
    assert not Document.objects.exists()
