"""Nothing leaves twice: refused mails are tried again, doubtful ones are not, and one worker alone has each."""

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db.models import Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from notifications import mailing, sending
from notifications.mailing import doubt_what_was_due, gather, look_after
from notifications.models import Mailing, Notice
from notifications.preferences import choose_quiet
from notifications.sending import TRIED_AGAIN, send_mailing
from notifications.timing import out_of_quiet
from tests.notifications.conftest import serve_queue, work

pytestmark = pytest.mark.django_db


class Server(EmailBackend):
    """A mail server in a bad mood: `away` it is not there, otherwise it does `fault` while it takes a mail."""

    away = False
    fault: BaseException | None = None

    def open(self) -> None:
        if Server.away:
            raise ConnectionRefusedError("nobody there")

    def send_messages(self, messages: Any) -> int:
        if Server.fault is not None:
            raise Server.fault
        return super().send_messages(messages)


@pytest.fixture
def server(settings: Any, monkeypatch: Any) -> type[Server]:
    settings.EMAIL_BACKEND = "tests.notifications.test_sending.Server"
    monkeypatch.setattr(Server, "away", False)
    monkeypatch.setattr(Server, "fault", None)
    return Server


@pytest.fixture
def waiting(say: Any, carol: Any, alice: Any) -> Mailing:
    """A mail to Alice that is about to leave."""
    say(carol, "Alice ?", mentions=(alice,))
    Notice.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert gather() == 1
    return Mailing.objects.get()


def again(one: Mailing) -> str:
    Mailing.objects.filter(pk=one.pk).update(next_at=timezone.now())
    return send_mailing(str(one.pk))


def test_a_server_that_is_away_is_asked_again(waiting: Mailing, server: type[Server]) -> None:
    server.away = True
    assert send_mailing(str(waiting.pk)) == "waiting"
    waiting.refresh_from_db()
    assert waiting.next_at > timezone.now() and waiting.attempts == 1
    assert DBTaskResult.objects.filter(run_after__gt=timezone.now(), run_after__year__lt=9999).count() == 1
    assert send_mailing(str(waiting.pk)) == ""  # not before its time
    server.away = False
    assert again(waiting) == "sent"
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "fault",
    [
        smtplib.SMTPDataError(451, b"later"),
        smtplib.SMTPRecipientsRefused({"alice@example.org": (450, b"full")}),
        smtplib.SMTPSenderRefused(450, b"no", "x"),
    ],
)
def test_a_refusal_is_tried_again(waiting: Mailing, server: type[Server], fault: Exception, caplog: Any) -> None:
    server.fault = fault
    assert send_mailing(str(waiting.pk)) == "waiting"
    assert "alice@example.org" not in caplog.text
    server.fault = None
    assert again(waiting) == "sent"


@pytest.mark.parametrize("fault", [smtplib.SMTPServerDisconnected("gone"), TimeoutError("slow")])
def test_what_may_have_left_is_not_sent_again(waiting: Mailing, server: type[Server], fault: Exception) -> None:
    server.fault = fault
    assert send_mailing(str(waiting.pk)) == "doubtful"
    server.fault = None
    assert again(waiting) == ""
    assert mail.outbox == []
    assert Notice.objects.get().read_at is None  # it is in the list


def test_it_is_given_up_in_the_end(waiting: Mailing, server: type[Server]) -> None:
    server.away = True
    states = [again(waiting) for _attempt in range(len(TRIED_AGAIN) + 1)]
    assert states == ["waiting"] * len(TRIED_AGAIN) + ["given_up"]
    assert again(waiting) == ""


def test_of_two_workers_one_sends(waiting: Mailing, server: type[Server], monkeypatch: Any) -> None:
    """The other comes while the first is sending."""
    compose, other = sending.letters.compose, []

    def composing(*about: Any) -> Any:
        other.append(send_mailing(str(waiting.pk)))
        return compose(*about)

    monkeypatch.setattr(sending.letters, "compose", composing)
    assert send_mailing(str(waiting.pk)) == "sent"
    assert (other, len(mail.outbox)) == ([""], 1)


def test_a_notice_goes_into_one_mail(waiting: Mailing) -> None:
    assert gather() == 0
    assert Mailing.objects.count() == 1


def test_what_another_worker_took_meanwhile_goes_into_no_second_mail(waiting: Mailing, alice: Any) -> None:
    """It was due when both looked; the second comes to take it, or somebody has just read it."""
    assert mailing._mail(alice.pk, Q(person=alice)) is False
    Notice.objects.update(mailing=None, read_at=timezone.now())
    assert mailing._mail(alice.pk, Q(person=alice)) is False
    assert list(Mailing.objects.all()) == [waiting]


def test_a_dead_worker_leaves_no_second_mail(waiting: Mailing) -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    Mailing.objects.update(state=Mailing.State.SENDING, claimed_at=long_ago)
    look_after()
    waiting.refresh_from_db()
    assert waiting.state == Mailing.State.DOUBTFUL
    assert send_mailing(str(waiting.pk)) == ""


def test_a_mail_that_its_task_lost_is_found_again(waiting: Mailing) -> None:
    DBTaskResult.objects.all().delete()
    Mailing.objects.update(next_at=timezone.now() - timedelta(hours=1))
    look_after()
    assert [one.to for one in work()] == [[waiting.person.email]]


def test_a_second_attempt_respects_quiet_hours(waiting: Mailing, server: type[Server], alice: Any) -> None:
    now = timezone.localtime()
    choose_quiet(alice, begin=now.time(), end=(now - timedelta(minutes=30)).time(), weekend=False)
    server.away = True
    assert send_mailing(str(waiting.pk)) == "waiting"
    waiting.refresh_from_db()
    assert waiting.next_at > timezone.now() + timedelta(hours=1)
    assert out_of_quiet(waiting.next_at, None) == waiting.next_at


def test_a_restored_backup_sends_nothing_again(waiting: Mailing, say: Any, carol: Any, bob: Any) -> None:
    say(carol, "Bob ?", mentions=(bob,))
    Notice.objects.filter(person=bob).update(due_at=timezone.now() - timedelta(hours=1))
    doubt_what_was_due()
    assert serve_queue() == []
    assert send_mailing(str(waiting.pk)) == ""
    assert Notice.objects.filter(person=bob, read_at=None).count() == 1


def test_a_token_of_nothing_sends_nothing() -> None:
    assert send_mailing("rien") == ""
