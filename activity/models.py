"""One row for each thing that happened: the feed people read and, for the gravest verbs, the audit trail."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """`subject_kind` and `subject_id` name the object, `workspace` its workspace (plain: activity stands below it)."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="events")
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=30, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    workspace = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["workspace", "-id"], name="event_by_workspace"),
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="event_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind} {self.subject_id}".strip()
