"""A name taken out of one document: told before it is done, since nothing brings it back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.doors import account_required
from documents.actions.names import erase_name, withdraw_name
from documents.models import Document
from documents.name_forms import ErasureForm, WithdrawalForm
from documents.views.access import visible_document
from documents.withholding import people_named
from permissions.actions import require


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One's own; guests too."""
    document = visible_document(request, pk)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)

    def take_out() -> str:
        withdraw_name(document, by=request.user)
        return _("Your name is taken out of this document.")

    return _answer(request, document, form, take_out)


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, pk: UUID, person_pk: int) -> HttpResponse:
    """Somebody else's, at their written request."""
    document = visible_document(request, pk)
    require(request.user, "manage", document)
    person = next((one for one in people_named(document) if one.pk == person_pk), None)
    if person is None:
        raise Http404
    form = ErasureForm(request.POST if request.method == "POST" else None)

    def take_out() -> str:
        erase_name(document, person, asked_on=form.cleaned_data["asked_on"], by=request.user)
        return _("This name is taken out of the document.")

    return _answer(request, document, form, take_out, person)


def _answer(
    request: HttpRequest, document: Document, form: Any, take_out: Callable[[], str], person: Any = None
) -> HttpResponse:
    """The authors who are left, with what `take_out` says; the page with its form until it was filled in well."""
    if form.is_valid():
        try:
            messages.success(request, take_out())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("document_authors", document.pk)
    context = {"document": document, "workspace": document.workspace, "form": form, "person": person}
    return render(request, "documents/name.html", context, status=422 if form.errors else 200)
