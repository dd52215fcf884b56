"""What makes an object shareable, and the rows that grant rungs on it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase


class Reach(models.TextChoices):
    RESTRICTED = "restricted", _("Invited people only")
    SIGNED_IN = "signed_in", _("Everyone with an account")
    PUBLIC = "public", _("Everyone, without an account")


class Shareable(models.Model):
    """Something with rungs: who may open it beside invited people, and up to where.

    `restricted` stops what would come from what holds it. The last manager cannot leave: there is no owner.
    """

    parent_field: ClassVar[str | None] = None  # what holds it, of another kind…
    nest_field: ClassVar[str | None] = None  # …unless it stands in another of its own kind

    reach = models.CharField(_("who can open it"), max_length=10, choices=Reach.choices, default=Reach.RESTRICTED)
    link_role = models.CharField(_("what they can do"), max_length=10, default="view")
    link_password = models.CharField(max_length=128, blank=True, editable=False)  # hashed as Django hashes passwords
    link_until = models.DateTimeField(_("until"), null=True, blank=True)
    restricted = models.BooleanField(_("closed to those who only have rights on what holds it"), default=False)

    class Meta:
        abstract = True

    @property
    def kind(self) -> str:
        return str(self._meta.model_name)

    def permission(self, rung: str) -> str:
        """The word that `has_perm` takes: "documents.comment_document"."""
        return f"{self._meta.app_label}.{rung}_{self.kind}"

    @property
    def link_is_open(self) -> bool:
        """Whether its address opens it to more than the people invited, today."""
        return self.reach != Reach.RESTRICTED and (self.link_until is None or timezone.now() < self.link_until)

    @property
    def access_parent(self) -> "Shareable | None":
        """What it inherits from: another of its kind in which it stands, else what holds it."""
        nested = self.nest_field and getattr(self, f"{self.nest_field}_id") is not None
        field = self.nest_field if nested else self.parent_field
        found: Shareable | None = getattr(self, field) if field else None
        return found


class UserGrant(UserObjectPermissionBase):
    """A rung for an account: a subclass adds `content_object`, a true foreign key, so that grants die with it."""

    content_object: Any

    class Meta(UserObjectPermissionBase.Meta):
        abstract = True


class GroupGrant(GroupObjectPermissionBase):
    """A rung for a group of accounts."""

    content_object: Any

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = True


class LinkEntry(models.Model):
    """Somebody came in by the link, with its password or as a guest: it counts as long as the link stays as it is."""

    content_object: Any
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        unique_together = [("content_object", "user")]


def entry_model(model: Any) -> Any:
    """The table of those who came in by the link of a model."""
    return model._meta.get_field("link_entries").related_model


def grant_model(model: Any, holder: str) -> Any:
    """The direct foreign-key table of grants to a "user" or a "group" on a model."""
    return model._meta.get_field(f"{holder}_grants").related_model
