"""A document moves with all that stands in it: into another, back to its workspace, to another workspace."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError

from activity.models import Event
from documents.actions.documents import create_document, restore_document, trash_document
from documents.actions.tree import move_document, siblings_in
from documents.models import Document
from permissions.actions import grant, restrict
from permissions.backend import rung
from permissions.lineage import DEEPEST
from tests import make
from workspaces.models import Workspace


@pytest.fixture
def chapter(alice: Any, workspace: Workspace) -> Document:
    return make.document(alice, workspace, "Chapitre")


def titles(place: Any) -> list[str]:
    return [one.title for one in siblings_in(place)]


def again(document: Document) -> Document:
    return Document.objects.get(pk=document.pk)


def test_it_goes_where_it_is_put_and_takes_what_stands_in_it(
    alice: Any, bob: Any, workspace: Workspace, document: Document, chapter: Document
) -> None:
    section = create_document(document, "Section", by=alice)
    move_document(document, to=chapter, by=alice)
    assert (again(document).parent, titles(workspace), titles(chapter)) == (chapter, ["Chapitre"], [document.title])
    elsewhere = make.workspace(alice, "Ailleurs")
    move_document(chapter, to=elsewhere, by=alice)
    assert {one.workspace for one in Document.objects.all()} == {elsewhere}
    assert rung(bob, again(section)) == "change"  # his right on the document came along


def test_neighbours_keep_the_order_that_was_given(alice: Any, workspace: Workspace, chapter: Document) -> None:
    first, second = (create_document(chapter, title, by=alice) for title in ("Un", "Deux"))
    third = create_document(chapter, "Trois", by=alice)
    move_document(third, to=chapter, before=first, by=alice)
    assert titles(chapter) == ["Trois", "Un", "Deux"]
    move_document(first, to=chapter, by=alice)
    assert titles(chapter) == ["Trois", "Deux", "Un"]
    move_document(second, to=workspace, before=chapter, by=alice)
    assert titles(workspace) == ["Deux", "Chapitre"]


def test_rights_come_from_where_it_stands(alice: Any, eve: Any, document: Document, chapter: Document) -> None:
    grant(chapter, "comment", to=eve, by=alice)
    assert rung(eve, document) is None
    move_document(document, to=chapter, by=alice)
    assert rung(eve, again(document)) == "comment"
    restrict(again(document), True, by=alice)
    assert rung(eve, again(document)) is None


def test_lower_rungs_are_refused(alice: Any, bob: Any, document: Document, chapter: Document) -> None:
    with pytest.raises(PermissionDenied):
        move_document(document, to=chapter, by=bob)
    grant(document, "manage", to=bob, by=alice)
    with pytest.raises(PermissionDenied):  # he has no right where it would go
        move_document(document, to=chapter, by=bob)
    grant(chapter, "change", to=bob, by=alice)
    move_document(document, to=chapter, by=bob)


def test_whoever_writes_in_a_place_orders_it_but_takes_nothing_out(
    alice: Any, bob: Any, workspace: Workspace, chapter: Document
) -> None:
    one, two = (create_document(chapter, title, by=alice) for title in ("Un", "Deux"))
    grant(chapter, "change", to=bob, by=alice)
    move_document(two, to=chapter, before=one, by=bob)
    assert titles(chapter) == ["Deux", "Un"]
    grant(workspace, "change", to=bob, by=alice)
    with pytest.raises(PermissionDenied):
        move_document(two, to=workspace, by=bob)


@pytest.mark.parametrize("who", ["eve", "visitor"])
def test_strangers_move_nothing(document: Document, chapter: Document, who: str, request: Any) -> None:
    with pytest.raises(PermissionDenied):
        move_document(document, to=chapter, by=request.getfixturevalue(who))


def test_what_is_in_the_trash_neither_moves_nor_takes_in(alice: Any, document: Document, chapter: Document) -> None:
    trash_document(chapter, by=alice)
    with pytest.raises(ValidationError, match=r"corbeille|trash"):
        move_document(document, to=chapter, by=alice)
    with pytest.raises(ValidationError, match=r"corbeille|trash"):
        move_document(chapter, to=document, by=alice)


def test_what_stands_in_it_goes_to_the_trash_and_comes_back_with_it(
    alice: Any, dan: Any, document: Document, chapter: Document
) -> None:
    thrown_before = create_document(document, "Jetée avant", by=alice)
    inside = create_document(document, "Dedans", by=alice)
    trash_document(thrown_before, by=alice)
    trash_document(again(document), by=alice)
    assert rung(dan, again(inside)) == "view"  # the right is still there…
    assert not Document.objects.visible_to(dan).exists()  # …but nothing in the trash is seen
    restore_document(again(document), by=alice)
    assert again(inside).trashed_at is None
    assert again(thrown_before).trashed_at is not None


def test_it_comes_back_to_the_workspace_when_its_place_is_in_the_trash(alice: Any, document: Document) -> None:
    inside = create_document(document, "Dedans", by=alice)
    trash_document(inside, by=alice)
    trash_document(again(document), by=alice)
    restore_document(again(inside), by=alice)
    assert (again(inside).parent, again(document).trashed_at is None) == (None, False)


def test_what_comes_back_without_its_closed_place_is_shown_to_nobody_new(
    alice: Any, bob: Any, eve: Any, workspace: Workspace, document: Document
) -> None:
    """Bob manages what he made in a document that is closed to the workspace, and takes it alone out of the trash."""
    grant(workspace, "view", to=eve, by=alice)
    restrict(document, True, by=alice)
    inside = create_document(again(document), "Dedans", by=bob)
    trash_document(again(document), by=alice)
    restore_document(again(inside), by=bob)
    back = again(inside)
    assert (back.parent, rung(bob, back), rung(eve, back)) == (None, "manage", None)
    assert not Document.objects.visible_to(eve).exists()
    assert Event.objects.filter(verb="access.restricted", subject_id=str(inside.pk), actor=bob).exists()


def test_whoever_managed_it_through_its_closed_place_goes_on_managing_it(
    alice: Any, bob: Any, document: Document
) -> None:
    grant(document, "manage", to=bob, by=alice)
    restrict(document, True, by=alice)
    inside = create_document(again(document), "Dedans", by=alice)
    trash_document(again(document), by=alice)
    restore_document(again(inside), by=bob)
    assert (rung(alice, again(inside)), rung(bob, again(inside))) == ("manage", "manage")


def test_a_document_does_not_stand_in_itself(alice: Any, document: Document) -> None:
    inside = create_document(document, "Dedans", by=alice)
    deeper = create_document(inside, "Plus bas", by=alice)
    for place in (document, inside, deeper):
        with pytest.raises(ValidationError) as refused:
            move_document(document, to=place, by=alice)
        assert refused.value.code == "inside_itself"


def test_a_tree_has_so_many_levels_and_no_more(alice: Any, workspace: Workspace, document: Document) -> None:
    place: Any = workspace
    for level in range(DEEPEST):
        place = create_document(place, f"Niveau {level + 1}", by=alice)
    with pytest.raises(ValidationError, match=str(DEEPEST)):
        create_document(place, "Trop", by=alice)
    create_document(document, "Dedans", by=alice)
    with pytest.raises(ValidationError, match=str(DEEPEST)):
        move_document(document, to=place.parent, by=alice)


def test_it_is_recorded_in_both_workspaces(alice: Any, document: Document, chapter: Document) -> None:
    elsewhere = make.workspace(alice, "Ailleurs")
    move_document(document, to=chapter, by=alice)
    move_document(document, to=elsewhere, by=alice)
    told = Event.objects.filter(verb="document.moved", subject_id=str(document.pk))
    assert [event.workspace for event in told.order_by("pk")] == [
        chapter.workspace_id,
        chapter.workspace_id,
        elsewhere.pk,
    ]


def test_a_deep_tree_costs_no_more_questions(
    alice: Any, workspace: Workspace, django_assert_num_queries: Callable[[int], Any]
) -> None:
    place: Any = workspace
    for level in range(DEEPEST):
        place = create_document(place, f"Niveau {level}", by=alice)
    deepest = Document.objects.select_related("workspace").get(pk=place.pk)
    with django_assert_num_queries(2):  # what stands above, the grants on all of it
        assert rung(alice, deepest) == "manage"
    with django_assert_num_queries(1):
        assert Document.objects.visible_to(alice).count() == DEEPEST
    assert rung(AnonymousUser(), again(deepest)) is None
