"""A document: its title, its place and what was derived from its text. The text itself is in the log (realtime)."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.organisations import signature
from permissions.lineage import inheriting_from
from permissions.models import GroupGrant, LinkEntry, Shareable, UserGrant
from permissions.queries import ShareableQuerySet
from permissions.roles import permissions_of
from realtime import log
from workspaces.models import Workspace

WORDS_A_MINUTE = 230  # silent reading of French prose, rounded (Brysbaert 2019 gives 238 for English, 214 for French)


class Stage(models.TextChoices):
    """The milestones of a text. From `adopted` on nobody edits it until it is unlocked, which is an event."""

    WORKING = "working", _("in progress")
    REVIEW = "review", _("in review")
    ADOPTED = "adopted", _("adopted")
    PUBLISHED = "published", _("published")


FROZEN = frozenset({Stage.ADOPTED, Stage.PUBLISHED})


class DocumentQuerySet(ShareableQuerySet["Document"]):
    def kept(self) -> "DocumentQuerySet":
        return self.filter(trashed_at=None)

    def trashed(self) -> "DocumentQuerySet":
        return self.exclude(trashed_at=None)

    def visible_to(self, user: Any) -> "DocumentQuerySet":
        """What the person may open. The trash is apart: `trashed().manageable_by(user)`."""
        return super().visible_to(user).filter(trashed_at=None)

    def found_by(self, user: Any) -> "DocumentQuerySet":
        """Of what the person may open, what they come upon: in a workspace they see, or by a role of theirs.

        What is open to whoever has its address is told to nobody else.
        """
        theirs = inheriting_from(Document.objects.granted_to(user))
        return self.visible_to(user).filter(theirs | Q(workspace__in=Workspace.objects.visible_to(user)))

    def without_text(self) -> "DocumentQuerySet":
        """The derived text can be as long as a book, and most pages do not show it."""
        return self.defer("text")

    def signed(self) -> "DocumentQuerySet":
        """With who made it, as shown everywhere, and in whose name."""
        return self.select_related("created_by__profile__organisation", "on_behalf_of")

    def for_cards(self) -> "DocumentQuerySet":
        """What a card in a list tells: the place, the creator as shown everywhere, and how the text begins."""
        return self.select_related("workspace").signed().without_text().annotate(beginning=Left("text", 240))


class Document(Shareable):
    """`id` is also the name of the room. `text` and `words` are derived when the room settles."""

    parent_field, nest_field = "workspace", "parent"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="documents")
    parent: Any = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField(default=0, editable=False)  # among those that stand in the same place
    title = models.CharField(_("title"), max_length=250)
    language = models.CharField(_("language of the text"), max_length=10, default="fr-FR")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("on behalf of"),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(_("last edited"), default=timezone.now)
    text = models.TextField(blank=True, editable=False)
    words = models.PositiveIntegerField(default=0, editable=False)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.WORKING)
    history_public = models.BooleanField(_("its whole history is open to its readers"), default=False)
    readers_comment = models.BooleanField(_("readers may comment"), default=False)
    guests_wait = models.BooleanField(_("comments of guests wait for a manager"), default=False)
    trashed_at = models.DateTimeField(null=True, blank=True)
    trashed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-edited_at", "id"]
        default_permissions = ()
        permissions = permissions_of("document")
        indexes = [
            models.Index(fields=["workspace", "-edited_at"], name="document_by_workspace"),
            models.Index(fields=["parent", "position"], name="document_by_place"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.pk])

    @property
    def room(self) -> str:
        return str(self.pk)

    @property
    def signature(self) -> str:
        """Who made it, and first in whose name: "Ville de Lyon, by Alice Diop". No query once it is `signed`."""
        return signature(self.created_by, self.on_behalf_of)

    def authors(self) -> "models.QuerySet[User]":
        """Who wrote in the text, in the order in which they joined."""
        return User.objects.filter(pk__in=log.authors_between(self.room, 0, 2**62)).order_by("pk")

    @property
    def frozen(self) -> bool:
        """Whether nobody edits it: it is adopted or published."""
        return self.stage in FROZEN

    @property
    def quarantined(self) -> bool:
        """Whether the text is read-only because opening it made the server fail."""
        return log.is_quarantined(self.room)

    @property
    def reading_minutes(self) -> int:
        return max(1, round(self.words / WORDS_A_MINUTE))


class DocumentUserGrant(UserGrant):
    content_object: Any = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="user_grants")


class DocumentGroupGrant(GroupGrant):
    content_object: Any = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="group_grants")


class DocumentLinkEntry(LinkEntry):
    content_object: Any = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="link_entries")
