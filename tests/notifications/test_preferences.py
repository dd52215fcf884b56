"""How one is told: the nearest choice counts, what waits is planned anew, and nonsense is refused."""

from datetime import time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.models import Document
from notifications import unsubscribing
from notifications.models import Notice, Pace, Preference
from notifications.preferences import choose_paces, choose_quiet, stop_mails, wishes_of
from permissions.actions import revoke
from tests.notifications.conftest import tell

pytestmark = pytest.mark.django_db


def paces(person: Any, place: Any) -> tuple[str, str]:
    wishes = wishes_of([person.pk], place)[person.pk]
    return wishes.addressed, wishes.rest


def test_the_nearest_choice_counts(document: Document, bob: Any) -> None:
    assert paces(bob, document) == (Pace.IMMEDIATE, Pace.DAILY)
    choose_paces(bob, None, addressed=Pace.DAILY, rest=Pace.NEVER)
    assert paces(bob, document) == (Pace.DAILY, Pace.NEVER)
    choose_paces(bob, document.workspace, addressed="", rest=Pace.WEEKLY)
    assert paces(bob, document) == (Pace.DAILY, Pace.WEEKLY)
    choose_paces(bob, document, addressed=Pace.OFF, rest="")
    assert paces(bob, document) == (Pace.OFF, Pace.WEEKLY)
    assert paces(bob, document.workspace) == (Pace.DAILY, Pace.WEEKLY)


def test_a_choice_taken_back_leaves_no_row(document: Document, bob: Any) -> None:
    choose_paces(bob, document, addressed=Pace.OFF, rest="")
    choose_paces(bob, document, addressed="", rest="")
    assert not Preference.objects.exists()


def test_what_waits_is_planned_anew(say: Any, carol: Any, alice: Any, document: Document) -> None:
    say(carol, "Une remarque.")
    before = Notice.objects.get(person=alice)
    assert before.pace == Pace.DAILY and before.due_at is not None
    choose_paces(alice, document, addressed="", rest=Pace.NEVER)
    assert Notice.objects.get(person=alice).due_at is None
    choose_paces(alice, document, addressed="", rest=Pace.IMMEDIATE)
    after = Notice.objects.get(person=alice)
    assert after.due_at is not None and after.due_at < before.due_at


def test_quiet_hours_move_what_waits(say: Any, carol: Any, alice: Any) -> None:
    say(carol, "Alice ?", mentions=(alice,))
    choose_quiet(alice, begin=time(0), end=time(23, 59), weekend=False)
    due = Notice.objects.get(person=alice).due_at
    assert due is not None and timezone.localtime(due).time() >= time(23, 59)


@pytest.mark.parametrize("bad", ["", "hourly"])
def test_an_unknown_pace_is_refused(document: Document, bob: Any, bad: str) -> None:
    with pytest.raises(ValidationError) as refused:
        choose_paces(bob, document, addressed="hourly", rest=bad)
    assert refused.value.code == "pace_unknown"


@pytest.mark.parametrize(("begin", "end", "code"), [(time(20), None, "half_quiet"), (time(20), time(20), "no_quiet")])
def test_half_a_night_is_refused(bob: Any, begin: time, end: time | None, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        choose_quiet(bob, begin=begin, end=end, weekend=False)
    assert refused.value.code == code


def test_stopping_the_mails_of_a_place_makes_nobody_follow_it(
    say: Any, document: Document, alice: Any, bob: Any, dan: Any
) -> None:
    stop_mails(dan, document)
    tell("document.renamed", bob, document, before="Avant")
    assert not Notice.objects.filter(person=dan).exists()


def test_stopping_all_mails_stops_those_chosen_for_places(document: Document, bob: Any) -> None:
    choose_paces(bob, document, addressed="", rest=Pace.WEEKLY)
    choose_paces(bob, document.workspace, addressed=Pace.OFF, rest=Pace.OFF)
    stop_mails(bob, None)
    assert paces(bob, document) == (Pace.OFF, Pace.NEVER)
    assert paces(bob, None) == (Pace.NEVER, Pace.NEVER)


# The link in a mail


def test_the_link_asks_first_and_does_it_on_post(document: Document, bob: Any) -> None:
    path = unsubscribing.address_for(bob, document)
    page = Client().get(path)
    assert page.status_code == 200 and document.title in page.content.decode()
    assert not Preference.objects.exists()
    assert Client(enforce_csrf_checks=True).post(path).status_code == 200
    assert paces(bob, document) == (Pace.NEVER, Pace.NEVER)
    assert paces(bob, None) == (Pace.IMMEDIATE, Pace.DAILY)


def test_it_tells_no_title_to_who_lost_access(document: Document, alice: Any, bob: Any) -> None:
    path = unsubscribing.address_for(bob, document)
    revoke(document, of=bob, by=alice)
    assert document.title not in Client().get(path).content.decode()
    assert Client().post(path).status_code == 200


@pytest.mark.parametrize("token", ["jeton", "WzEsIiJd:1a:bb"])
def test_a_link_that_is_not_ours_stops_nothing(token: str) -> None:
    address = reverse("notices_unsubscribe", args=[token])
    assert (Client().get(address).status_code, Client().post(address).status_code) == (404, 404)


def test_the_link_of_a_closed_account_or_of_a_deleted_document_leads_nowhere(document: Document, bob: Any) -> None:
    of_document, of_all = unsubscribing.address_for(bob, document), unsubscribing.address_for(bob, None)
    document.delete()
    assert Client().get(of_document).status_code == 404
    assert Client().get(of_all).status_code == 200
    bob.is_active = False
    bob.save()
    assert Client().get(of_all).status_code == 404
