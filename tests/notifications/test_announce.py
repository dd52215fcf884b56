"""One event becomes one notice for each person concerned, never for who acted, never for who may not see the place."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError

from activity.record import record
from activity.verbs import SENTENCES, kind_of
from documents.actions.documents import trash_document
from documents.models import Comment, Document, Suggestion
from notifications import announcing
from notifications.announcing import announce_event
from notifications.audiences import NO_KINDS, NOBODY, TOLD
from notifications.models import Announced, Notice, Pace
from notifications.preferences import choose_paces
from permissions.actions import grant, revoke, share_by_link
from tests import make
from tests.notifications.conftest import tell, told

pytestmark = pytest.mark.django_db


def test_whoever_manages_hears_of_a_discussion_and_its_author_does_not(
    say: Any, alice: Any, carol: Any, dan: Any
) -> None:
    say(carol, "Est-ce exact ?")
    assert (told(alice), told(carol), told(dan)) == (["discussion.opened"], [], [])


def test_an_answer_is_said_to_those_of_the_thread(say: Any, alice: Any, bob: Any, carol: Any) -> None:
    opened = say(carol, "Est-ce exact ?")
    say(bob, "Oui.", thread=opened.thread)
    found = Notice.objects.get(person=carol)
    assert (found.event.verb, found.addressed, found.pace) == ("discussion.answered", True, Pace.IMMEDIATE)
    assert told(alice) == ["discussion.opened", "discussion.answered"]
    assert not Notice.objects.filter(person=alice, addressed=True).exists()


def test_a_mention_takes_the_place_of_what_says_less(say: Any, carol: Any, alice: Any) -> None:
    say(carol, "Alice, un avis ?", mentions=(alice,))
    found = Notice.objects.get(person=alice)
    assert (found.event.verb, found.addressed) == ("discussion.mentioned", True)


def test_a_stranger_is_never_told_though_mentioned(say: Any, carol: Any, eve: Any) -> None:
    say(carol, "Eve, un avis ?", mentions=(eve,))
    assert told(eve) == []


def test_who_lost_access_is_not_told_any_more(say: Any, document: Document, alice: Any, bob: Any, carol: Any) -> None:
    opened = say(carol, "Est-ce exact ?")
    revoke(document, of=carol, by=alice)
    say(bob, "Oui.", thread=opened.thread)
    assert told(carol) == []


def test_who_came_by_an_open_address_is_told(say: Any, document: Document, alice: Any, eve: Any, bob: Any) -> None:
    share_by_link(document, reach="signed_in", link_role="comment", by=alice)
    opened = say(eve, "Je passe.")
    say(bob, "Bienvenue.", thread=opened.thread)
    assert told(eve) == ["discussion.answered"]


def test_who_wrote_follows(document: Document, alice: Any, bob: Any, dan: Any) -> None:
    tell("document.renamed", bob, document, before="Avant")
    assert told(alice) == ["document.renamed"]  # she made it, and manages it
    assert told(dan) == []


def test_a_reader_who_asks_follows_and_who_wants_nothing_is_left_alone(
    document: Document, alice: Any, bob: Any, dan: Any
) -> None:
    choose_paces(dan, document, addressed="", rest=Pace.WEEKLY)
    choose_paces(alice, document.workspace, addressed="", rest=Pace.OFF)
    tell("document.renamed", bob, document, before="Avant")
    assert (told(dan), told(alice)) == (["document.renamed"], [])
    assert Notice.objects.get(person=dan).pace == Pace.WEEKLY


def test_a_comment_that_waits_is_for_managers(say: Any, document: Document, alice: Any, bob: Any, carol: Any) -> None:
    opened = say(bob, "Une question.")
    guest = make.guest("Passante")
    say(guest, "Moi aussi.", thread=opened.thread, state=Comment.State.WAITING)
    assert told(alice) == ["discussion.opened", "discussion.answered"]
    assert (told(bob), told(carol)) == ([], [])


def test_a_proposer_is_told_of_the_answer(document: Document, alice: Any, bob: Any, carol: Any) -> None:
    made = Suggestion.objects.create(
        document=document, author=carol, block="b", number=1, before={"type": "paragraph"}, proposed=[]
    )
    tell("suggestion.made", carol, document, suggestion=made.pk, about=carol)
    tell("suggestion.accepted", bob, document, suggestion=made.pk, about=carol)
    assert told(carol) == ["suggestion.accepted"]
    assert told(alice) == ["suggestion.made", "suggestion.accepted"]


def test_what_lies_in_the_trash_is_told_to_nobody(document: Document, alice: Any, bob: Any) -> None:
    trash_document(document, by=alice)
    tell("document.renamed", bob, document, before="Avant")
    assert not Notice.objects.exists()


def test_nobody_is_told_twice_of_one_event(document: Document, alice: Any, bob: Any) -> None:
    event = tell("document.renamed", bob, document, before="Avant")
    assert announce_event(event.pk) == 0
    assert Notice.objects.filter(event=event).count() == Announced.objects.filter(event=event).count() == 1


def test_a_suspended_account_is_not_told(document: Document, alice: Any, bob: Any) -> None:
    get_user_model().objects.filter(pk=alice.pk).update(is_active=False)
    tell("document.renamed", bob, document, before="Avant")
    assert told(alice) == []


def test_a_guest_is_told_in_the_list_and_not_by_mail(say: Any, document: Document, bob: Any, alice: Any) -> None:
    guest = make.guest("Passante")
    grant(document, "comment", to=guest, by=alice)
    opened = say(guest, "Je passe.")
    say(bob, "Bienvenue.", thread=opened.thread)
    assert Notice.objects.get(person=guest).due_at is None


def test_of_every_verb_it_is_said_who_is_told() -> None:
    silent = NOBODY | {verb for verb in SENTENCES if kind_of(verb) in NO_KINDS}
    assert not SENTENCES.keys() - TOLD.keys() - silent
    assert not TOLD.keys() & NOBODY


def test_few_questions_however_many_are_told(
    document: Document, alice: Any, bob: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        person = make.person(f"P{number} Suit")
        grant(document, "view", to=person, by=alice)
        choose_paces(person, document, addressed="", rest=Pace.DAILY)
    event = tell("document.renamed", bob, document, before="Avant")
    assert Notice.objects.filter(event=event).count() == 21
    Announced.objects.all().delete()
    Notice.objects.all().delete()
    with django_assert_max_num_queries(22):
        announce_event(event.pk)


def test_who_meets_another_worker_at_the_same_comment_looks_again(
    say: Any, alice: Any, carol: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one stored its notice between the question who is told already and our own."""
    opened = say(carol, "Est-ce exact ?")
    where = opened.thread.document
    words = {"title": where.title, "comment": opened.pk}
    mentioned = record("discussion.mentioned", by=carol, on=where, workspace=where.workspace_id, about=alice, **words)
    keep, calls = announcing._keep, []

    def meet(made: list[Notice], topic: str) -> int:
        calls.append(topic)
        if len(calls) == 1:
            raise IntegrityError
        return keep(made, topic)

    monkeypatch.setattr(announcing, "_keep", meet)
    announce_event(mentioned.pk)
    assert (len(calls), told(alice)) == (2, ["discussion.mentioned"])
    assert Announced.objects.filter(event=mentioned).count() == 1
