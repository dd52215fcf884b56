"""Documents in the administration: their place and state, never their text."""

from django.contrib import admin
from django.http import HttpRequest

from documents.models import Document


@admin.register(Document)
class DocumentAdmin(admin.ModelAdmin[Document]):
    list_display = ["title", "workspace", "reach", "edited_at", "trashed_at"]
    list_filter = ["reach"]
    search_fields = ["title", "id"]
    readonly_fields = (
        *("title", "workspace", "language", "reach", "link_role"),
        *("created_by", "created_at", "edited_at", "trashed_at"),
    )
    fields = readonly_fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        """A document leaves by the trash, with its log and its images, and says so."""
        return False
