"""One row for each thing that happened: the feed people read and, for the gravest verbs, the audit trail."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """`subject_kind` and `subject_id` name the object, `workspace` its workspace (plain: activity stands below it).

    `on_behalf_of` and `about` are opaque words ("organisation:3", "user:12"): for whom the actor acted, and whom the
    event is about. `actor_key` keeps the number of the account after the account is gone. The events of an audit verb
    are numbered from 1 without a gap in their `chain`, and each holds the hash of the one before (activity/chain.py);
    the others have no chain.
    """

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="events")
    actor_key = models.BigIntegerField(null=True)
    on_behalf_of = models.CharField(max_length=60, blank=True)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=30, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    about = models.CharField(max_length=60, blank=True)
    workspace = models.BigIntegerField(null=True)
    data: Any = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    chain = models.CharField(max_length=40, blank=True)
    number = models.PositiveBigIntegerField(null=True)
    seals: Any = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="one_event_per_number")]
        indexes = [
            models.Index(fields=["workspace", "-id"], name="event_by_workspace"),
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="event_by_subject"),
            models.Index(fields=["about"], name="event_by_person_named", condition=~Q(about="")),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind} {self.subject_id}".strip()


class ChainHead(models.Model):
    """The end of a chain: what a chain whose last events were removed does not reach any more."""

    chain = models.CharField(primary_key=True, max_length=40)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("end of a chain of events")
        verbose_name_plural = _("ends of chains of events")

    def __str__(self) -> str:
        return f"{self.chain} at {self.number}"
