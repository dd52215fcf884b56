"""What threads know of a person: taken out with one's data, erased with one's account, taken along by a guest."""

import io
import json
import zipfile
from typing import Any

import pytest

from accounts.closing import close_account
from accounts.personal_data import export_personal_data
from documents.actions.comments import react
from documents.actions.discussion import answer_thread, assign_thread, open_thread
from documents.actions.moderation import report_comment
from documents.models import Comment, Document, Reaction, Report, Thread
from documents.speech import with_names
from documents.threads import names_in
from permissions.actions import revoke, share_by_link
from permissions.guests import enter_as_guest
from permissions.taking_over import take_over
from tests.threads import thread_on


@pytest.fixture
def thread(document: Document, bob: Any, carol: Any) -> Thread:
    """Carol's, answered by Bob, given to her, with a sign of hers under his answer, which she reported too."""
    thread = thread_on(document, "publiques", by=carol, body="@Bob Martin, toutes ?", mentioned=[bob])
    answer = answer_thread(thread, "Oui", by=bob)
    react(answer, "👍", by=carol)
    assign_thread(thread, carol, by=bob)
    report_comment(answer, "Faux", by=carol)
    open_thread(document, "Toute seule", by=carol)
    return thread


def file_of(person: Any) -> Any:
    out = io.BytesIO()
    export_personal_data(person, by=person, to=out)
    return json.loads(zipfile.ZipFile(out).read("commentaires.json"))


def test_ones_comments_are_in_ones_data(document: Document, thread: Thread, alice: Any, carol: Any) -> None:
    first = file_of(carol)[0]
    assert (first["text"], first["about"], first["title"]) == ("@Bob Martin, toutes ?", "publiques", document.title)
    revoke(document, of=carol, by=alice)
    first = file_of(carol)[0]
    assert (first["text"], first["about"], first["title"]) == ("@Bob Martin, toutes ?", "", "")


def test_closing_an_account_leaves_the_words_without_the_name(thread: Thread, carol: Any) -> None:
    close_account(carol, "anonymise", by=carol)
    first = thread.comments.select_related("author").first()
    assert first is not None and first.author is not None
    assert (str(first.author), "toutes" in first.body) == ("Personne partie", True)
    assert not Reaction.objects.exists()
    thread.refresh_from_db()
    assert thread.assigned_to is None


def test_closing_it_with_ones_words_leaves_their_places_alone(thread: Thread, carol: Any) -> None:
    close_account(carol, "blank", by=carol)
    assert list(thread.comments.order_by("at").values_list("body", "state")) == [("", "deleted"), ("Oui", "shown")]
    assert Thread.objects.get() == thread  # the one where nobody answered is gone
    assert Report.objects.get().reason == ""


def test_a_guest_takes_their_comments_along(
    document: Document, alice: Any, eve: Any, django_capture_on_commit_callbacks: Any
) -> None:
    share_by_link(document, reach="public", link_role="comment", by=alice)
    guest = enter_as_guest(document, "Gaston")
    thread = open_thread(document, "Bonjour", by=guest)
    said = answer_thread(thread, "Bonjour @Gaston", by=alice, mentioned=[guest])
    with django_capture_on_commit_callbacks(execute=True):
        take_over(guest, by=eve)
    first = thread.comments.order_by("at").first()
    assert first is not None and first.author == eve
    said = Comment.objects.get(pk=said.pk)
    assert with_names(said.body, names_in([said])) == "Bonjour @Eve Noir"
