"""The trash: into it with a way back in the message, out of it, and gone for ever after a question."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.actions.documents import restore_document, trash_document
from documents.actions.trash import days_left, delete_document, thrown_by_managers
from documents.models import Attachment, Document
from documents.views.access import trashed_document, visible_document
from permissions.lineage import below
from workspaces.models import Workspace

A_PAGE = 30


@login_required
@require_safe
def trash(request: HttpRequest) -> HttpResponse:
    thrown = thrown_by_managers(request.user).without_text().order_by("-trashed_at", "pk")
    thrown = thrown.select_related("workspace", "trashed_by__profile__organisation")
    page = Paginator(thrown, A_PAGE).get_page(request.GET.get("page"))
    rows = [(document, days_left(document)) for document in page]
    return render(request, "documents/trash.html", {"page": page, "rows": rows, "days": settings.TRASH_DAYS})


@login_required
@require_POST
def throw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """No box asks for confirmation: the message that follows holds the way back."""
    document = visible_document(request, pk)
    trash_document(document, by=request.user)
    said = _("“%(title)s” is in the trash.") % {"title": document.title}
    messages.success(request, said, extra_tags="undo:" + reverse("document_restore", args=[document.pk]))
    return redirect(_place(request, document))


@login_required
@require_POST
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    document = trashed_document(request, pk)
    restore_document(document, by=request.user)
    messages.success(request, _("“%(title)s” is back in its workspace.") % {"title": document.title})
    return redirect(_place(request, document))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page says what goes, and that nothing brings it back; its button does it."""
    document = trashed_document(request, pk)
    if request.method == "POST":
        title = document.title
        delete_document(document, by=request.user)
        messages.success(request, _("“%(title)s” is deleted for ever.") % {"title": title})
        return redirect("trash")
    inside = below(Document, [document.pk])
    held = {
        "inside": inside.exclude(pk=document.pk).count(),
        "images": Attachment.objects.filter(document__in=inside).count(),
    }
    return render(request, "documents/delete.html", {"document": document, "left": days_left(document)} | held)


def _place(request: HttpRequest, document: Document) -> str:
    """Its workspace, for those who may open that; some manage the document alone."""
    open_to_them = Workspace.objects.visible_to(request.user).filter(pk=document.workspace_id).exists()
    return document.workspace.get_absolute_url() if open_to_them else reverse("home")
