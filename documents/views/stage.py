"""Where a text stands: in progress, in review, adopted, published; and who sees its history."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from documents.actions.stages import change_stage, open_history
from documents.models import Stage
from documents.views.access import visible_document
from permissions.actions import require

EXPLAINED = {
    Stage.WORKING: gettext_lazy("It is being written: whoever may write does."),
    Stage.REVIEW: gettext_lazy("It is read again: one can still write, comment and propose."),
    Stage.ADOPTED: gettext_lazy(
        "It is locked: nobody edits it any more. A manager can unlock it, which is told to all."
    ),
    Stage.PUBLISHED: gettext_lazy("It is locked, and this version keeps an address that does not change."),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stage(request: HttpRequest, pk: UUID) -> HttpResponse:
    document = visible_document(request, pk)
    require(request.user, "manage", document)
    status = 200
    if request.method == "POST":
        try:
            change_stage(document, request.POST.get("stage", ""), by=request.user)
            messages.success(request, _("The text is now: %(stage)s.") % {"stage": document.get_stage_display()})
            return redirect("document_history", pk)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            status = 422
    choices = [(value, label, EXPLAINED[Stage(value)]) for value, label in Stage.choices]
    context = {"document": document, "workspace": document.workspace, "choices": choices}
    return render(request, "documents/stage.html", context, status=status)


@login_required
@require_POST
def openness(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whether readers see the whole history."""
    document = visible_document(request, pk)
    open_history(document, request.POST.get("public") == "1", by=request.user)
    return redirect("document_history", pk)
