"""What happened in a workspace, for programs: to members what they may see, to managers the audit trail and its state."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router

from accounts.grades import grade
from activity.chain import chain_of
from activity.feed import in_chain, narrowed
from activity.verifying import newest_of, verify_newest
from api import access, schemas
from api.activity_schemas import EventOut, Events, RecordOut, Trail
from api.auth import SIGNED_IN
from api.schemas import NOT_DONE, Refusal
from permissions.actions import require
from workspaces.history import audit_lines
from workspaces.panels import Line, Place, feed

VERIFIED_AT_ONCE = 500

router = Router(tags=["activity"], auth=SIGNED_IN)


@router.get("/{slug:slug}/activity/", response={200: Events, NOT_DONE: Refusal}, summary="Tell what happened")
def activity(
    request: HttpRequest,
    slug: str,
    person: schemas.Key | None = None,
    kind: schemas.Word = "",
    offset: schemas.Offset = 0,
    limit: schemas.Limit = 20,
) -> Events:
    """To members, about what they may see, the newest first; of one account or one kind if asked."""
    workspace = access.visible_workspace(request.user, slug)
    if not workspace.mine:
        raise PermissionDenied(_("The activity is told to the members of the workspace."))
    place = Place(workspace, request.user)
    found = narrowed(feed(place), person=str(person or ""), kind=kind)
    lines = audit_lines(found[offset : offset + limit], place)
    return Events(items=[_event(line) for line in lines], count=found.count())


@router.get("/{slug:slug}/audit/", response={200: Trail, NOT_DONE: Refusal}, summary="Show the audit trail")
def audit(request: HttpRequest, slug: str, offset: schemas.Offset = 0, limit: schemas.Limit = 20) -> Trail:
    """To managers, the newest first; `whole` says whether none of the last 500 was changed, removed or put in."""
    workspace = access.visible_workspace(request.user, slug)
    require(request.user, "manage", workspace)
    place, chain = Place(workspace, request.user), chain_of(workspace.pk)
    found, newest = in_chain(chain), newest_of(chain, VERIFIED_AT_ONCE)
    page = newest if offset + limit <= VERIFIED_AT_ONCE else found
    lines = audit_lines(page[offset : offset + limit], place)
    report = verify_newest(chain, newest, VERIFIED_AT_ONCE)
    records = [RecordOut(**_event(line).model_dump(), number=line.event.number, hash=line.event.hash) for line in lines]
    return Trail(items=records, count=_count(newest), whole=report.whole, faults=report.faults)


def _count(newest: Sequence[Any]) -> int:
    return int(newest[0].in_all) if newest else 0


def _event(line: Line) -> EventOut:
    event = line.event
    return EventOut(
        at=event.at,
        by=event.actor_id or event.actor_key,
        name=str(event.actor or ""),
        grade=grade(event.actor) if event.actor_key else "",
        on_behalf_of=event.on_behalf_of,
        verb=event.verb,
        sentence=line.sentence,
        subject_kind=event.subject_kind,
        subject_id=line.subject_id,
        about=line.about,
    )
