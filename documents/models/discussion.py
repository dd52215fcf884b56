"""What is said about a text beside it: threads on a passage or on the whole, their comments, reactions and reports."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.organisations import signature
from documents.models.document import Document
from workspaces.models import Workspace


class Thread(models.Model):
    """On a passage of a document; on a document as a whole, without an anchor; or on a workspace.

    The anchor is the id of the block where the passage begins, the one where it ends, offsets in UTF-16 units of the
    plain text of those blocks (`documents.anchors`), and the words quoted: it holds only while they stand there. In the
    text a `comment` mark follows the passage; a mark whose thread is not in this table shows nothing (DESIGN §6).
    `words` is what stands under it since the text last fell quiet, which somebody may have corrected; the quote stays as
    it was. `orphaned_at`: since when the passage is gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, null=True, related_name="threads")
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, null=True, related_name="threads")
    title = models.CharField(_("subject"), max_length=200, blank=True)
    block = models.CharField(max_length=40, blank=True)
    end_block = models.CharField(max_length=40, blank=True)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    quote = models.TextField(blank=True)
    words = models.TextField(blank=True)
    marked = models.BooleanField(default=False)  # a mark follows the passage; a picture has none, only its block's id
    orphaned_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    said_at = models.DateTimeField(auto_now_add=True)  # when something was last said in it
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        ordering = ["opened_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(document=None) ^ Q(workspace=None), name="thread_on_a_document_or_a_workspace"
            )
        ]
        indexes = [
            models.Index(fields=["document", "resolved_at"], name="thread_by_document"),
            models.Index(fields=["workspace", "-said_at"], name="thread_by_workspace"),
        ]

    def __str__(self) -> str:
        return self.title or self.quote[:60] or str(self.pk)

    def get_absolute_url(self) -> str:
        return reverse("thread", args=[self.pk])

    @property
    def place(self) -> Document | Workspace:
        """What it is about, and what says who may read and answer it."""
        found = self.document or self.workspace
        assert found is not None  # noqa: S101  a constraint of the table
        return found

    @property
    def is_anchored(self) -> bool:
        return bool(self.block)


class Comment(models.Model):
    """One thing said in a thread, as plain text. A guest's waits where the manager said so; a hidden one says why."""

    class State(models.TextChoices):
        SHOWN = "shown", _("shown")
        WAITING = "waiting", _("waits for a manager")
        HIDDEN = "hidden", _("hidden")
        DELETED = "deleted", _("taken back by its author")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    author_name = models.CharField(max_length=200, blank=True)  # as a file named them, who need have no account
    body = models.TextField(_("comment"), max_length=5000)
    at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.SHOWN)
    was_shown = models.BooleanField(default=True)  # others could read it once: its place stays, hidden or taken back
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True, blank=True)
    public_reason = models.CharField(_("reason"), max_length=500, blank=True)
    mentioned: Any = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["thread", "at"], name="comment_by_thread")]

    def __str__(self) -> str:
        return self.body[:60]

    @property
    def signature(self) -> str:
        return signature(self.author, self.on_behalf_of) or self.author_name


class Reaction(models.Model):
    """A sign under a comment; one of each kind for each person."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reactions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sign = models.CharField(max_length=16)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = [models.UniqueConstraint(fields=["comment", "person", "sign"], name="one_reaction_of_a_kind")]

    def __str__(self) -> str:
        return self.sign


class Report(models.Model):
    """Somebody asks that a comment be looked at (DSA, article 16, where it applies): answered by hiding it, or not."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=500)
    at = models.DateTimeField(auto_now_add=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    upheld = models.BooleanField(null=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["comment", "reporter"], name="one_report_of_a_person")]

    def __str__(self) -> str:
        return self.reason[:60]
