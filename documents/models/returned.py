"""A Word file that somebody brought back into its document: what it changes, until they say that it becomes proposals."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.models.document import Document

SHOWN_FOR = timedelta(days=1)


class Returns(models.QuerySet["Return"]):
    def recent(self) -> "Returns":
        """Those that are still shown, whether the worker has come by or not."""
        return self.filter(at__gte=timezone.now() - SHOWN_FOR)


class Return(models.Model):
    """The file itself is not kept; who brought it alone sees this, for a day.

    `proposed` is a list of `{block, before, proposed, who}` (`documents/returning/proposing.py`), `left` of what cannot be
    a proposal (`{why, was, wanted}`), `talks` of what was said in the file since it was made
    (`documents/returning/talks.py`), `told` what was changed or lost in reading it, by code. `since`: the state of which
    the file was made is not kept, and the text of that moment stood in for it; `by_today`: that of today did.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="returns")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="returns")
    filename = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)
    proposed = models.JSONField(default=list)
    left = models.JSONField(default=list)
    talks = models.JSONField(default=list)
    told = models.JSONField(default=dict)
    since = models.DateTimeField(null=True)
    by_today = models.BooleanField(default=False)

    objects = Returns.as_manager()

    class Meta:
        verbose_name = _("file brought back")
        verbose_name_plural = _("files brought back")
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["document", "person"], name="return_by_person"),
            models.Index(fields=["at"], name="return_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.filename} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("document_return", args=[self.document_id, self.pk])
