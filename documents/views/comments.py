"""One comment by itself: its author changes it or takes it back, others report it, managers hide it or show it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from documents import speech
from documents.actions import comments as acts
from documents.actions import moderation
from documents.discussion_forms import CommentForm, ReasonForm, ReportForm
from documents.models import Comment, Document, Thread
from documents.moderation import discussion_url, moderation_url, reports_of
from documents.views.discussions import seen_thread

Act = Callable[..., None]

DONE = {
    "edit": gettext_lazy("Your comment is changed."),
    "delete": gettext_lazy("Your comment is taken back."),
    "report": gettext_lazy("Thank you: those who manage this place will look at it."),
    "hide": gettext_lazy("The comment is hidden; its author is told why."),
    "show": gettext_lazy("The comment is shown."),
    "dismiss": gettext_lazy("The comment stays; the reports are answered."),
}
WITHOUT_FORM: dict[str, Act] = {
    "delete": acts.delete_comment,
    "show": moderation.show_comment,
    "dismiss": moderation.dismiss_reports,
}
WITH_REASON: dict[str, Act] = {"report": moderation.report_comment, "hide": moderation.hide_comment}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, pk: UUID, comment_pk: UUID) -> HttpResponse:
    """Forms told apart by `act`; the words of a comment that was hidden are shown to who may read them."""
    place, thread, reader = seen_thread(request, pk)
    said = next((one for one in thread.said if one.pk == comment_pk), None)
    if said is None:
        raise Http404
    forms = _forms(request, said, reader)
    act = request.POST.get("act", "")
    if request.method == "POST" and (form := _done(request, act, said, forms)) is None:
        messages.success(request, DONE[act])
        return redirect(_back(request, thread))
    context = {
        "place": place,
        "document": place if isinstance(place, Document) else None,
        "workspace": place.workspace if isinstance(place, Document) else place,
        "thread": thread,
        "one": reader.said(said),
        "forms": forms,
        "reports": reports_of(said) if reader.manages else [],
        "wrong": form if request.method == "POST" else None,
    }
    return render(request, "documents/comment.html", context, status=422 if request.method == "POST" else 200)


def _forms(request: HttpRequest, said: Comment, reader: Any) -> dict[str, Any]:
    """By act; the one that was sent holds what was sent."""
    body = speech.with_names(said.body, reader.page.names)
    made = {"edit": (CommentForm, {"body": body}), "report": (ReportForm, {}), "hide": (ReasonForm, {})}
    sent = request.POST.get("act") if request.method == "POST" else None
    return {
        act: kind(request.POST if act == sent else None, initial=initial, auto_id=f"{act}-%s")
        for act, (kind, initial) in made.items()
    }


def _done(request: HttpRequest, act: str, said: Comment, forms: dict[str, Any]) -> Any:
    """None once it is done; else the form that says what is wrong. Raises `Http404` for an unknown act."""
    if act in WITHOUT_FORM:
        WITHOUT_FORM[act](said, by=request.user)
        return None
    if act not in forms:
        raise Http404
    form = forms[act]
    if not form.is_valid():
        return form
    try:
        if act == "edit":
            body = form.cleaned_data["body"]
            mentioned = list(said.mentioned.all())
            acts.edit_comment(said, body, by=request.user, mentioned=[one for one in mentioned if f"@{one}" in body])
        else:
            WITH_REASON[act](said, form.cleaned_data["reason"], by=request.user)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return form
    return None


@login_required
@require_POST
def sign(request: HttpRequest, pk: UUID, comment_pk: UUID) -> HttpResponse:
    """Put a sign under a comment, or take one's own away."""
    _place, thread, _reader = seen_thread(request, pk)
    said = next((one for one in thread.said if one.pk == comment_pk), None)
    if said is None:
        raise Http404
    change = acts.unreact if request.POST.get("on") == "0" else acts.react
    change(said, request.POST.get("sign", ""), by=request.user)
    return redirect(f"{thread.get_absolute_url()}#c-{said.pk}")


def _back(request: HttpRequest, thread: Thread) -> str:
    """To the moderation page where one came from it; else to the thread, or to its place once the thread is gone."""
    place = thread.place
    if request.POST.get("next") == "moderation":
        return moderation_url(place)
    if not Thread.objects.filter(pk=thread.pk).exists():
        return discussion_url(place)
    return thread.get_absolute_url()
