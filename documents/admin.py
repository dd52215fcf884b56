"""Documents in the administration: their place and state, never their text."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from documents.actions.archive import archive_document
from documents.models import Document
from workspaces.admin import KeepsPackage
from workspaces.package import Package


@admin.register(Document)
class DocumentAdmin(KeepsPackage):
    list_display = ["title", "workspace", "reach", "edited_at", "trashed_at"]
    list_filter = ["reach"]
    search_fields = ["title", "id"]
    readonly_fields = (
        *("title", "workspace", "parent", "language", "reach", "link_role"),
        *("created_by", "on_behalf_of", "created_at", "edited_at", "trashed_at"),
    )
    fields = readonly_fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def keep_and_delete(self, obj: Document, *, by: Any) -> Package:
        return archive_document(obj, by=by)
