"""Pages of notices: what waits, what was said, going there, reading all; how one is told, of everything and of a place."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from activity.models import Event
from documents.models import Comment, Document
from notifications.lost import forget_lost_in, forget_lost_of
from notifications.models import Notice, Pace, Preference
from permissions.actions import revoke
from tests import make
from tests.notifications.conftest import tell
from tests.sessions import browser_of

pytestmark = pytest.mark.django_db


def page(person: Any, address: str = "/avis/") -> str:
    answer = browser_of(person).get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_list_says_what_was_said_and_how_many_wait(say: Any, carol: Any, alice: Any) -> None:
    say(carol, "Est-ce <b>exact</b> ?", mentions=(alice,))
    shown = page(alice)
    assert "Est-ce &lt;b&gt;exact&lt;/b&gt; ?" in shown and "données publiques" in shown
    assert "Carol Petit" in shown and "(1 non lue)" in shown


def test_following_a_notice_leads_to_the_passage_and_marks_it_read(say: Any, carol: Any, alice: Any) -> None:
    said = say(carol, "Alice ?", mentions=(alice,))
    found = Notice.objects.get(person=alice)
    answer = browser_of(alice).get(f"/avis/{found.pk}/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{said.thread.document.get_absolute_url()}#fil-{said.thread_id}"
    found.refresh_from_db()
    assert found.read_at is not None
    assert "(1 non lue)" not in page(alice)


def test_a_look_ahead_marks_nothing(say: Any, carol: Any, alice: Any) -> None:
    say(carol, "Alice ?", mentions=(alice,))
    found = Notice.objects.get(person=alice)
    browser_of(alice).head(f"/avis/{found.pk}/")
    assert Notice.objects.get(pk=found.pk).read_at is None


def test_an_open_page_asks_how_many_wait_in_one_query(
    say: Any, carol: Any, alice: Any, eve: Any, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        say(carol, f"Remarque {number}.")
    browser = browser_of(alice)
    with django_assert_num_queries(1):
        answer = browser.get("/avis/nombre/")
    assert "(3 non lues)" in answer.content.decode() and "<html" not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert page(eve, "/avis/nombre/").strip() == ""
    assert Client().get("/avis/nombre/").status_code == 302


def test_read_and_unread_by_hand(say: Any, carol: Any, alice: Any) -> None:
    say(carol, "Alice ?", mentions=(alice,))
    found, browser = Notice.objects.get(person=alice), browser_of(alice)
    assert browser.post(f"/avis/{found.pk}/").status_code == 302
    assert Notice.objects.get(pk=found.pk).read_at is not None
    browser.post(f"/avis/{found.pk}/", {"unread": "1"})
    assert Notice.objects.get(pk=found.pk).read_at is None
    browser.post("/avis/lus/")
    assert Notice.objects.get(pk=found.pk).read_at is not None


def test_only_what_waits(say: Any, carol: Any, alice: Any) -> None:
    say(carol, "Lu.", mentions=(alice,))
    Notice.objects.update(read_at=timezone.now())
    say(carol, "Attend.", mentions=(alice,))
    shown = page(alice, "/avis/?voir=non-lus")
    assert "Attend." in shown and "Lu." not in shown


def test_notices_of_others_are_not_there(say: Any, carol: Any, alice: Any, bob: Any, visitor: Any) -> None:
    say(carol, "Alice ?", mentions=(alice,))
    found = Notice.objects.get(person=alice)
    browser = browser_of(bob)
    assert browser.get(f"/avis/{found.pk}/").status_code == 404
    assert browser.post(f"/avis/{found.pk}/").status_code == 404
    assert Client().get("/avis/").status_code == 302


def test_what_one_may_not_see_any_more_is_gone(say: Any, document: Document, carol: Any, bob: Any, alice: Any) -> None:
    say(carol, "Un secret.", mentions=(bob,))
    revoke(document, of=bob, by=alice)
    found = Notice.objects.get(person=bob)
    assert "Un secret." not in page(bob)
    assert browser_of(bob).get(f"/avis/{found.pk}/").status_code == 404
    assert forget_lost_of(bob.pk) == 1


def test_what_another_worker_says_meanwhile_stays(say: Any, document: Document, carol: Any, bob: Any) -> None:
    say(carol, "Bob ?", mentions=(bob,))
    event = Event.objects.exclude(pk=Notice.objects.get(person=bob).event_id).earliest("pk")
    meanwhile: list[Notice] = []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = execute(sql, params, many, context)
        if not meanwhile and 'FROM "notifications_notice"' in sql:
            meanwhile.append(Notice(person=bob, event=event, document=document, at=timezone.now(), pace=Pace.DAILY))
            meanwhile[0].save()
        return found

    with connection.execute_wrapper(look):
        assert forget_lost_of(bob.pk) == 0
    assert Notice.objects.filter(person=bob).count() == 2


def test_rights_that_change_for_many_take_their_notices(say: Any, document: Document, carol: Any, bob: Any) -> None:
    say(carol, "Bob ?", mentions=(bob,))
    document.user_grants.filter(user=bob).delete()
    assert forget_lost_in("document", str(document.pk)) == 1
    assert forget_lost_in("workspace", str(document.workspace_id)) == 0


def test_what_was_hidden_or_taken_back_is_not_told(say: Any, carol: Any, alice: Any) -> None:
    said = say(carol, "Des gros mots.", mentions=(alice,))
    for state in (Comment.State.HIDDEN, Comment.State.DELETED):
        Comment.objects.filter(pk=said.pk).update(state=state)
        assert "Des gros mots." not in page(alice)


def test_the_author_of_a_hidden_comment_reads_why(say: Any, document: Document, carol: Any, alice: Any) -> None:
    said = say(carol, "Des gros mots.")
    Comment.objects.filter(pk=said.pk).update(state=Comment.State.HIDDEN, public_reason="Insulte")
    tell("discussion.hidden", alice, document, about=carol, thread=said.thread_id, comment=said.pk)
    shown = page(carol)
    assert "Insulte" in shown and "Des gros mots." not in shown


def test_others_read_why_it_is_hidden_if_they_could_read_it(say: Any, carol: Any, alice: Any) -> None:
    said = say(carol, "Des gros mots.", mentions=(alice,))
    for shown, told in ((True, True), (False, False)):
        state, reason = Comment.State.HIDDEN, "Insulte"
        Comment.objects.filter(pk=said.pk).update(state=state, public_reason=reason, was_shown=shown)
        assert ("Insulte" in page(alice)) is told


def test_older_ones_are_on_the_next_page(say: Any, carol: Any, alice: Any) -> None:
    for number in range(32):
        say(carol, f"Remarque {number}.")
    shown = page(alice)
    assert "Remarque 31." in shown and "Remarque 1." not in shown
    last = Notice.objects.filter(person=alice)[29]
    assert "Remarque 1." in page(alice, f"/avis/?avant={last.pk}")
    assert page(alice, "/avis/?avant=rien")


# How one is told


def test_choosing_for_everything(alice: Any) -> None:
    browser = browser_of(alice)
    answer = browser.post("/avis/reglages/", {"part": "paces", "addressed": "daily", "rest": "never"})
    assert answer.status_code == 302
    browser.post("/avis/reglages/", {"part": "quiet", "begin": "20:00", "end": "07:30", "weekend": "on"})
    row = Preference.objects.get(person=alice)
    assert (row.addressed, row.rest, row.quiet_from.hour, row.quiet_weekend) == ("daily", "never", 20, True)
    assert 'value="20:00"' in page(alice, "/avis/reglages/")


@pytest.mark.parametrize(
    "sent",
    [{"part": "paces", "addressed": "x", "rest": "daily"}, {"part": "quiet", "begin": "20:00"}, {"part": "rien"}],
)
def test_what_makes_no_sense_is_refused(alice: Any, sent: dict[str, str]) -> None:
    assert browser_of(alice).post("/avis/reglages/", sent).status_code == 422
    assert not Preference.objects.exists()


def test_choosing_for_a_place(document: Document, dan: Any) -> None:
    address = f"/documents/{document.pk}/avis/"
    assert "Comme ailleurs" in page(dan, address)
    assert browser_of(dan).post(address, {"addressed": "", "rest": "weekly"}).status_code == 302
    assert Preference.objects.get(person=dan, document=document).rest == Pace.WEEKLY
    assert document.title in page(dan, "/avis/reglages/")


def test_a_place_one_does_not_see_is_not_there(document: Document, eve: Any, dan: Any) -> None:
    assert browser_of(eve).get(f"/documents/{document.pk}/avis/").status_code == 404
    assert browser_of(dan).post(f"/espaces/{document.workspace.slug}/avis/", {"rest": "daily"}).status_code == 404


def test_a_guest_has_a_list_and_nothing_to_choose() -> None:
    browser = browser_of(make.guest("Passante"))
    assert browser.get("/avis/").status_code == 200
    assert browser.get("/avis/reglages/").status_code == 403


# For programs


def test_programs_read_and_choose(say: Any, carol: Any, alice: Any, document: Document) -> None:
    said = say(carol, "Alice ?", mentions=(alice,))
    browser = browser_of(alice)
    found = browser.get("/api/v1/notices/?unread=true").json()
    (one,) = found["items"]
    assert (found["count"], one["said"], one["addressed"], one["by"]["name"]) == (1, "Alice ?", True, "Carol Petit")
    assert one["url"].endswith(f"#fil-{said.thread_id}")
    assert browser.put(f"/api/v1/notices/{one['id']}/read/").status_code == 204
    assert browser.get("/api/v1/notices/?unread=true").json()["count"] == 0
    assert browser.delete(f"/api/v1/notices/{one['id']}/read/").status_code == 204
    assert browser.put("/api/v1/notices/read/").json() == {"count": 1}
    where = f"/api/v1/notices/preferences/documents/{document.pk}/"
    chosen = browser.put(where, {"rest": "weekly"}, content_type="application/json").json()
    assert chosen == {"addressed": None, "rest": "weekly", "wider": {"addressed": "immediate", "rest": "daily"}}
    general = {"addressed": "daily", "rest": "off", "quiet_from": "20:00:00", "quiet_until": "07:00:00"}
    told = browser.put("/api/v1/notices/preferences/", general, content_type="application/json").json()
    assert told == {**general, "quiet_weekend": False}
    bad = browser.put(
        "/api/v1/notices/preferences/", {"addressed": "x", "rest": "off"}, content_type="application/json"
    )
    assert bad.status_code == 422
