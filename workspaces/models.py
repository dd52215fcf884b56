"""A workspace: a shared place with its people, and what they write."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from permissions.models import GroupGrant, LinkEntry, Shareable, UserGrant
from permissions.models_asked import AccessRequest, Invitation
from permissions.queries import ShareableQuerySet
from permissions.roles import permissions_of


class Workspace(Shareable):
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    description = models.TextField(_("description"), blank=True, max_length=2000)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ShareableQuerySet.as_manager()

    class Meta:
        verbose_name = _("workspace")
        verbose_name_plural = _("workspaces")
        ordering = ["name", "id"]
        default_permissions = ()
        permissions = permissions_of("workspace")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("workspace", args=[self.slug])

    @property
    def title(self) -> str:
        return self.name


class WorkspaceUserGrant(UserGrant):
    content_object: Any = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="user_grants")


class WorkspaceGroupGrant(GroupGrant):
    content_object: Any = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="group_grants")


class WorkspaceLinkEntry(LinkEntry):
    content_object: Any = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="link_entries")


class WorkspaceInvitation(Invitation):
    content_object: Any = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="invitations")

    class Meta(Invitation.Meta):
        verbose_name = _("invitation to a workspace")
        verbose_name_plural = _("invitations to workspaces")


class WorkspaceAccessRequest(AccessRequest):
    content_object: Any = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="access_requests")

    class Meta(AccessRequest.Meta):
        verbose_name = _("request for access to a workspace")
        verbose_name_plural = _("requests for access to workspaces")

    @property
    def answer_url(self) -> str:
        return reverse("workspace_members", args=[self.content_object.slug])
