"""A file that somebody asked for and that takes its time: made by the worker, theirs alone, gone after a day.

It is made of one document, or of several as one volume.
"""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.models.document import Document
from workspaces.models import Workspace

KEPT = timedelta(days=1)
UNATTENDED = timedelta(seconds=30)  # that long nobody has begun: it is said
LOST = timedelta(minutes=2)  # that long the worker has not been heard of: it is dead


def _path(export: "Export", filename: str) -> str:
    """What the person calls the document never reaches the disk."""
    return f"exports/{export.pk}.{filename.rpartition('.')[2]}"


class Failure(models.TextChoices):
    """Why there is no file, in sentences."""

    MISSING = (
        "missing",
        _("LibreOffice is not installed on this server: ask who runs the site to install it. Word works without it."),
    )
    LATE = "late", _("It took too long. Try again when the site is less busy, or take the document away as Word.")
    REFUSED = "refused", _("LibreOffice could not make this file. Take the document away as Word.")
    BROKEN = "broken", _("Something went wrong on our side; it was noted. Try again, or choose another format.")
    TEMPLATE = "template", _("The template that you chose was taken away meanwhile: ask again, with another one.")
    LOST = "lost", _("The server stopped while it made your file. Ask for it again.")


class Export(models.Model):
    """Cancelled is deleted: there is no such state. `options` are those of `documents/formats/options.py`.

    A volume has a `workspace`, a `title` and `parts`; its `document` is the one that holds all it was made of, if it was
    asked for there.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for its turn")
        MAKING = "making", _("is being made")
        DONE = "done", _("ready")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exports")
    document: Any = models.ForeignKey(Document, on_delete=models.CASCADE, null=True, related_name="exports")
    workspace: Any = models.ForeignKey(Workspace, on_delete=models.CASCADE, null=True, related_name="+")
    title = models.CharField(max_length=250, blank=True)
    format = models.CharField(max_length=10)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    progress = models.PositiveSmallIntegerField(default=0)  # per cent
    failure = models.CharField(max_length=10, choices=Failure.choices, blank=True)
    left_out = models.JSONField(default=list)
    filename = models.CharField(max_length=120, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    file = models.FileField(upload_to=_path, max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    heard_at = models.DateTimeField(null=True)  # the worker's last sign of life
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("file asked for")
        verbose_name_plural = _("files asked for")
        ordering = ["-asked_at"]
        indexes = [
            models.Index(fields=["person", "-asked_at"], name="export_by_person"),
            models.Index(fields=["asked_at"], name="export_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.format} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("export", args=[self.pk])

    @property
    def is_volume(self) -> bool:
        return self.workspace_id is not None

    @property
    def place(self) -> Any:
        """Where it was asked for: a document, or a workspace."""
        return self.document or self.workspace

    @property
    def called(self) -> str:
        """What its file holds, by name."""
        return self.title or str(self.document)

    @property
    def underway(self) -> bool:
        return self.state in UNDERWAY

    @property
    def unattended(self) -> bool:
        """Nobody has begun for so long that the worker may be stopped."""
        return self.state == self.State.WAITING and timezone.now() - self.asked_at > UNATTENDED


class ExportPart(models.Model):
    """A document of a volume. Deleted for ever meanwhile, its title as it was is what one is told of it."""

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="parts")
    document: Any = models.ForeignKey(Document, on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=250)

    class Meta:
        verbose_name = _("document of a volume")
        verbose_name_plural = _("documents of a volume")

    def __str__(self) -> str:
        return self.title


UNDERWAY = (Export.State.WAITING, Export.State.MAKING)
