"""Who sees a document and why, before and after it is closed to what holds it; and seeing it as somebody else would."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import account_required
from documents.actions.tree import place_of
from documents.views.access import visible_document
from permissions import seeing_as
from permissions.actions import require, restrict
from permissions.who import difference, everybody_on, imagined, names_for
from permissions.who_pages import who_context


@account_required
@require_safe
def who(request: HttpRequest, pk: UUID) -> HttpResponse:
    document = visible_document(request, pk)
    require(request.user, "manage", document)
    context = {"document": document, "workspace": document.workspace} | who_context(request, document)
    return render(request, "documents/who.html", context)


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep the document for those invited here, or open it again to those of what holds it; told before it is done."""
    document = visible_document(request, pk)
    require(request.user, "manage", document)
    wanted = not document.restricted
    if request.method == "POST":
        restrict(document, request.POST.get("restricted") == "1", by=request.user)
        kept, opened = _("“%(title)s” is kept for those invited to it."), _("“%(title)s” is open again.")
        messages.success(request, (kept if document.restricted else opened) % {"title": document})
        return redirect("document_share", document.pk)
    inheriting = imagined(document, restricted=False)
    everybody = everybody_on(inheriting)  # of all above it too, closed or not: it is asked once
    told = difference(document, imagined(document, restricted=True) if wanted else inheriting, everybody)
    lost = [pair for pair in told.lost if pair[0] != request.user]  # whoever closes it goes on managing it
    names = names_for(request.user, inheriting, everybody)
    context = {"document": document, "workspace": document.workspace, "closes": wanted, "told": told, "lost": lost}
    return render(request, "documents/close.html", context | {"place": names[place_of(inheriting)]})


@account_required
@require_POST
def see_as(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin to look as `role`, or, without one, be oneself again."""
    if not request.POST.get("role"):
        seeing_as.end(request)
        return redirect("document_share", pk)
    document = visible_document(request, pk)
    try:
        seeing_as.begin(request, document, request.POST["role"])
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("document_share", pk)
    return redirect(document)
