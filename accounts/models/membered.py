"""What has members, an organisation or a group: each owns one `auth.Group`, equal to its members, that holds its grants."""

from typing import Any, Self, TypeVar
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Count, F, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

T = TypeVar("T", bound="Membered")


class Role(models.TextChoices):
    MEMBER = "member", _("member")
    MANAGER = "manager", _("manager")


def new_group() -> Group:
    """An `auth.Group` for something that has members; its name is never shown, it only has to be its own."""
    return Group.objects.create(name=uuid4().hex)


class MemberedQuerySet(models.QuerySet[T]):
    def visible_to(self, user: Any) -> Self:
        """Those of which the account is a member: to all others they do not exist."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        return self.filter(memberships__user=user)

    def told_to(self, user: Any) -> Self:
        """The same, with the account's own role as `my_role` and how many members there are as `member_count`."""
        counted = self.model._base_manager.filter(pk=OuterRef("pk")).annotate(n=Count("memberships")).values("n")
        return self.visible_to(user).annotate(my_role=F("memberships__role"), member_count=Subquery(counted))


class Membered(models.Model):
    """`group.user_set` holds the accounts of `memberships`; `accounts.members` changes both at once, and nothing else does."""

    name = models.CharField(_("name"), max_length=200)
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="%(class)s", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    memberships: Any

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="%(class)ss")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.MEMBER)
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        abstract = True
