"""Pages on how one is told: of everything, of one document or workspace, and the link of each mail that stops it."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.doors import account_required
from accounts.models import User
from documents.views.access import visible_document
from notifications import unsubscribing
from notifications.forms import PacesForm, QuietForm
from notifications.models import Preference
from notifications.own_places import own_places
from notifications.preferences import Place, choose_paces, choose_quiet, stop_mails, wider_wishes
from workspaces.access import visible_workspace

form_page = require_http_methods(["GET", "HEAD", "POST"])


@account_required
@form_page
def general(request: HttpRequest) -> HttpResponse:
    """Two forms, told apart by `part`: how often, and when not."""
    person = cast(User, request.user)
    row = Preference.objects.filter(person=person, document=None, workspace=None).first()
    sent = {request.POST.get("part"): request.POST}
    paces, quiet = PacesForm(sent.get("paces"), row=row), QuietForm.of(row, sent.get("quiet"))
    if _kept(paces, lambda said: choose_paces(person, None, **said)) or _kept(
        quiet, lambda said: choose_quiet(person, **said)
    ):
        messages.success(request, _("The change is kept."))
        return redirect("notices_settings")
    context = {"paces": paces, "quiet": quiet, "places": own_places(person)}
    return render(request, "notifications/settings.html", context, status=_status(request))


@account_required
@form_page
def of_document(request: HttpRequest, pk: UUID) -> HttpResponse:
    document = visible_document(request, pk)
    return _of_place(request, document, {"document": document, "workspace": document.workspace})


@account_required
@form_page
def of_workspace(request: HttpRequest, slug: str) -> HttpResponse:
    workspace = visible_workspace(request, slug)
    return _of_place(request, workspace, {"workspace": workspace})


def _of_place(request: HttpRequest, place: Place, context: dict[str, Any]) -> HttpResponse:
    person = cast(User, request.user)
    row = Preference.objects.filter(person=person, **{place.kind: place}).first()
    form = PacesForm(request.POST or None, row=row, wider=wider_wishes(person, place))
    if _kept(form, lambda said: choose_paces(person, place, **said)):
        messages.success(request, _("The change is kept."))
        return redirect(request.path)
    return render(
        request, "notifications/place.html", context | {"form": form, "place": place}, status=_status(request)
    )


def _kept(form: Any, act: Any) -> bool:
    """Whether the form was sent and the act took it; a refusal stands on the form."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


@csrf_exempt
@form_page
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, since programs follow every link of a mail; POST does it, from the page or from the mail program.

    Without a token of a form: the address itself is the proof, and stopping mails is all that it lets one do (RFC 8058).
    """
    found = unsubscribing.read(token)
    if found is None:
        return render(request, "notifications/unsubscribed.html", {"unknown": True}, status=404)
    person, place = found
    done = request.method == "POST"
    if done:
        stop_mails(person, place)
    with override(person.language):
        told = place if place is not None and person.has_perm(place.permission("view"), place) else None
        context = {"place": told, "everything": place is None, "done": done, "path": request.path}
        return render(request, "notifications/unsubscribed.html", context)
