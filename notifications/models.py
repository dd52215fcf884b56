"""What people are told, how they want to be told, and the mails that tell it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity.models import Event
from documents.models import Document
from workspaces.models import Workspace


class Pace(models.TextChoices):
    """When a notice leaves by mail. `NEVER` leaves it in the list alone; with `OFF` there is no notice at all."""

    IMMEDIATE = "immediate", _("at once")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")
    NEVER = "never", _("never by e-mail")
    OFF = "off", _("not at all, not even here")


class Announced(models.Model):
    """An event of which everybody concerned was told: the worker looks for those that a crash left out."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("event that was told")
        verbose_name_plural = _("events that were told")

    def __str__(self) -> str:
        return str(self.event_id)


class Mailing(models.Model):
    """One mail to one person: claimed by one worker, tried again while the mail server certainly did not take it.

    `place`, in words: a document or a workspace for a mail sent at once; neither for a digest.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        SENDING = "sending", _("is leaving")
        SENT = "sent", _("left")
        DROPPED = "dropped", _("had nothing to tell any more")
        GIVEN_UP = "given_up", _("was refused too often")
        DOUBTFUL = "doubtful", _("may have left: it is not sent twice")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, null=True, related_name="+")
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, null=True, related_name="+")
    weekly = models.BooleanField(default=False)  # of a digest: it tells of a week
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("mail of notices")
        verbose_name_plural = _("mails of notices")
        indexes = [
            models.Index(fields=["next_at"], name="mailing_waiting", condition=Q(state="waiting")),
            models.Index(fields=["claimed_at"], name="mailing_leaving", condition=Q(state="sending")),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class Notice(models.Model):
    """One event told to one person. What it says is read from the event and from what it is about, when it is shown.

    `addressed`: it is said to this very person (a mention, an answer). `topic` names what several events may be about
    (a comment that also mentions): nobody is told twice of it. `due_at` is when it should leave by mail.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, null=True, related_name="+")
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, null=True, related_name="+")
    topic = models.CharField(max_length=60, blank=True)
    addressed = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    pace = models.CharField(max_length=10, choices=Pace.choices)
    due_at = models.DateTimeField(null=True)
    mailing = models.ForeignKey(Mailing, on_delete=models.SET_NULL, null=True, related_name="notices")

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "event"], name="one_notice_of_an_event"),
            models.UniqueConstraint(fields=["person", "topic"], condition=~Q(topic=""), name="one_notice_of_a_topic"),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_by_person"),
            models.Index(fields=["person"], name="notice_unread", condition=Q(read_at=None)),
            models.Index(fields=["due_at"], name="notice_due", condition=Q(mailing=None, read_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} to {self.person_id}"


class Preference(models.Model):
    """How somebody wants to be told: of a document, of a workspace, or (neither) of everything else.

    An empty pace is that of the next wider place. Quiet hours and days hold for the whole person: in the row of neither.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, null=True, related_name="+")
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, null=True, related_name="+")
    addressed = models.CharField(_("what is said to you"), max_length=10, choices=Pace.choices, blank=True)
    rest = models.CharField(_("everything else"), max_length=10, choices=Pace.choices, blank=True)
    quiet_from = models.TimeField(_("no mail from"), null=True, blank=True)
    quiet_until = models.TimeField(_("until this hour"), null=True, blank=True)
    quiet_weekend = models.BooleanField(_("no mail on Saturdays and Sundays"), default=False)

    class Meta:
        verbose_name = _("way of being told")
        verbose_name_plural = _("ways of being told")
        constraints = [
            models.UniqueConstraint(fields=["person", "document"], name="one_preference_of_a_document"),
            models.UniqueConstraint(fields=["person", "workspace"], name="one_preference_of_a_workspace"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(document=None, workspace=None),
                name="one_preference_of_a_person",
            ),
            models.CheckConstraint(condition=Q(document=None) | Q(workspace=None), name="preference_of_one_place"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.addressed or '-'}, {self.rest or '-'}"
