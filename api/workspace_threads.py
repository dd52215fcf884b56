"""What the people of a workspace say apart from its documents, for programs: the same acts as on its pages."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status

from api import access, thread_schemas
from api.auth import ANYONE, SIGNED_IN
from api.schemas import NOT_DONE, NOT_SEEN, Refusal
from api.thread_out import Teller
from api.threads import comment_out, found_in, people_of, said_in, thread_out
from documents import threads
from documents.actions import comments as on_comments
from documents.actions import discussion as acts
from documents.actions import moderation
from documents.models import Comment, Thread

router = Router(tags=["threads"], auth=SIGNED_IN)

ONE = "/{slug:slug}/threads/{uuid:thread}/"
COMMENT = ONE + "comments/{uuid:comment}/"


@router.get(
    "/{slug:slug}/threads/",
    response={200: thread_schemas.Threads, NOT_SEEN: Refusal},
    auth=ANYONE,
    summary="List what is said in a workspace",
)
def list_threads(
    request: HttpRequest, slug: str, asked: Query[thread_schemas.WorkspaceThreadsAsked]
) -> thread_schemas.Threads:
    workspace = access.visible_workspace(request.user, slug)
    wanted = threads.Asked(**asked.dict(exclude={"offset", "limit"}))
    page = threads.page_of(workspace, request.user, wanted, asked.offset, asked.limit)
    return Teller(workspace, request.user, page).threads()


@router.post(
    "/{slug:slug}/threads/",
    response={201: thread_schemas.ThreadOut, NOT_DONE: Refusal},
    summary="Begin a thread in a workspace",
)
def open_thread(
    request: HttpRequest, slug: str, body: thread_schemas.WorkspaceThreadIn
) -> Status[thread_schemas.ThreadOut]:
    workspace = access.visible_workspace(request.user, slug)
    made = acts.open_thread(
        workspace,
        body.body,
        by=request.user,
        title=body.title,
        mentioned=people_of(body.mentioned),
        on_behalf_of=access.own_organisation(request.user, body.on_behalf_of),
    )
    return Status(201, thread_out(workspace, request.user, made.pk))


@router.get(
    ONE,
    response={200: thread_schemas.ThreadOut, NOT_SEEN: Refusal},
    auth=ANYONE,
    summary="Show a thread of a workspace",
)
def show_thread(request: HttpRequest, slug: str, thread: UUID) -> thread_schemas.ThreadOut:
    return thread_out(access.visible_workspace(request.user, slug), request.user, thread)


@router.post(
    ONE + "comments/",
    response={201: thread_schemas.CommentOut, NOT_DONE: Refusal},
    summary="Answer in a thread of a workspace",
)
def answer(
    request: HttpRequest, slug: str, thread: UUID, body: thread_schemas.CommentIn
) -> Status[thread_schemas.CommentOut]:
    workspace, found = _thread(request, slug, thread)
    said = acts.answer_thread(
        found,
        body.body,
        by=request.user,
        mentioned=people_of(body.mentioned),
        on_behalf_of=access.own_organisation(request.user, body.on_behalf_of),
    )
    return Status(201, comment_out(workspace, request.user, thread, said.pk))


@router.put(
    ONE + "resolved/",
    response={200: thread_schemas.ThreadOut, NOT_DONE: Refusal},
    summary="Resolve a thread of a workspace",
)
def resolve(request: HttpRequest, slug: str, thread: UUID) -> thread_schemas.ThreadOut:
    workspace, found = _thread(request, slug, thread)
    acts.resolve_thread(found, by=request.user)
    return thread_out(workspace, request.user, thread)


@router.delete(
    ONE + "resolved/",
    response={200: thread_schemas.ThreadOut, NOT_DONE: Refusal},
    summary="Open a resolved thread of a workspace again",
)
def reopen(request: HttpRequest, slug: str, thread: UUID) -> thread_schemas.ThreadOut:
    workspace, found = _thread(request, slug, thread)
    acts.reopen_thread(found, by=request.user)
    return thread_out(workspace, request.user, thread)


@router.patch(
    COMMENT, response={200: thread_schemas.CommentOut, NOT_DONE: Refusal}, summary="Change one's comment in a workspace"
)
def edit(
    request: HttpRequest, slug: str, thread: UUID, comment: UUID, body: thread_schemas.CommentChangeIn
) -> thread_schemas.CommentOut:
    workspace, found = _comment(request, slug, thread, comment)
    on_comments.edit_comment(found, body.body, by=request.user, mentioned=people_of(body.mentioned))
    return comment_out(workspace, request.user, thread, comment)


@router.delete(COMMENT, response={204: None, NOT_DONE: Refusal}, summary="Take one's comment in a workspace back")
def delete(request: HttpRequest, slug: str, thread: UUID, comment: UUID) -> Status[None]:
    """Its place stays while others have answered; with the last comment the thread goes."""
    _workspace, found = _comment(request, slug, thread, comment)
    on_comments.delete_comment(found, by=request.user)
    return Status(204, None)


@router.put(
    COMMENT + "hidden/",
    response={200: thread_schemas.CommentOut, NOT_DONE: Refusal},
    summary="Hide a comment in a workspace, with a reason that everybody reads",
)
def hide(
    request: HttpRequest, slug: str, thread: UUID, comment: UUID, body: thread_schemas.ReasonIn
) -> thread_schemas.CommentOut:
    workspace, found = _comment(request, slug, thread, comment)
    moderation.hide_comment(found, body.reason, by=request.user)
    return comment_out(workspace, request.user, thread, comment)


@router.put(
    COMMENT + "shown/",
    response={200: thread_schemas.CommentOut, NOT_DONE: Refusal},
    summary="Let a comment in a workspace be seen again",
)
def let_be_seen(request: HttpRequest, slug: str, thread: UUID, comment: UUID) -> thread_schemas.CommentOut:
    workspace, found = _comment(request, slug, thread, comment)
    moderation.show_comment(found, by=request.user)
    return comment_out(workspace, request.user, thread, comment)


@router.post(
    COMMENT + "reports/",
    response={201: thread_schemas.CommentOut, NOT_DONE: Refusal},
    summary="Report a comment in a workspace",
)
def report(
    request: HttpRequest, slug: str, thread: UUID, comment: UUID, body: thread_schemas.ReasonIn
) -> Status[thread_schemas.CommentOut]:
    """Who reported it is told to managers alone."""
    workspace, found = _comment(request, slug, thread, comment)
    moderation.report_comment(found, body.reason, by=request.user)
    return Status(201, comment_out(workspace, request.user, thread, comment))


@router.delete(
    COMMENT + "reports/",
    response={204: None, NOT_DONE: Refusal},
    summary="Leave a comment in a workspace as it is that was reported",
)
def dismiss(request: HttpRequest, slug: str, thread: UUID, comment: UUID) -> Status[None]:
    _workspace, found = _comment(request, slug, thread, comment)
    moderation.dismiss_reports(found, by=request.user)
    return Status(204, None)


def _thread(request: HttpRequest, slug: str, key: UUID) -> tuple[Any, Thread]:
    workspace = access.visible_workspace(request.user, slug)
    return workspace, found_in(workspace, request.user, key).threads[0]


def _comment(request: HttpRequest, slug: str, thread: UUID, key: UUID) -> tuple[Any, Comment]:
    workspace, found = _thread(request, slug, thread)
    return workspace, said_in(found, key)
