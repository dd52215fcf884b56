"""What waits on a document: invitations and requests, answered on its page of sharing; and asking for access."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from documents.models import Document
from documents.views.access import visible_document
from permissions.views import answer_invitation, answer_request, asked


@login_required
@require_POST
def invitation(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    document = visible_document(request, pk)
    answer_invitation(request, document, number)
    return redirect("document_share", document.pk)


@login_required
@require_POST
def access_request(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    document = visible_document(request, pk)
    answer_request(request, document, number)
    return redirect("document_share", document.pk)


@login_required
@require_POST
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    return asked(request, "document", partial(find, pk))


def find(pk: UUID) -> Any:
    """Not by what the person sees: the caller tells nobody whether something was found."""
    return Document.objects.kept().select_related("workspace").without_text().filter(pk=pk).first()
