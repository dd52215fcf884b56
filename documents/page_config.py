"""What the editor needs to know when its page opens: who, which document, and where to talk to."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from documents import schema
from documents.models import Document
from documents.socket import identity
from permissions.backend import rung
from permissions.roles import reaches
from realtime.models import Head


def page_config(document: Document, user: Any) -> dict[str, Any]:
    """The JSON of `#document-config` (camel case: it is read by TypeScript)."""
    role = rung(user, document)
    head = Head.objects.only("epoch", "updated_at", "last").get(room=document.room)
    key = str(document.pk)
    return {
        "id": key,
        "title": document.title,
        "workspace": {
            "slug": document.workspace.slug,
            "name": document.workspace.name,
            "url": document.workspace.get_absolute_url(),
        },
        "role": role,
        "mayWrite": user.is_authenticated and reaches("document", role, "change"),
        "me": identity(user) if user.is_authenticated else None,
        "account": str(user.pk) if user.is_authenticated else "anonymous",
        "epoch": head.epoch,
        "schema": schema.VERSION,
        "savedAt": head.updated_at.isoformat() if head.last else None,
        "language": get_language(),
        "urls": {
            "socket": "/ws/documents",
            "sync": f"/api/v1/documents/{key}/sync",
            "images": reverse("document_images", args=[key]),
            "image": f"/documents/{key}/images/{{id}}/",
            "read": reverse("document_read", args=[key]),
            "docx": reverse("document_word", args=[key]),
            "rename": reverse("document_rename", args=[key]),
            "share": reverse("document_share", args=[key]) if reaches("document", role, "manage") else None,
        },
    }
