"""Who can open a document: people, groups, those whom its workspace brings, and its address."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import account_required
from accounts.models import User
from documents.actions.moderation import set_discussion_rules
from documents.forms import REACHES_EXPLAINED, DiscussionForm
from documents.models import Document
from documents.views.access import visible_document
from permissions import roles, sharing
from permissions.actions import holders, require
from permissions.pending import pending
from permissions.seeing_as import choices
from workspaces.models import Workspace


@sensitive_post_parameters("password")
@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Several forms on one page: `part` says which of them was sent."""
    document = visible_document(request, pk)
    require(request.user, "manage", document)
    parts = sharing.parts_of(request, document, REACHES_EXPLAINED)
    if request.method == "POST" and (_discussion(request, document) or sharing.done(request, document, parts)):
        return redirect("document_share", document.pk)
    context = sharing.context_of(request, document, parts) | _people(document)
    context |= {"document": document, "workspace": document.workspace, "see_as": choices("document").items()}
    context |= {"pending": pending(document, document.pk), "discussion": DiscussionForm(document)}
    return render(request, "documents/share.html", context, status=422 if request.method == "POST" else 200)


def _discussion(request: HttpRequest, document: Document) -> bool:
    """Whether it is this form that was sent: two boxes, which cannot be filled in wrongly."""
    form = DiscussionForm(document, request.POST)
    if request.POST.get("part") != "discussion" or not form.is_valid():
        return False
    sentence = _("The change is kept.")
    return sharing.told(request, lambda: set_discussion_rules(document, by=request.user, **form.cleaned_data), sentence)


def _people(document: Document) -> dict[str, Any]:
    """Those with a role here, then those whom what holds it brings, with what their role there is worth here."""
    above = None if document.restricted else document.access_parent
    brought = holders(above) if above is not None else []
    worth = roles.INHERITED[above.kind, "document"] if above is not None else {}
    return {
        "people": holders(document),
        "brought": [(person, worth[rung]) for person, rung in brought],
        "brought_by_workspace": isinstance(above, Workspace),
    }


@account_required
@require_safe
def search(request: HttpRequest, pk: UUID) -> HttpResponse:
    """By script, as one types a name."""
    require(request.user, "manage", visible_document(request, pk))
    return sharing.found_as_json(request)


@account_required
@require_POST
def person(request: HttpRequest, pk: UUID, person_pk: int) -> HttpResponse:
    """Change someone's role on the document, or take it away."""
    document = visible_document(request, pk)
    if person_pk != request.user.pk:
        require(request.user, "manage", document)  # before anybody is looked up: the answer would tell who has a role
    someone = get_object_or_404(User, pk=person_pk, pk__in=document.user_grants.values("user"))
    sharing.change_holder(request, document, someone)
    return _back(request, document)


@account_required
@require_POST
def group(request: HttpRequest, pk: UUID, group_pk: int) -> HttpResponse:
    document = visible_document(request, pk)
    require(request.user, "manage", document)
    found = get_object_or_404(Group, pk=group_pk, pk__in=document.group_grants.values("group"))
    sharing.change_holder(request, document, found)
    return _back(request, document)


def _back(request: HttpRequest, document: Document) -> HttpResponse:
    """To the page one came from, or to what one may still see of it."""
    kept = Document.objects.kept().filter(pk=document.pk)
    if kept.manageable_by(request.user).exists():
        return redirect("document_share", document.pk)
    return redirect(document) if kept.visible_to(request.user).exists() else redirect("home")
