"""Threads on a document for programs: listed, begun, answered, resolved, and what is done with one comment."""

from collections.abc import Collection
from typing import Annotated, Any, Literal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from pydantic import Field

from accounts.models import User
from api import access, schemas, thread_schemas
from api.auth import ANYONE, SIGNED_IN
from api.people import about
from api.schemas import NOT_DONE, NOT_SEEN, Refusal
from api.thread_out import Teller
from documents import threads
from documents.actions import comments as on_comments
from documents.actions import discussion as acts
from documents.actions.suggestions import discuss_suggestion
from documents.anchors import Passage
from documents.discussion import Place
from documents.models import Comment, Document, Thread
from documents.people import mentionable

router = Router(tags=["threads"], auth=SIGNED_IN)

NOT_AS_SEEN = NOT_DONE | {409}

Sign = Annotated[str, Field(max_length=16)]


class ThreadsAsked(Schema):
    """Each adds to the others: `mine` are those in which one said something, `assigned` those given to the caller."""

    state: Literal["open", "resolved", "all"] = "open"
    about: threads.About | None = None
    mine: bool = False
    assigned: bool = False
    orphans: bool = False
    unanswered: bool = False
    waiting: bool = False
    offset: schemas.Offset = 0
    limit: schemas.Limit = 50


@router.get(
    "/{uuid:pk}/threads/",
    response={200: thread_schemas.Threads, NOT_SEEN: Refusal},
    auth=ANYONE,
    summary="List what is said about a document",
)
def list_threads(request: HttpRequest, pk: UUID, asked: Query[ThreadsAsked]) -> thread_schemas.Threads:
    """In the order in which they began. What waits for a manager is told to its author and to managers alone."""
    document = access.visible_document(request.user, pk)
    wanted = threads.Asked(**asked.dict(exclude={"offset", "limit"}))
    page = threads.page_of(document, request.user, wanted, asked.offset, asked.limit)
    return Teller(document, request.user, page).threads()


@router.post(
    "/{uuid:pk}/threads/",
    response={201: thread_schemas.ThreadOut, NOT_AS_SEEN: Refusal},
    summary="Begin a thread on a passage or on the whole",
)
def open_thread(request: HttpRequest, pk: UUID, body: thread_schemas.ThreadIn) -> Status[thread_schemas.ThreadOut]:
    """409 `passage_changed` if the passage does not say any more what is quoted: choose it again."""
    document = access.visible_document(request.user, pk)
    if body.suggestion is not None:
        proposal = get_object_or_404(document.suggestions, pk=body.suggestion)
        proposal.document = document
        about = discuss_suggestion(proposal, body.body, by=request.user, mentioned=people_of(body.mentioned))
        return Status(201, thread_out(document, request.user, about.pk))
    made = acts.open_thread(
        document,
        body.body,
        by=request.user,
        passage=_passage(body),
        title=body.title,
        mentioned=people_of(body.mentioned),
        on_behalf_of=access.own_organisation(request.user, body.on_behalf_of),
    )
    return Status(201, thread_out(document, request.user, made.pk))


def _passage(body: thread_schemas.ThreadIn) -> Passage | None:
    if not body.block:
        return None
    return Passage(body.block, body.start, body.end_block or body.block, body.end, body.quote)


@router.get(
    "/{uuid:pk}/threads/{uuid:thread}/",
    response={200: thread_schemas.ThreadOut, NOT_SEEN: Refusal},
    auth=ANYONE,
    summary="Show a thread",
)
def show_thread(request: HttpRequest, pk: UUID, thread: UUID) -> thread_schemas.ThreadOut:
    return thread_out(access.visible_document(request.user, pk), request.user, thread)


@router.post(
    "/{uuid:pk}/threads/{uuid:thread}/comments/",
    response={201: thread_schemas.CommentOut, NOT_DONE: Refusal},
    summary="Answer in a thread",
)
def answer(
    request: HttpRequest, pk: UUID, thread: UUID, body: thread_schemas.CommentIn
) -> Status[thread_schemas.CommentOut]:
    document, found = _thread(request, pk, thread)
    said = acts.answer_thread(
        found,
        body.body,
        by=request.user,
        mentioned=people_of(body.mentioned),
        on_behalf_of=access.own_organisation(request.user, body.on_behalf_of),
    )
    return Status(201, comment_out(document, request.user, thread, said.pk))


@router.patch(
    "/{uuid:pk}/threads/{uuid:thread}/comments/{uuid:comment}/",
    response={200: thread_schemas.CommentOut, NOT_DONE: Refusal},
    summary="Change one's comment",
)
def edit(
    request: HttpRequest, pk: UUID, thread: UUID, comment: UUID, body: thread_schemas.CommentChangeIn
) -> thread_schemas.CommentOut:
    document, found = find_comment(request, pk, thread, comment)
    on_comments.edit_comment(found, body.body, by=request.user, mentioned=people_of(body.mentioned))
    return comment_out(document, request.user, thread, comment)


@router.delete(
    "/{uuid:pk}/threads/{uuid:thread}/comments/{uuid:comment}/",
    response={204: None, NOT_DONE: Refusal},
    summary="Take one's comment back",
)
def delete(request: HttpRequest, pk: UUID, thread: UUID, comment: UUID) -> Status[None]:
    """Its place stays while others have answered; with the last comment the thread goes."""
    _document, found = find_comment(request, pk, thread, comment)
    on_comments.delete_comment(found, by=request.user)
    return Status(204, None)


@router.put(
    "/{uuid:pk}/threads/{uuid:thread}/resolved/",
    response={200: thread_schemas.ThreadOut, NOT_DONE: Refusal},
    summary="Resolve a thread",
)
def resolve(request: HttpRequest, pk: UUID, thread: UUID) -> thread_schemas.ThreadOut:
    """By whoever began it, and by those who write."""
    document, found = _thread(request, pk, thread)
    acts.resolve_thread(found, by=request.user)
    return thread_out(document, request.user, thread)


@router.delete(
    "/{uuid:pk}/threads/{uuid:thread}/resolved/",
    response={200: thread_schemas.ThreadOut, NOT_DONE: Refusal},
    summary="Open a resolved thread again",
)
def reopen(request: HttpRequest, pk: UUID, thread: UUID) -> thread_schemas.ThreadOut:
    document, found = _thread(request, pk, thread)
    acts.reopen_thread(found, by=request.user)
    return thread_out(document, request.user, thread)


@router.put(
    "/{uuid:pk}/threads/{uuid:thread}/assignee/",
    response={200: thread_schemas.ThreadOut, NOT_DONE: Refusal},
    summary="Give a thread to somebody, or to nobody",
)
def assign(request: HttpRequest, pk: UUID, thread: UUID, body: thread_schemas.AssigneeIn) -> thread_schemas.ThreadOut:
    document, found = _thread(request, pk, thread)
    acts.assign_thread(found, _assignee(body.person), by=request.user)
    return thread_out(document, request.user, thread)


@router.put(
    "/{uuid:pk}/threads/{uuid:thread}/comments/{uuid:comment}/reactions/{sign}/",
    response={200: thread_schemas.CommentOut, NOT_DONE: Refusal},
    summary="Put a sign under a comment",
)
def react(request: HttpRequest, pk: UUID, thread: UUID, comment: UUID, sign: Sign) -> thread_schemas.CommentOut:
    document, found = find_comment(request, pk, thread, comment)
    on_comments.react(found, sign, by=request.user)
    return comment_out(document, request.user, thread, comment)


@router.delete(
    "/{uuid:pk}/threads/{uuid:thread}/comments/{uuid:comment}/reactions/{sign}/",
    response={200: thread_schemas.CommentOut, NOT_DONE: Refusal},
    summary="Take one's sign away",
)
def unreact(request: HttpRequest, pk: UUID, thread: UUID, comment: UUID, sign: Sign) -> thread_schemas.CommentOut:
    document, found = find_comment(request, pk, thread, comment)
    on_comments.unreact(found, sign, by=request.user)
    return comment_out(document, request.user, thread, comment)


@router.get(
    "/{uuid:pk}/people/",
    response={200: thread_schemas.Mentionables, NOT_DONE: Refusal},
    summary="Find whom one may mention",
)
def people(
    request: HttpRequest, pk: UUID, q: Annotated[str, Field(max_length=100)] = ""
) -> thread_schemas.Mentionables:
    """Of the people who can open the document: all for who holds a role on it, else those who wrote or commented."""
    found = mentionable(access.visible_document(request.user, pk), q, by=request.user)
    items = [
        thread_schemas.Mentionable(id=one.pk, name=str(one), organisation=about(one)["organisation"]) for one in found
    ]
    return thread_schemas.Mentionables(items=items, count=len(items))


# What every operation looks for


def _thread(request: HttpRequest, pk: UUID, key: UUID) -> tuple[Document, Thread]:
    document = access.visible_document(request.user, pk)
    return document, found_in(document, request.user, key).threads[0]


def find_comment(request: HttpRequest, pk: UUID, thread: UUID, key: UUID) -> tuple[Document, Comment]:
    document, found = _thread(request, pk, thread)
    return document, said_in(found, key)


def found_in(place: Place, user: Any, key: UUID) -> threads.Page:
    page = threads.one(place, user, key)
    if not page.threads:
        raise Http404
    return page


def said_in(thread: Any, key: UUID) -> Comment:
    comment: Comment | None = next((one for one in thread.said if one.pk == key), None)
    if comment is None:
        raise Http404
    return comment


def thread_out(place: Place, user: Any, key: UUID) -> thread_schemas.ThreadOut:
    page = found_in(place, user, key)
    return Teller(place, user, page).thread(page.threads[0])


def comment_out(place: Place, user: Any, thread: UUID, key: UUID) -> thread_schemas.CommentOut:
    page = found_in(place, user, thread)
    return Teller(place, user, page).comment(said_in(page.threads[0], key))


def _assignee(key: int | None) -> User | None:
    """The answer is the same for a number of no account as for somebody who may not answer."""
    if key is None:
        return None
    found: User | None = User.objects.filter(pk=key, is_active=True).first()
    if found is None:
        raise ValidationError(_("This person cannot answer here."), code="assignee")
    return found


def people_of(keys: Collection[int]) -> list[User]:
    """The answer is the same for a number of no account as for somebody who cannot come here."""
    found = list(User.objects.filter(pk__in=keys, is_active=True))
    if len(found) != len(set(keys)):
        raise ValidationError(_("Somebody you mention cannot open this."), code="mentioned")
    return found
