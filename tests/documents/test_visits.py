"""What somebody has seen of a text, and what is new to them when they come again."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from activity.models import Event
from documents import content
from documents.actions.visits import mark_seen, meet_document
from documents.models import Document, Visit
from documents.since import changed_in, changes_since, marked
from permissions.actions import grant
from tests import make
from tests.threads import thread_on
from tests.writing import edit, write, write_into
from workspaces.models import Workspace

pytestmark = pytest.mark.django_db(transaction=True)


def new_to(document: Document, person: User) -> list[tuple[str, str]]:
    """(kind, words) of each passage."""
    found = changes_since(document, meet_document(document, by=person), person)
    if found is None:
        return []
    texts = {}
    for block in found.tree["content"]:
        texts[(block.get("attrs") or {}).get("id")] = content.plain(block)
    return [(place.kind, texts[place.block][place.start : place.end]) for place in found.places]


def test_a_first_visit_begins_with_what_stands(document: Document, dan: User) -> None:
    assert new_to(document, dan) == []
    visit = Visit.objects.get()
    assert (visit.person, visit.number) == (dan, 1)
    assert visit.version is not None


def test_what_others_wrote_since_is_new(document: Document, bob: User, dan: User) -> None:
    meet_document(document, by=dan)
    write_into(document, bob, 0, 4, "vieilles ")
    assert new_to(document, dan) == [("added", "vieilles ")]
    assert new_to(document, dan) == [("added", "vieilles ")]  # until it is seen
    mark_seen(document, by=dan)
    assert new_to(document, dan) == []


def test_what_one_wrote_oneself_is_not(document: Document, bob: User, dan: User) -> None:
    meet_document(document, by=bob)
    write_into(document, bob, 0, 4, "vieilles ")
    assert new_to(document, bob) == []


def test_words_taken_out_are_told_where_they_were(document: Document, bob: User, dan: User) -> None:
    meet_document(document, by=dan)
    edit(document, bob, lambda text: text.children[0].children[0].__delitem__(slice(4, 13)))
    assert new_to(document, dan) == [("removed", "")]


def test_a_comment_makes_no_version(document: Document, bob: User, carol: User, dan: User) -> None:
    mark_seen(document, by=bob)
    kept = document.versions.count()
    thread_on(document, "publiques", by=carol)
    seen = mark_seen(document, by=dan)
    assert seen is not None and seen.version == document.versions.first()
    assert document.versions.count() == kept


def test_nothing_goes_back(document: Document, bob: User, dan: User) -> None:
    write(document, bob, "Un")
    mark_seen(document, by=dan)
    assert mark_seen(document, 1, by=dan).number == 2  # type: ignore[union-attr]
    assert mark_seen(document, 99, by=dan).number == 2  # type: ignore[union-attr]


def test_what_comes_after_the_page_was_made_stays_new(document: Document, bob: User, dan: User) -> None:
    meet_document(document, by=dan)
    seen = write(document, bob, "Un")
    write(document, bob, "Deux")
    mark_seen(document, seen, by=dan)
    assert Visit.objects.get().number == seen


def test_the_marked_tree_is_the_text(document: Document, bob: User, dan: User) -> None:
    meet_document(document, by=dan)
    write_into(document, bob, 0, 4, "très 😀 vieilles ")
    found = changes_since(document, Visit.objects.select_related("version").get(), dan)
    assert found is not None
    tree = marked(found.tree, found.places)
    assert content.plain(tree) == content.plain(content.read_document(document))
    assert [node["text"] for node in tree["content"][0]["content"] if "since" in node] == ["très 😀 vieilles "]


def test_a_stranger_leaves_no_visit(document: Document, eve: User) -> None:
    with pytest.raises(PermissionDenied):
        mark_seen(document, by=eve)
    assert not Visit.objects.exists()


def test_a_visitor_leaves_none_and_sees_no_note(document: Document, alice: User, visitor: Any) -> None:
    assert meet_document(document, by=visitor) is None
    assert changes_since(document, None, visitor) is None


def test_no_event_tells_what_somebody_reads(document: Document, dan: User) -> None:
    before = Event.objects.count()
    mark_seen(document, by=dan)
    assert Event.objects.count() == before


# Pages


def test_the_reading_page_shows_it(client_of: Any, document: Document, bob: User, dan: User) -> None:
    browser, page = client_of(dan), f"/documents/{document.pk}/lire/"
    assert "depuis votre dernière visite" not in browser.get(page).content.decode()
    write_into(document, bob, 0, 4, "vieilles ")
    said = browser.get(page).content.decode()
    assert '<ins class="since" id="nouveau-1" title="Nouveau depuis votre dernière visite">vieilles </ins>' in said
    assert "depuis votre dernière visite" in said
    answer = browser.post(f"/documents/{document.pk}/vu/", {"number": "2"})
    assert answer["Location"] == page
    assert "<ins" not in browser.get(page).content.decode()


def test_a_workspace_tells_its_documents(client_of: Any, document: Document, alice: User, bob: User) -> None:
    browser, page = client_of(alice), f"/espaces/{document.workspace.slug}/depuis/"
    meet_document(document, by=alice)
    assert "Vous avez tout vu ici." in browser.get(page).content.decode()
    write(document, bob, "Des mots de Bob")
    said = browser.get(page).content.decode()
    assert "Bob Martin" in said
    assert document.title in said


def test_of_a_workspace_only_what_one_sees(document: Document, alice: User, bob: User, eve: User) -> None:
    write(document, bob, "Des mots de Bob")
    assert changed_in(document.workspace, eve) == []
    grant(document, "view", to=eve, by=alice)
    assert [(one.document, one.since, one.people) for one in changed_in(document.workspace, eve)] == [
        (document, None, [alice, bob])
    ]


def test_as_many_questions_for_many(workspace: Workspace, alice: User, bob: User) -> None:
    grant(workspace, "change", to=bob, by=alice)
    counts = []
    for wanted in (2, 6):
        for number in range(wanted):
            write(make.document(alice, workspace, f"Document {number}"), bob, "Bob")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            changed_in(workspace, alice)
        counts.append(len(asked))
    assert counts == [3, 3]


def test_a_stranger_sees_neither(client_of: Any, document: Document, eve: User) -> None:
    browser = client_of(eve)
    assert browser.post(f"/documents/{document.pk}/vu/").status_code == 404
    assert browser.get(f"/espaces/{document.workspace.slug}/depuis/").status_code == 404
    assert Client().get(f"/espaces/{document.workspace.slug}/depuis/").status_code == 302
