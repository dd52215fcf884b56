"""The trail of the instance for administrators, and whether every chain of the site is whole."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from activity.chain import INSTANCE, OF_WORKSPACE
from activity.models import ChainHead
from activity.record import record
from workspaces.activity_pages import as_file, audited
from workspaces.history import trail_as_csv
from workspaces.models import Workspace

CHAINS_SHOWN = 50


@login_required
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    _administrators_alone(request)
    return render(request, "audit.html", {"chains": _chains()} | audited(request, None))


@login_required
@require_POST
def audit_file(request: HttpRequest) -> HttpResponse:
    """By POST: taking it away is recorded."""
    _administrators_alone(request)
    return as_file(export_instance_trail(by=request.user), "audit")


@transaction.atomic
def export_instance_trail(*, by: Any) -> bytes:
    """The trail of the instance as CSV, this export included."""
    record("activity.exported", by=by)
    return trail_as_csv(None)


def _administrators_alone(request: HttpRequest) -> None:
    """Whoever the administration lets in, with what it asks for. Raises `Http404`."""
    if not (admin.site.has_permission(request) and request.user.is_superuser):
        raise Http404


def _chains() -> QuerySet[ChainHead]:
    """The ends of the chains of workspaces, to be compared with what was noted elsewhere. Their records are for managers.

    Each with the name of its workspace, if it is still there.
    """
    keyed = Workspace.objects.alias(key=Concat(Value(OF_WORKSPACE), Cast("pk", CharField()))).order_by()
    heads = ChainHead.objects.exclude(chain=INSTANCE).order_by("-number")
    return heads.annotate(name=Subquery(keyed.filter(key=OuterRef("chain")).values("name")))[:CHAINS_SHOWN]
