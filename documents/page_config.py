"""What the editor needs to know when its page opens: who, which document, and where to talk to."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from documents import schema
from documents.models import Document
from documents.socket import identity
from permissions.backend import looks_as, rung
from permissions.roles import reaches
from realtime.limits import LARGEST_STATE
from realtime.models import Head


def page_config(document: Document, user: Any, *, shared_device: bool = False) -> dict[str, Any]:
    """The JSON of `#document-config` (camel case: it is read by TypeScript)."""
    role = rung(user, document)
    is_oneself = user.is_authenticated and looks_as(user, document) is None
    head = Head.objects.only("epoch", "updated_at", "last", "quarantined_at").get(room=document.room)
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
        "mayWrite": is_oneself and reaches("document", role, "change") and _takes_changes(document, head),
        "maySuggest": is_oneself and reaches("document", role, "suggest") and _takes_changes(document, head),
        "readersComment": document.readers_comment and user.is_authenticated and not user.is_guest,
        "stage": document.stage,
        "frozen": document.frozen,
        "quarantined": head.quarantined_at is not None,
        "me": identity(user) if user.is_authenticated else None,
        "account": str(user.pk) if user.is_authenticated else "anonymous",
        "sharedDevice": shared_device,
        "epoch": head.epoch,
        "schema": schema.VERSION,
        "largestState": LARGEST_STATE,
        "savedAt": head.updated_at.isoformat() if head.last else None,
        "language": get_language(),
        "urls": _urls(document, role),
    }


def _urls(document: Document, role: str | None) -> dict[str, Any]:
    key = str(document.pk)
    return {
        "limits": reverse("limits"),
        "signIn": f"{reverse('account_login')}?next={document.get_absolute_url()}",
        "socket": "/ws/documents",
        "sync": f"/api/v1/documents/{key}/sync",
        "images": reverse("document_images", args=[key]),
        "image": f"/documents/{key}/images/{{id}}/",
        "read": reverse("document_read", args=[key]),
        "stage": f"/api/v1/documents/{key}/stage/",
        "docx": reverse("document_word", args=[key]),
        "rename": reverse("document_rename", args=[key]),
        "share": reverse("document_share", args=[key]) if reaches("document", role, "manage") else None,
    }


def _takes_changes(document: Document, head: Head) -> bool:
    return head.quarantined_at is None and not document.frozen
