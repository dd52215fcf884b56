"""The comments on the reading page: passages in the text, the list under it, without script, each by their rights."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from documents.actions.discussion import answer_thread, open_thread, resolve_thread
from documents.actions.exporting import export
from documents.models import Comment, Document
from permissions.actions import share_by_link
from tests.threads import thread_on
from workspaces.models import Workspace


def read(browser: Client, document: Document) -> str:
    return browser.get(f"/documents/{document.pk}/lire/").content.decode()


def test_a_reader_sees_the_passage_and_what_is_said_of_it(
    client_of: Any, bob: User, carol: User, dan: User, document: Document
) -> None:
    thread = thread_on(document, "données publiques", carol, "Lesquelles ?")
    answer_thread(thread, "Toutes.", by=bob)
    page = read(client_of(dan), document)
    assert '<span class="passage">données publiques</span>' in page
    assert f'href="#fil-{thread.pk}" aria-label="Commentaire 1"' in page
    assert f'<li id="fil-{thread.pk}">' in page
    assert f'href="#passage-{thread.pk}"' in page
    for told in ("Lesquelles ?", "Toutes.", "Carol Petit", "Bob Martin"):
        assert told in page
    assert "message-square-plus" not in page  # Dan only reads


def test_a_commenter_is_led_to_where_one_comments(client_of: Any, carol: User, document: Document) -> None:
    assert f'<a class="btn primary" href="/documents/{document.pk}/">' in read(client_of(carol), document)


def test_a_visitor_reads_it_too_by_a_public_link(alice: User, carol: User, document: Document) -> None:
    share_by_link(document, reach="public", link_role=None, by=alice)
    thread_on(document, "ouvertes", carol, "Vraiment ?")
    assert "Vraiment ?" in read(Client(), document)


def test_what_waits_what_is_resolved_and_what_is_of_the_whole_are_not_there(
    client_of: Any, carol: User, dan: User, document: Document
) -> None:
    waiting = thread_on(document, "Les données", carol, "Attend.")
    Comment.objects.filter(thread=waiting).update(state=Comment.State.WAITING)
    resolve_thread(thread_on(document, "défaut", carol, "Fini."), by=carol)
    open_thread(document, "De tout.", by=carol)
    page = read(client_of(dan), document)
    assert not any(told in page for told in ("Attend.", "Fini.", "De tout.", 'class="passage"', 'id="beside"'))


def test_a_passage_that_is_gone_keeps_its_words(client_of: Any, carol: User, dan: User, document: Document) -> None:
    thread = thread_on(document, "ouvertes", carol, "Et demain ?")
    thread.orphaned_at = thread.opened_at
    thread.save()
    page = read(client_of(dan), document)
    assert 'class="passage"' not in page
    assert "Et demain ?" in page
    assert 'class="small beside-gone"' in page
    assert f"#passage-{thread.pk}" not in page


def test_nothing_of_it_goes_into_word(carol: User, document: Document) -> None:
    thread_on(document, "ouvertes", carol, "Pas ici")
    assert b"Pas ici" not in export(document, "docx", by=carol).content


@pytest.mark.parametrize("count", [1, 12])
def test_few_queries_however_many_threads(
    client_of: Any, bob: User, carol: User, workspace: Workspace, document: Document, count: int,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    for number in range(count):
        thread_on(document, "publiques", carol if number % 2 else bob, "Encore ?")
    browser = client_of(carol)
    read(browser, document)  # the first time, what is seen is written down
    with django_assert_max_num_queries(19):  # the page 16, threads 1, comments 1, signs and names 1
        read(browser, document)
