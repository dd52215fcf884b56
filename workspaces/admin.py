"""Workspaces in the administration."""

from django.contrib import admin
from django.http import HttpRequest

from workspaces.models import Workspace


@admin.register(Workspace)
class WorkspaceAdmin(admin.ModelAdmin[Workspace]):
    list_display = ["name", "slug", "reach", "created_at"]
    list_filter = ["reach"]
    search_fields = ["name", "slug"]
    readonly_fields = ["slug", "created_by", "created_at", "reach", "link_role", "restricted"]

    def has_delete_permission(self, request: HttpRequest, obj: Workspace | None = None) -> bool:
        """An administrator has no right on content: neither by a reach nor by making it disappear."""
        return False
