"""Workspaces in the administration."""

from django.contrib import admin

from workspaces.models import Workspace


@admin.register(Workspace)
class WorkspaceAdmin(admin.ModelAdmin[Workspace]):
    list_display = ["name", "slug", "reach", "created_at"]
    list_filter = ["reach"]
    search_fields = ["name", "slug"]
    readonly_fields = ["slug", "created_by", "created_at"]
