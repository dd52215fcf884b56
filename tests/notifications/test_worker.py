"""From an act to a mail by `manage.py work`: as it comes, after a crash, and never for a transaction that was undone."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from accounts.closing import close_account
from activity.models import Event
from activity.signals import recorded
from documents.actions.discussion import answer_thread, open_thread
from documents.models import Document
from notifications.models import Announced, Mailing, Notice
from notifications.sweeping import announce_forgotten, forget_old
from permissions.actions import grant, revoke
from permissions.taking_over import take_over
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def round_of_the_worker() -> None:
    call_command("work", "--once")


def later() -> None:
    Notice.objects.exclude(due_at=None).update(due_at=timezone.now() - timedelta(seconds=1))


def test_an_act_becomes_a_notice_then_a_mail(document: Document, alice: Any, carol: Any) -> None:
    open_thread(document, "@Alice Diop, est-ce exact ?", mentioned=[alice], by=carol)
    assert not Notice.objects.filter(event__verb__startswith="discussion").exists()
    round_of_the_worker()
    assert Notice.objects.get(person=alice, addressed=True).event.verb == "discussion.mentioned"
    assert mail.outbox == []  # a minute later
    later()
    round_of_the_worker()
    (sent,) = [one for one in mail.outbox if "discussion" in one.subject or "mentionne" in one.subject]
    assert sent.to == [alice.email] and "@Alice Diop, est-ce exact ?" in sent.body
    later()
    mail.outbox.clear()
    round_of_the_worker()
    assert mail.outbox == []


def test_what_was_undone_is_told_to_nobody(document: Document, alice: Any, carol: Any) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        open_thread(document, "Alice ?", mentioned=[alice], by=carol)
        raise RuntimeError("undone")
    round_of_the_worker()
    assert not Notice.objects.filter(event__verb="discussion.mentioned").exists()


def test_what_a_crash_left_untold_is_found(document: Document, alice: Any, carol: Any, monkeypatch: Any) -> None:
    with monkeypatch.context() as crash:
        crash.setattr(recorded, "send", lambda **_: None)  # the process died after the commit
        open_thread(document, "Alice ?", mentioned=[alice], by=carol)
    round_of_the_worker()
    assert not Notice.objects.filter(event__verb="discussion.mentioned").exists()  # the queue may still have it
    Event.objects.update(at=timezone.now() - timedelta(minutes=2))
    assert announce_forgotten() > 0
    round_of_the_worker()
    assert Notice.objects.filter(event__verb="discussion.mentioned", person=alice).count() == 1
    assert announce_forgotten() == 0


def test_a_task_that_runs_again_tells_nobody_twice(document: Document, alice: Any, carol: Any) -> None:
    open_thread(document, "Alice ?", mentioned=[alice], by=carol)
    Event.objects.update(at=timezone.now() - timedelta(minutes=2))
    announce_forgotten()  # beside the tasks that wait already
    round_of_the_worker()
    assert Notice.objects.filter(person=alice, topic__startswith="comment:").count() == 1


def test_a_change_of_rights_takes_notices_away(document: Document, alice: Any, bob: Any, carol: Any) -> None:
    thread = open_thread(document, "Bob ?", mentioned=[bob], by=carol)
    round_of_the_worker()
    assert Notice.objects.filter(person=bob).exists()
    revoke(document, of=bob, by=alice)
    answer_thread(thread, "Tant pis.", by=carol)
    round_of_the_worker()
    assert not Notice.objects.filter(person=bob, document=document).exists()


def test_what_is_old_is_forgotten(document: Document, alice: Any, carol: Any) -> None:
    open_thread(document, "Alice ?", mentioned=[alice], by=carol)
    round_of_the_worker()
    later()
    round_of_the_worker()
    long_ago = timezone.now() - timedelta(days=400)
    Notice.objects.update(at=long_ago)
    Mailing.objects.update(next_at=long_ago)
    Announced.objects.update(at=long_ago)
    forget_old()
    assert not (Notice.objects.exists() or Mailing.objects.exists() or Announced.objects.exists())


def test_closing_an_account_forgets_what_it_was_told(document: Document, alice: Any, carol: Any) -> None:
    open_thread(document, "@Carol ?", by=alice)
    thread = open_thread(document, "Une question.", by=carol)
    answer_thread(thread, "Une réponse.", by=alice)
    round_of_the_worker()
    assert Notice.objects.filter(person=carol).exists()
    close_account(carol, "anonymise", by=carol)
    assert not Notice.objects.filter(person=carol).exists()


def test_a_guest_takes_notices_along(document: Document, alice: Any) -> None:
    guest, newcomer = make.guest("Passante"), make.person("Nora Neuve")
    grant(document, "comment", to=guest, by=alice)
    answer_thread(open_thread(document, "Je passe.", by=guest), "Bienvenue.", by=alice)
    round_of_the_worker()
    take_over(guest, by=newcomer)
    assert Notice.objects.filter(person=newcomer, event__verb="discussion.answered").count() == 1
