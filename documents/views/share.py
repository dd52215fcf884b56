"""Who can open a document: people one by one, those its workspace brings, and its address."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from documents.forms import LinkForm
from documents.models import Document
from documents.views.access import visible_document
from permissions import roles
from permissions.actions import grant, holders, require, revoke, share_by_link
from permissions.forms import InviteForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Two forms on one page: `part` says which of them was sent."""
    document = visible_document(request, pk)
    require(request.user, "manage", document)
    part = request.POST.get("part")
    invite = InviteForm("document", request.POST if part == "person" else None)
    opening = {"reach": document.reach, "link_role": document.link_role}
    link = LinkForm(request.POST if part == "link" else None, initial=opening)
    if invite.is_valid() and invite.granted(document, by=request.user):
        messages.success(request, _("%(person)s can open the document now.") % {"person": invite.person})
    elif link.is_valid():
        share_by_link(document, by=request.user, **link.cleaned_data)
        messages.success(request, _("The change is kept."))
    if invite.is_valid() or link.is_valid():
        return redirect("document_share", document.pk)
    context = {"document": document, "workspace": document.workspace, "invite": invite, "link": link}
    context["address"] = _address(request, document)
    return render(request, "documents/share.html", context | _people(document), status=422 if part else 200)


def _address(request: HttpRequest, document: Document) -> str:
    return request.build_absolute_uri(document.get_absolute_url())


def _people(document: Document) -> dict[str, Any]:
    """Those with a role here, then those whom the workspace brings with what their role there is worth here."""
    worth = roles.INHERITED["workspace", "document"]
    brought = [] if document.restricted else holders(document.workspace)
    return {
        "people": holders(document),
        "brought": [(person, worth[rung]) for person, rung in brought],
        "roles": [(rung, roles.NAMES[rung]) for rung in roles.LADDERS["document"]],
    }


@login_required
@require_POST
def person(request: HttpRequest, pk: UUID, person_pk: int) -> HttpResponse:
    """Change someone's role on the document, or take it away."""
    document = visible_document(request, pk)
    someone = get_object_or_404(User, pk=person_pk, pk__in=document.user_grants.values("user"))
    try:
        if request.POST.get("action") == "remove":
            revoke(document, of=someone, by=request.user)
            messages.success(request, _("%(person)s has no role of their own here any more.") % {"person": someone})
        else:
            grant(document, request.POST.get("role", ""), to=someone, by=request.user)
            messages.success(request, _("The role of %(person)s has changed.") % {"person": someone})
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    manages = Document.objects.kept().manageable_by(request.user).filter(pk=document.pk).exists()
    return redirect("document_share", document.pk) if manages else redirect("home")
