"""Notices leave by mail: at once or in a digest, in the reader's language, with what was said, and with a way to stop."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.actions import choose_language
from accounts.models import User
from documents.models import Comment, Document, Suggestion, Thread, Version
from notifications.actions import mark_read
from notifications.models import Mailing, Notice, Pace
from notifications.preferences import choose_paces
from permissions.actions import revoke
from permissions.signals import access_changed
from tests import make
from tests.notifications.conftest import serve_queue, tell, work
from tests.sessions import browser_of

pytestmark = pytest.mark.django_db


def text_of(message: Any) -> str:
    return str(message.body)


def html_of(message: Any) -> str:
    return str(message.alternatives[0].content)


def way_of(message: Any) -> str:
    """Where the first link of a mail about one thing leads: the path."""
    (link,) = re.findall(r"https://tablee\.example\.org(/avis/\d+/\S*)", text_of(message))
    return str(link)


def test_a_mention_leaves_at_once_with_what_was_said(say: Any, carol: User, alice: User, document: Document) -> None:
    said = say(carol, "Alice, est-ce exact ?", mentions=(alice,))
    (sent,) = work()
    assert sent.to == [alice.email]
    assert "Alice, est-ce exact ?" in text_of(sent) and "Alice, est-ce exact ?" in html_of(sent)
    assert "données publiques" in text_of(sent)
    link = way_of(sent)
    assert link in html_of(sent)
    answer = browser_of(alice).get(link)
    assert answer["location"] == f"/documents/{document.pk}/#fil-{said.thread_id}"
    assert Notice.objects.get(person=alice).read_at is not None
    assert Mailing.objects.get().state == Mailing.State.SENT
    assert Notice.objects.get(person=alice).mailing is not None


def test_its_link_outlives_its_notice_and_leads_nowhere_else(
    say: Any, carol: User, alice: User, bob: User, document: Document
) -> None:
    said = say(carol, "Alice, est-ce exact ?", mentions=(alice,))
    link = way_of(work()[0])
    where = f"/documents/{document.pk}/#fil-{said.thread_id}"
    assert browser_of(bob).get(link)["location"] == where  # the mail of one account read under another
    assert Notice.objects.get(person=alice).read_at is None
    assert link.split("?")[0] in Client().get(link)["location"]  # after one has signed in
    Notice.objects.all().delete()
    browser = browser_of(alice)
    assert browser.get(link)["location"] == where
    assert browser.post(link).status_code == 404
    for elsewhere in ("https://example.com/", "//example.com/", "/\\example.com", "documents/", ""):
        assert browser.get("/avis/1/", {"vers": elsewhere}).status_code == 404


def test_it_can_be_stopped_in_one_click(say: Any, carol: User, alice: User, document: Document) -> None:
    say(carol, "Alice, est-ce exact ?", mentions=(alice,))
    (sent,) = work()
    headers = sent.extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (address,) = re.findall(r"<https://tablee\.example\.org(/[^>]+)>", headers["List-Unsubscribe"])
    program = Client(enforce_csrf_checks=True)
    assert program.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    say(carol, "Alice, toujours ?", mentions=(alice,))
    assert work() == []
    assert Notice.objects.filter(person=alice, read_at=None).count() == 2


def test_in_the_language_of_who_reads(say: Any, carol: User, alice: User, bob: User) -> None:
    choose_language(alice, "en")
    say(carol, "Vous deux ?", mentions=(alice, bob))
    subjects = {sent.to[0]: sent.subject for sent in work()}
    assert subjects[alice.email] == "Carol Petit mentioned you in “Ouvrir les données”"
    assert subjects[bob.email].startswith("Carol Petit") and subjects[bob.email] != subjects[alice.email]


def test_several_things_of_one_place_leave_together(say: Any, carol: User, alice: User) -> None:
    say(carol, "Un.", mentions=(alice,))
    say(carol, "Deux.", mentions=(alice,))
    (sent,) = work()
    assert "Un." in text_of(sent) and "Deux." in text_of(sent)


def test_a_digest_gathers_all_places(say: Any, document: Document, alice: User, bob: User, carol: User) -> None:
    say(bob, "Première remarque.")
    suggestion = Suggestion.objects.create(
        document=document,
        author=carol,
        block="b",
        number=1,
        before={"type": "paragraph", "content": [{"type": "text", "text": "ouvertes par défaut"}]},
        proposed=[{"type": "paragraph", "content": [{"type": "text", "text": "ouvertes toujours"}]}],
        reason="Plus net",
    )
    tell("suggestion.made", carol, document, about=carol, suggestion=suggestion.pk)
    sent = next(one for one in work() if one.to == [alice.email])
    for words in ("Première remarque.", "Plus net", "Ouvrir les données"):
        assert words in text_of(sent) and words in html_of(sent)
    assert "<del>par défaut</del><ins>toujours</ins>" in html_of(sent)
    assert "ouvertes par défaut" in text_of(sent) and "ouvertes toujours" in text_of(sent)
    assert f"%23proposition-{suggestion.pk}" in text_of(sent)


def test_nothing_to_who_lost_access_meanwhile(
    say: Any, document: Document, alice: User, bob: User, carol: User, monkeypatch: Any
) -> None:
    """Even where nobody heard of the change of rights."""
    opened = say(carol, "Une question.")
    say(bob, "Une réponse.", thread=opened.thread)
    assert Notice.objects.filter(person=carol).exists()
    monkeypatch.setattr(access_changed, "send_robust", lambda **_: None)
    revoke(document, of=carol, by=alice)
    assert carol.email not in {to for sent in work() for to in sent.to}
    assert Mailing.objects.get(person=carol).state == Mailing.State.DROPPED


def test_nothing_that_was_read_or_taken_back(say: Any, carol: User, alice: User, bob: User) -> None:
    say(carol, "Lu.", mentions=(alice,))
    mark_read(Notice.objects.filter(person=alice))
    gone = say(carol, "Effacé.", mentions=(bob,))
    Comment.objects.filter(pk=gone.pk).update(state=Comment.State.DELETED)
    assert [sent.to for sent in work() if sent.to == [bob.email]] == []
    assert not any("Lu." in text_of(sent) for sent in mail.outbox)


def test_never_by_mail_stays_in_the_list(say: Any, carol: User, alice: User) -> None:
    choose_paces(alice, None, addressed=Pace.NEVER, rest=Pace.NEVER)
    say(carol, "Alice ?", mentions=(alice,))
    assert work() == []
    assert Notice.objects.filter(person=alice).count() == 1


def test_nothing_leaves_without_an_address_of_the_site(say: Any, carol: User, alice: User, settings: Any) -> None:
    say(carol, "Alice ?", mentions=(alice,))
    settings.SITE_URL = ""
    assert work() == []
    settings.SITE_URL = "https://tablee.example.org"
    assert len(work()) == 1


def test_nothing_leaves_before_its_time(say: Any, carol: User, alice: User, bob: User) -> None:
    say(bob, "Pour demain matin.")
    serve_queue()
    assert mail.outbox == []


def test_a_digest_says_what_was_written(document: Document, alice: User, bob: User) -> None:
    """New passages as they stand today, and nothing of what was taken out."""
    for number, paragraphs in ((1, ("Un.", "Secret retiré.")), (2, ("Un.", "Deux, tout neuf."))):
        version = Version(document=document, number=100 + number, at=timezone.now(), title=document.title)
        version.tree = make.tree(*paragraphs)
        version.save()
        if number == 1:
            tell("document.edited", bob, document)
    sent = next(one for one in work() if one.to == [alice.email])
    assert "> Deux, tout neuf." in text_of(sent) and "Deux, tout neuf." in html_of(sent)
    assert "Secret" not in text_of(sent) and "> Un." not in text_of(sent)


def test_a_discussion_without_a_passage_is_answered_on_its_page(
    say: Any, carol: User, alice: User, document: Document
) -> None:
    thread = Thread.objects.create(document=document, opened_by=alice, title="En général")
    say(carol, "Oui.", thread=thread)
    (sent,) = work()
    assert browser_of(alice).get(way_of(sent))["location"] == f"/discussions/{thread.pk}/"
