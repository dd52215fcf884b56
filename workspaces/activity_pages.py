"""What happened in a workspace: the page of its members, and the audit trail of its managers, also as a file."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activity.feed import in_chain, narrowed
from activity.models import Event
from activity.verbs import AUDIT, FEED, KINDS, kind_of
from activity.verifying import Report, newest_of, verify_newest
from permissions.actions import require
from workspaces.access import visible_workspace
from workspaces.actions import export_trail
from workspaces.history import audit_lines, chain_at
from workspaces.panels import Place, feed, lines

A_PAGE = 40
PEOPLE_LISTED = 200
VERIFIED_ON_A_PAGE = 500  # a tenth of a second; `manage.py verify_audit` follows the whole chain
FAULTS_SHOWN = 20


@login_required
@require_safe
def activity(request: HttpRequest, slug: str) -> HttpResponse:
    place = Place(visible_workspace(request, slug), request.user)
    _members_alone(place.workspace)
    shown = _chosen(request, feed(place), by="pk", verbs=FEED)
    context = {
        "workspace": place.workspace,
        "may_manage": request.user.has_perm("workspaces.manage_workspace", place.workspace),
        "lines": lines(shown.pop("events"), place),
    }
    return render(request, "workspaces/activity.html", context | shown)


def _members_alone(workspace: Any) -> None:
    """Raises `PermissionDenied` to others, as the panel is not drawn for them (`workspaces.panels.happened`)."""
    if not workspace.mine:
        raise PermissionDenied(_("The activity is told to the members of the workspace."))


@login_required
@require_safe
def audit(request: HttpRequest, slug: str) -> HttpResponse:
    place = managed(request, slug)
    return render(request, "workspaces/audit.html", {"workspace": place.workspace} | audited(request, place))


@login_required
@require_POST
def audit_file(request: HttpRequest, slug: str) -> HttpResponse:
    """By POST: taking it away is recorded."""
    place = managed(request, slug)
    return as_file(export_trail(place, by=request.user), f"audit-{place.workspace.slug}")


def managed(request: HttpRequest, slug: str) -> Place:
    """Raises `Http404` for a workspace one does not see, `PermissionDenied` for one that one does not manage."""
    workspace = visible_workspace(request, slug)
    require(request.user, "manage", workspace)
    return Place(workspace, request.user)


def as_file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    filename = f"{name}-{timezone.localtime():%Y-%m-%d}.csv"
    response.headers["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    return response


def audited(request: HttpRequest, place: Place | None) -> dict[str, Any]:
    """The audit trail of a workspace, or of the instance, as the address narrows it down.

    Its first page, narrowed by nothing, is made of the newest records, and says whether they are whole.
    """
    chain, verified = chain_at(place), None
    if not any(_asked(request).values()):
        verified = newest_of(chain, VERIFIED_ON_A_PAGE)
    shown = _chosen(request, in_chain(chain), by="number", verbs=AUDIT, rows=verified)
    state = {} if verified is None else {"state": _state(verify_newest(chain, verified, VERIFIED_ON_A_PAGE))}
    return {"lines": audit_lines(shown.pop("events"), place)} | state | shown


def _state(report: Report) -> dict[str, Any]:
    """Whether a chain is whole, as a page says it."""
    return {"whole": report.whole, "events": report.events, "all": report.events == report.number} | {
        "faults": report.faults[:FAULTS_SHOWN]
    }


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in ("personne", "type", "avant")}


def _chosen(
    request: HttpRequest, events: QuerySet[Event], *, by: str, verbs: frozenset[str], rows: list[Event] | None = None
) -> dict[str, Any]:
    """One page of events as the address narrows them down, and what it can be narrowed by.

    `by` orders the events, of which `rows` are the newest, where they were read. Older ones are reached by the last one
    shown, so that no page costs more than the first.
    """
    asked = _asked(request)
    before = asked.pop("avant")
    if rows is None:
        found = narrowed(events, person=asked["personne"][:18], kind=asked["type"][:30])
        if before.isascii() and before.isdecimal():
            found = found.filter(**{f"{by}__lt": int(before[:18])})
        rows = list(found[: A_PAGE + 1])
    more = len(rows) > A_PAGE
    older = urlencode({**asked, "avant": getattr(rows[A_PAGE - 1], by)}) if more else ""
    kinds = {kind_of(verb) for verb in verbs}
    return {
        "events": rows[:A_PAGE],
        "older": older,
        "newest": urlencode(asked) if before else "",
        "asked": asked,
        "people": _actors(events),
        "kinds": [(kind, name) for kind, name in KINDS.items() if kind in kinds],
    }


def _actors(events: QuerySet[Event]) -> list[Any]:
    keys = events.order_by().values("actor").distinct()
    return list(get_user_model()._default_manager.filter(pk__in=keys).order_by("name", "pk")[:PEOPLE_LISTED])
