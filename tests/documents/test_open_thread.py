"""Opening a thread on a passage, on a block or on the whole: the mark, the rights, the wrong place, what is told."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from activity.models import Event
from documents.actions.discussion import open_thread
from documents.models import Document, Thread
from documents.refusals import Changed
from permissions.actions import grant, share_by_link
from permissions.guests import enter_as_guest
from realtime import log
from tests import make
from tests.threads import marked, passage, settle, thread_on


def test_a_commenter_marks_a_passage_without_the_right_to_write(document: Document, carol: Any) -> None:
    thread = thread_on(document, "publiques sont", by=carol, body="Toutes ?")
    assert (thread.quote, thread.words, thread.marked) == ("publiques sont", "publiques sont", True)
    assert marked(document, thread) == ["publiques sont"]
    first = thread.comments.get()
    assert (first.author, first.body, first.state) == (carol, "Toutes ?", "shown")


def test_whoever_comments_is_no_author_of_the_text(document: Document, alice: Any, carol: Any) -> None:
    thread_on(document, "publiques", by=carol)
    assert set(document.authors()) == {alice}


@pytest.mark.parametrize("words", ["é", "œuf", "😀", "à 😀 l'é"])
def test_offsets_are_those_of_javascript(alice: Any, workspace: Any, carol: Any, words: str) -> None:
    document = make.document(alice, workspace, text=f"Un 👍 œ {words} — fin")
    grant(document, "comment", to=carol, by=alice)
    assert marked(document, thread_on(document, words, by=carol)) == [words]


def test_several_lie_on_one_passage(document: Document, carol: Any, bob: Any) -> None:
    one = thread_on(document, "données publiques sont", by=carol)
    other = thread_on(document, "publiques sont ouvertes", by=bob)
    assert "".join(marked(document, one)) == "données publiques sont"
    assert "".join(marked(document, other)) == "publiques sont ouvertes"
    settle(document)
    one.refresh_from_db()
    assert (one.words, one.orphaned_at) == ("données publiques sont", None)


def test_across_blocks(alice: Any, workspace: Any) -> None:
    document = make.document(alice, workspace)
    document = make.create_document(workspace, "Deux", by=alice, tree=make.tree("Un début.", "Milieu", "La fin."))
    thread = thread_on(document, "début.\nMilieu\nLa", by=alice)
    assert marked(document, thread) == ["début.", "Milieu", "La"]
    assert thread.block != thread.end_block


def test_on_the_whole_document(document: Document, carol: Any) -> None:
    thread = open_thread(document, "Beau travail.", by=carol, title="  Merci ")
    assert (thread.title, thread.is_anchored, thread.place) == ("Merci", False, document)


def test_on_a_picture(alice: Any, workspace: Any) -> None:
    figure = {"type": "figure", "attrs": {"image": "x", "alt": "Une carte"}}
    document = make.create_document(workspace, "Image", by=alice, tree={"type": "doc", "content": [figure]})
    tree_key = passage_key(document)
    thread = open_thread(document, "Floue", by=alice, passage=tree_key)
    assert (thread.marked, thread.quote, thread.block) == (False, "Une carte", tree_key.block)
    settle(document)
    thread.refresh_from_db()
    assert thread.orphaned_at is None


def passage_key(document: Document) -> Any:
    from documents import blocks
    from documents.anchors import Passage
    from realtime import engine

    doc = engine.open_doc(log.load(document.room).parts())
    key = blocks.key_of(next(blocks.walk(doc)))
    return Passage(key, 0, key, 0, "")


def test_lower_rungs_and_strangers_are_refused(document: Document, dan: Any, eve: Any, visitor: Any) -> None:
    at = passage(document, "publiques")
    for person in (dan, eve, visitor):
        for where in (at, None):
            with pytest.raises(PermissionDenied):
                open_thread(document, "Non.", by=person, passage=where)
    assert not Thread.objects.exists()


def test_a_reader_comments_where_the_document_says_so(document: Document, dan: Any, eve: Any) -> None:
    Document.objects.update(readers_comment=True)
    document.refresh_from_db()
    assert marked(document, thread_on(document, "publiques", by=dan)) == ["publiques"]
    with pytest.raises(PermissionDenied):
        thread_on(document, "publiques", by=eve)


def test_a_visitor_and_a_guest_of_another_link_are_no_readers_who_comment(
    document: Document, alice: Any, workspace: Any, visitor: Any
) -> None:
    other = make.document(alice, workspace, "Autre")
    share_by_link(document, reach="public", link_role="view", by=alice)
    share_by_link(other, reach="public", link_role="comment", by=alice)
    Document.objects.filter(pk=document.pk).update(readers_comment=True)
    document.refresh_from_db()
    for person in (visitor, enter_as_guest(other, "Gaston")):
        with pytest.raises(PermissionDenied):
            open_thread(document, "Moi aussi", by=person)


def test_who_looks_as_a_reader_says_nothing(document: Document, alice: Any) -> None:
    Document.objects.filter(pk=document.pk).update(readers_comment=True)
    document.refresh_from_db()
    alice.seeing_as = {"kind": "document", "key": str(document.pk), "role": "view"}
    with pytest.raises(PermissionDenied):
        open_thread(document, "Moi", by=alice)


def test_a_guest_waits_where_the_document_says_so(document: Document, alice: Any) -> None:
    share_by_link(document, reach="public", link_role="comment", by=alice)
    guest = enter_as_guest(document, "Gaston")
    assert thread_on(document, "publiques", by=guest).comments.get().state == "shown"
    Document.objects.update(guests_wait=True)
    document.refresh_from_db()
    assert thread_on(document, "ouvertes", by=guest).comments.get().state == "waiting"
    assert Event.objects.filter(verb="discussion.waiting").count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"quote": "autre chose"},
        {"start": 5},
        {"end": 4000},
        {"block": "nulle part"},
        {"end_block": "nulle part"},
        {"quote": ""},
    ],
)
def test_a_passage_that_is_not_there(document: Document, carol: Any, change: dict[str, Any]) -> None:
    before = log.load(document.room).last
    with pytest.raises(Changed) as refused:
        open_thread(document, "Ici", by=carol, passage=passage(document, "publiques")._replace(**change))
    assert refused.value.code == "passage_changed"
    assert not Thread.objects.exists()
    assert log.load(document.room).last == before


@pytest.mark.parametrize(("body", "code"), [(" \n", "body_empty"), ("x" * 5001, "body_long")])
def test_bad_words(document: Document, carol: Any, body: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        open_thread(document, body, by=carol)
    assert refused.value.error_dict["body"][0].code == code


def test_not_in_the_trash(document: Document, alice: Any, carol: Any) -> None:
    from documents.actions.documents import trash_document

    at = passage(document, "publiques")
    trash_document(document, by=alice)
    for where in (at, None):
        with pytest.raises(ValidationError) as refused:
            open_thread(document, "Ici", by=carol, passage=where)
        assert refused.value.code == "trashed"


def test_an_adopted_text_is_still_discussed(document: Document, carol: Any) -> None:
    Document.objects.update(stage="adopted")
    document.refresh_from_db()
    assert marked(document, thread_on(document, "publiques", by=carol)) == ["publiques"]


def test_it_is_recorded(document: Document, carol: Any, bob: Any) -> None:
    thread = thread_on(document, "publiques", by=carol, body="@Bob Martin ?", mentioned=[bob])
    opened = Event.objects.get(verb="discussion.opened")
    assert (opened.actor, opened.subject_id, opened.workspace) == (carol, str(document.pk), document.workspace_id)
    assert opened.data == {
        "title": document.title,
        "thread": str(thread.pk),
        "comment": str(thread.comments.get().pk),
    }
    assert Event.objects.get(verb="discussion.mentioned").about == f"user:{bob.pk}"


def test_only_who_can_come_is_mentioned(document: Document, carol: Any, eve: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        open_thread(document, "@Eve Noir", by=carol, mentioned=[eve])
    assert refused.value.code == "mentioned"
    assert not Thread.objects.exists()


def test_a_flood_is_refused(document: Document, carol: Any) -> None:
    for _time in range(20):
        open_thread(document, "Encore", by=carol)
    with pytest.raises(ValidationError) as refused:
        open_thread(document, "Encore", by=carol)
    assert refused.value.code == "too_often"
