"""A document as a whole: created, renamed, thrown away, taken back, and gone for good after its time."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from activity.models import Event
from activity.verbs import sentence
from documents import content
from documents.actions import documents as acts
from documents.actions.exchange import attach_image
from documents.actions.trash import empty_old_trash
from documents.content import plain, read_document
from documents.models import Document
from permissions.actions import grant
from permissions.queries import prefetch
from realtime import log
from realtime.models import Client, Head, Update
from tests import make
from tests.documents.test_attach_image import picture
from workspaces.models import Workspace


def test_a_document_begins_with_its_text_and_its_creator_manages_it(alice: Any, workspace: Workspace) -> None:
    document = acts.create_document(workspace, "  Un   titre ", by=alice, tree=make.tree("un", "deux"))
    assert document.title == "Un titre"
    assert plain(read_document(document)) == "un\ndeux"
    assert alice.has_perm("documents.manage_document", document)
    assert log.owners(document.room).popitem()[1] == str(alice.pk)


def test_every_block_begins_with_an_id_of_its_own(alice: Any, workspace: Workspace) -> None:
    document = acts.create_document(workspace, "Titre", by=alice, tree=make.tree("un", "deux"))
    ids = [node["attrs"]["id"] for node in read_document(document)["content"]]
    assert len(set(ids)) == 2


def test_the_spaces_of_french_stay_in_a_title(alice: Any, workspace: Workspace) -> None:
    assert (
        acts.create_document(workspace, " Loi\u00a0:  «\u202foui\u202f»\0 ", by=alice).title
        == "Loi\u00a0: «\u202foui\u202f»"
    )


def test_an_empty_document_has_a_room(alice: Any, workspace: Workspace) -> None:
    document = acts.create_document(workspace, "Vide", by=alice)
    assert (log.load(document.room).last, plain(read_document(document))) == (1, "")


def test_lower_rungs_are_refused(document: Document, bob: Any, carol: Any, dan: Any, eve: Any) -> None:
    for person in (carol, dan, eve):
        with pytest.raises(PermissionDenied):
            acts.rename_document(document, "Non", by=person)
    for person in (bob, carol, dan, eve):
        with pytest.raises(PermissionDenied):
            acts.create_document(document.workspace, "Non", by=person)
        with pytest.raises(PermissionDenied):
            acts.trash_document(document, by=person)


@pytest.mark.parametrize("meanwhile", ["the role is taken away", "the place is thrown away"])
def test_what_changes_while_a_long_text_is_written_counts(
    document: Document, alice: Any, bob: Any, monkeypatch: Any, meanwhile: str
) -> None:
    """The page or the API found the place before, and remembered what Bob may do there."""
    place = Document.objects.get()
    prefetch(bob, [place])
    write = content.write

    def after_somebody(tree: Any) -> bytes:
        if meanwhile == "the role is taken away":
            grant(Document.objects.get(), "view", to=bob, by=alice)
        else:
            acts.trash_document(Document.objects.get(), by=alice)
        return write(tree)

    monkeypatch.setattr(content, "write", after_somebody)
    with pytest.raises((PermissionDenied, ValidationError)):
        acts.create_document(place, "Annexe", by=bob)
    assert Document.objects.count() == 1


def test_what_is_in_the_trash_is_nowhere_else(document: Document, alice: Any, bob: Any) -> None:
    acts.trash_document(document, by=alice)
    assert not Document.objects.visible_to(alice).exists()
    assert Document.objects.trashed().manageable_by(alice).get() == document
    assert not Document.objects.trashed().manageable_by(bob).exists()
    with pytest.raises(ValidationError):
        acts.rename_document(document, "Non", by=alice)
    with pytest.raises(ValidationError):
        acts.trash_document(document, by=alice)


def test_it_comes_back_as_it_was(document: Document, alice: Any, bob: Any) -> None:
    acts.trash_document(document, by=alice)
    acts.restore_document(document, by=alice)
    assert bob.has_perm("documents.change_document", Document.objects.visible_to(bob).get())
    with pytest.raises(ValidationError) as refusal:
        acts.restore_document(document, by=alice)
    assert refusal.value.code == "not_trashed"


@pytest.mark.parametrize("title", ["", " \n\t ", "\u00a0", "x" * 251])
def test_a_title_is_a_title(document: Document, alice: Any, title: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        acts.rename_document(document, title, by=alice)
    assert "title" in refusal.value.message_dict


def test_each_act_is_recorded(document: Document, alice: Any, bob: Any) -> None:
    acts.rename_document(document, "Autre titre", by=bob)
    acts.rename_document(document, "Autre titre", by=bob)
    acts.trash_document(document, by=alice)
    acts.restore_document(document, by=alice)
    told = Event.objects.filter(subject_id=str(document.pk), verb__startswith="document.").order_by("pk")
    assert [(event.verb, event.actor) for event in told] == [
        ("document.created", alice),
        ("document.renamed", bob),
        ("document.trashed", alice),
        ("document.restored", alice),
    ]
    assert "Autre titre" in sentence(told[1].verb, told[1].data)


def test_the_trash_empties_itself_after_its_days(
    document: Document, alice: Any, workspace: Workspace, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    image = attach_image(document, picture(), by=alice)
    kept = make.document(alice, workspace, "Gardé", "texte")
    acts.trash_document(document, by=alice)
    assert empty_old_trash() == 0
    Document.objects.filter(pk=document.pk).update(
        trashed_at=timezone.now() - timedelta(days=settings.TRASH_DAYS, hours=1)
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert empty_old_trash() == 1
    assert list(Document.objects.all()) == [kept]
    assert {model.objects.filter(room=document.room).count() for model in (Head, Update, Client)} == {0}
    assert not image.file.storage.exists(image.file.name)
    assert log.load(kept.room).last == 1
