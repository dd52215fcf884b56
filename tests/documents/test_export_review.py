"""What is said of a text goes into its Word file: around exactly these words, for the eyes of who takes it."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.actions.comments import delete_comment
from documents.actions.discussion import answer_thread, open_thread
from documents.actions.exporting import export
from documents.actions.moderation import hide_comment
from documents.anchors import Passage
from documents.formats.options import Options
from documents.models import Comment, Document
from permissions.actions import grant, share_by_link
from tests import make
from tests.documents.proposing import blocks
from tests.documents.reviewed import Found, Reviewed, discussed, file_of, reviewed, word_time
from tests.documents.word import audit_findings, house_findings
from tests.threads import said_yesterday, thread_on


@pytest.fixture
def place(workspace: Any, alice: Any, bob: Any, carol: Any, dan: Any) -> Document:
    return reviewed(workspace, alice, bob, carol, dan)


def test_a_thread_stands_on_its_words_with_author_date_replies_and_state(place: Document, bob: Any, carol: Any) -> None:
    thread = discussed(place, bob, carol)["words"]
    asked, answered = thread.comments.all()
    found = file_of(place, by=carol)
    assert found.comment("Et le dimanche ?") == Found(
        "Carol Petit", "CP", word_time(asked.at), "Et le dimanche ?\nOn hésite.", "le samedi sur", "", True
    )
    assert found.comment("Oui, le dimanche.") == Found(
        "Bob Martin", "BM", word_time(answered.at), "Oui, le dimanche.", "le samedi sur",
        "Et le dimanche ?\nOn hésite.", True,
    )  # fmt: skip


def test_across_blocks_and_in_code(place: Document, bob: Any, carol: Any) -> None:
    discussed(place, bob, carol)
    found = file_of(place, by=bob)
    assert found.comment("À revoir ensemble.").on == "midi.\ndes fruits"
    assert found.comment("Une variable ?").on == "deux"
    assert "un = 1" in found.text and "deux = 2" in found.text


def test_on_the_title_it_says_what_it_is_about(place: Document, bob: Any, carol: Any, alice: Any) -> None:
    discussed(place, bob, carol)
    gone = thread_on(place, "légumes", by=bob, body="Lesquels ?")
    gone.orphaned_at = gone.opened_at
    gone.save()
    found = file_of(place, by=alice)
    whole, lost = found.comment("Beau travail."), found.comment("Lesquels ?")
    assert (whole.on, whole.text) == ("La place du marché", "Sur l’ensemble du document\nMerci\nBeau travail.")
    assert lost.on == "La place du marché"
    assert lost.text == "Sur un passage qui n’est plus dans le texte\xa0: «\u202flégumes\u202f»\nLesquels ?"


def test_a_mark_that_was_taken_off_is_told_as_gone(place: Document, bob: Any) -> None:
    thread = thread_on(place, "légumes", by=bob, body="Lesquels ?")
    other = make.create_document(place.workspace, "Sans marque", by=place.created_by)
    thread.document = other
    thread.save()
    assert "n’est plus dans le texte" in file_of(other, by=place.created_by).comment("Lesquels ?").text


def test_a_block_as_a_whole(place: Document, carol: Any) -> None:
    key, _table = next((key, node) for key, node in blocks(place) if node["type"] == "table")
    open_thread(place, "Ajouter Brest ?", by=carol, passage=Passage(key, 0, key, 0, ""))
    assert file_of(place, by=carol).comment("Brest").on == "Ville\nAvis\nLyon\noui"


def test_several_on_one_passage(place: Document, bob: Any, carol: Any) -> None:
    for words in ("marché se tient", "se tient le", "tient"):
        thread_on(place, words, by=bob, body=f"Sur : {words}")
    found = file_of(place, by=carol)
    assert {one.on for one in found.comments} == {"marché se tient", "se tient le", "tient"}


def test_a_link_and_a_note_under_it(workspace: Any, alice: Any) -> None:
    link = {"type": "link", "attrs": {"href": "https://example.org/"}}
    line = [
        {"type": "text", "text": "Voir "},
        {"type": "text", "text": "le site", "marks": [link]},
        {"type": "footnote", "content": [{"type": "text", "text": "hier"}]},
        {"type": "text", "text": " et la suite."},
    ]
    tree = {"type": "doc", "content": [{"type": "paragraph", "content": line}]}
    document = make.create_document(workspace, "Liens", by=alice, tree=tree)
    thread_on(document, "ir le site", by=alice, body="Mort ?")
    assert file_of(document, by=alice).comment("Mort ?").on == "ir le site"


def test_who_reads_less_gets_less(place: Document, alice: Any, bob: Any, carol: Any, dan: Any) -> None:
    """The same rules as on the page: what waits, what was hidden, what was taken back."""
    thread = thread_on(place, "samedi", by=carol, body="Le samedi ?")
    hidden = answer_thread(thread, "Grossier.", by=bob)
    hide_comment(hidden, "Hors sujet.", by=alice)
    waiting = answer_thread(thread, "En attente.", by=bob)
    Comment.objects.filter(pk=waiting.pk).update(state=Comment.State.WAITING)
    taken = answer_thread(thread, "Pardon.", by=carol)
    delete_comment(taken, by=carol)
    for person, reads, sees in ((alice, True, True), (bob, True, True), (carol, False, False), (dan, False, False)):
        said = " ".join(one.text for one in file_of(place, by=person).comments)
        assert ("Grossier." in said, "En attente." in said) == (reads, sees), person
        assert "Masqué par les responsables\xa0: Hors sujet." in said
        assert "Retiré par son auteur." in said
        assert "Pardon." not in said


def test_a_visitor_and_the_machine_get_what_every_reader_sees(
    place: Document, alice: Any, bob: Any, carol: Any
) -> None:
    discussed(place, bob, carol)
    share_by_link(place, reach="public", link_role=None, by=alice)
    waiting = thread_on(place, "midi", by=bob, body="En attente.")
    waiting.comments.update(state=Comment.State.WAITING)
    for who in (AnonymousUser(), None):
        said = [one.text for one in file_of(place, by=who).comments]
        assert len(said) == 5 and "En attente." not in said


def test_a_stranger_takes_nothing(place: Document, eve: Any) -> None:
    with pytest.raises(PermissionDenied):
        export(place, "docx", by=eve)


def test_without_comments_none_is_in_the_file(place: Document, bob: Any, carol: Any) -> None:
    discussed(place, bob, carol)
    found = file_of(place, by=carol, comments=False)
    assert found.comments == []
    assert not any("omment" in name for name in found.files)
    assert b"comment" not in found.files["word/document.xml"]


def test_a_document_of_which_nothing_is_said_has_no_part_for_it(place: Document, dan: Any) -> None:
    assert "word/comments.xml" not in file_of(place, by=dan).files


def test_odd_words_harm_no_file(place: Document, carol: Any, tmp_path: Any) -> None:
    said_yesterday()
    for body in ('<w:p/> & "x"', "a\x0bb\x1fc", "\u202eà l'envers", "x" * 5000, "👩‍🚀\n\n\n😀"):
        thread_on(place, "samedi", by=carol, body=body)
    file = tmp_path / "odd.docx"
    file.write_bytes(export(place, "docx", by=carol).content)
    assert len(Reviewed(file.read_bytes()).comments) == 5
    assert audit_findings(file) == []
    assert house_findings(file) == []


def test_both_validators_accept_it(place: Document, bob: Any, carol: Any, tmp_path: Any) -> None:
    discussed(place, bob, carol)
    file = tmp_path / "review.docx"
    file.write_bytes(export(place, "docx", by=carol, options=Options(cover=True, contributors=True)).content)
    assert Reviewed(file.read_bytes()).comment("Beau travail.").on == "La place du marché"
    assert audit_findings(file) == []
    assert house_findings(file) == []


def test_the_number_of_queries_does_not_grow(place: Document, alice: Any, bob: Any, carol: Any) -> None:
    discussed(place, bob, carol)
    few = _queries(place, carol)
    for number in range(8):
        said_yesterday()
        thread = thread_on(place, "samedi", by=carol, body=f"Fil {number}")
        for person in (alice, bob):
            answer_thread(thread, "Oui.", by=person)
    grant(place, "comment", to=make.person("Gil Roux"), by=alice)
    assert _queries(place, carol) <= few


def _queries(document: Document, by: Any) -> int:
    fresh = Document.objects.select_related("workspace").get(pk=document.pk)
    person = type(by).objects.get(pk=by.pk)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        export(fresh, "docx", by=person)
    return len(asked)
