"""Documents in the administration: their place and state, never their text."""

from django.contrib import admin

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
