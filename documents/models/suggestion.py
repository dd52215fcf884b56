"""A change that somebody proposes in one block of a text, without touching the text."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.organisations import signature
from documents.models.discussion import Thread
from documents.models.document import Document


class Suggestion(models.Model):
    """`before` is the block as it was at log number `number`, a node of the content model; `proposed` what should stand
    in its place, a list of nodes (none: the block goes; several: it is split, or something is added after it).

    `applied` is what was really put in when it was accepted, perhaps with changes; `applied_at` the number of the log
    after it. The text then belongs to `author`; `answered_by` accepted it (DESIGN §6).
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")
        OUTDATED = "outdated", _("outdated")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="suggestions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    author_name = models.CharField(max_length=200, blank=True)  # as a file named who made it: no account, or not theirs
    block = models.CharField(max_length=40)
    number = models.PositiveBigIntegerField()
    before: Any = models.JSONField()
    proposed: Any = models.JSONField()
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=1000, blank=True)
    applied: Any = models.JSONField(null=True)
    applied_at = models.PositiveBigIntegerField(null=True)
    thread = models.OneToOneField(Thread, on_delete=models.SET_NULL, null=True, related_name="suggestion")

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ["made_at", "id"]
        indexes = [models.Index(fields=["document", "state"], name="suggestion_by_document")]

    def __str__(self) -> str:
        return self.reason[:60] or str(self.pk)

    @property
    def signature(self) -> str:
        """Who made it; of what came back in a file, who brought it, and whose change it was there."""
        signed = signature(self.author, self.on_behalf_of)
        if signed and self.author_name:
            return gettext("%(person)s, for %(name)s in Word") % {"person": signed, "name": self.author_name}
        return signed or self.author_name


class SuggestionVote(models.Model):
    """For (1) or against (-1); one for each person, who may change it."""

    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    value = models.SmallIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("vote on a suggestion")
        verbose_name_plural = _("votes on suggestions")
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "person"], name="one_vote_of_a_person"),
            models.CheckConstraint(condition=models.Q(value__in=(-1, 1)), name="vote_for_or_against"),
        ]

    def __str__(self) -> str:
        return f"{self.value:+d}"
