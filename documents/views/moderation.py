"""What waits for those who manage: comments of guests and reports, the rules of a document, what was decided."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import account_required
from documents import speech
from documents.actions.moderation import set_discussion_rules
from documents.discussion import Place
from documents.discussion_forms import RulesForm
from documents.moderation import discussion_url, judged, moderation_url, to_judge
from documents.threads import names_in
from documents.views.access import visible_document
from permissions.actions import require
from workspaces.access import visible_workspace

A_PAGE, DECISIONS = 30, 20


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def document_moderation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The form is that of the rules; each comment is judged on its own page."""
    document = visible_document(request, pk)
    require(request.user, "manage", document)
    rules = {"readers_comment": document.readers_comment, "guests_wait": document.guests_wait}
    form = RulesForm(request.POST or None, initial=rules)
    if request.method == "POST":
        sent = {name: name in request.POST for name in rules}  # a box that is not ticked is not sent at all
        set_discussion_rules(document, by=request.user, **sent)
        messages.success(request, _("The change is kept."))
        return redirect(moderation_url(document))
    around = {"document": document, "workspace": document.workspace, "rules": form}
    return render(request, "documents/moderation.html", around | _queue(request, document))


@account_required
@require_safe
def workspace_moderation(request: HttpRequest, slug: str) -> HttpResponse:
    workspace = visible_workspace(request, slug)
    require(request.user, "manage", workspace)
    return render(request, "documents/moderation.html", {"workspace": workspace} | _queue(request, workspace))


def _queue(request: HttpRequest, place: Place) -> dict[str, Any]:
    page = Paginator(to_judge(place, request.user), A_PAGE).get_page(request.GET.get("page"))
    decided = list(judged(place, request.user)[:DECISIONS])
    names = names_in([*page, *decided])
    return {
        "place": place,
        "page": page,
        "rows": [(one, speech.as_html(one.body, names)) for one in page],
        "decided": [(one, speech.as_html(one.body, names)) for one in decided],
        "back": discussion_url(place),
    }
