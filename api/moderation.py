"""Comments that should not be read, for programs: reported by anybody, hidden or shown by who manages; who may comment."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from api import access, thread_schemas
from api.auth import ANYONE, SIGNED_IN
from api.schemas import NOT_DONE, NOT_SEEN, Refusal
from api.threads import comment_out, find_comment
from documents.actions import moderation as acts
from documents.models import Document

router = Router(tags=["threads"], auth=SIGNED_IN)

COMMENT = "/{uuid:pk}/threads/{uuid:thread}/comments/{uuid:comment}"


@router.put(
    f"{COMMENT}/hidden/",
    response={200: thread_schemas.CommentOut, NOT_DONE: Refusal},
    summary="Hide a comment, for a reason that everybody reads",
)
def hide(
    request: HttpRequest, pk: UUID, thread: UUID, comment: UUID, body: thread_schemas.ReasonIn
) -> thread_schemas.CommentOut:
    document, found = find_comment(request, pk, thread, comment)
    acts.hide_comment(found, body.reason, by=request.user)
    return comment_out(document, request.user, thread, comment)


@router.put(
    f"{COMMENT}/shown/",
    response={200: thread_schemas.CommentOut, NOT_DONE: Refusal},
    summary="Let a comment be seen that waits or was hidden",
)
def let_be_seen(request: HttpRequest, pk: UUID, thread: UUID, comment: UUID) -> thread_schemas.CommentOut:
    document, found = find_comment(request, pk, thread, comment)
    acts.show_comment(found, by=request.user)
    return comment_out(document, request.user, thread, comment)


@router.post(
    f"{COMMENT}/reports/",
    response={201: thread_schemas.CommentOut, NOT_DONE: Refusal},
    summary="Report a comment to those who manage",
)
def report(
    request: HttpRequest, pk: UUID, thread: UUID, comment: UUID, body: thread_schemas.ReasonIn
) -> Status[thread_schemas.CommentOut]:
    """Who reported it is told to managers alone."""
    document, found = find_comment(request, pk, thread, comment)
    acts.report_comment(found, body.reason, by=request.user)
    return Status(201, comment_out(document, request.user, thread, comment))


@router.delete(
    f"{COMMENT}/reports/",
    response={204: None, NOT_DONE: Refusal},
    summary="Leave a comment as it is that was reported",
)
def dismiss(request: HttpRequest, pk: UUID, thread: UUID, comment: UUID) -> Status[None]:
    _document, found = find_comment(request, pk, thread, comment)
    acts.dismiss_reports(found, by=request.user)
    return Status(204, None)


@router.get(
    "/{uuid:pk}/discussion/",
    response={200: thread_schemas.Rules, NOT_SEEN: Refusal},
    auth=ANYONE,
    summary="Show who may comment beyond those with the role",
)
def discussion_rules(request: HttpRequest, pk: UUID) -> thread_schemas.Rules:
    return _rules(access.visible_document(request.user, pk))


@router.put(
    "/{uuid:pk}/discussion/",
    response={200: thread_schemas.Rules, NOT_DONE: Refusal},
    summary="Say whether readers may comment, and whether guests wait",
)
def set_discussion_rules(request: HttpRequest, pk: UUID, body: thread_schemas.RulesIn) -> thread_schemas.Rules:
    document = access.visible_document(request.user, pk)
    acts.set_discussion_rules(
        document, readers_comment=body.readers_comment, guests_wait=body.guests_wait, by=request.user
    )
    return _rules(document)


def _rules(document: Document) -> thread_schemas.Rules:
    return thread_schemas.Rules(readers_comment=document.readers_comment, guests_wait=document.guests_wait)
