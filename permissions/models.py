"""What makes an object shareable, and the rows that grant rungs on it."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase


class Reach(models.TextChoices):
    RESTRICTED = "restricted", _("Invited people only")
    SIGNED_IN = "signed_in", _("Everyone with an account")
    PUBLIC = "public", _("Everyone, without an account")


class Shareable(models.Model):
    """Something with rungs: who may open it beside invited people, and up to where.

    `restricted` stops what would come from the parent. The last manager cannot leave: there is no owner.
    """

    parent_field: ClassVar[str | None] = None

    reach = models.CharField(_("who can open it"), max_length=10, choices=Reach.choices, default=Reach.RESTRICTED)
    link_role = models.CharField(_("what they can do"), max_length=10, default="view")
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
    def access_parent(self) -> "Shareable | None":
        return getattr(self, self.parent_field) if self.parent_field else None


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


def grant_model(model: Any, holder: str) -> Any:
    """The direct foreign-key table of grants to a "user" or a "group" on a model."""
    return model._meta.get_field(f"{holder}_grants").related_model
