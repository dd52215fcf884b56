"""Word files that come back into their document, for programs: compared, then made into proposals."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Router, Schema, Status, UploadedFile

from api import access
from api.auth import SIGNED_IN
from api.importing import ToldOut
from api.schemas import NOT_DONE, Refusal
from documents.actions.bringing_back import bring_back, drop_return, propose_returned
from documents.brought import changed_in, lost_in
from documents.formats import guard
from documents.models import Return
from documents.models.returned import SHOWN_FOR
from documents.returning.telling import told_left
from documents.views.returning import own_return

router = Router(tags=["suggestions"], auth=SIGNED_IN)


class ChangeOut(Schema):
    """What would be proposed in the place of a block; `who` changed it in Word, as the file names them."""

    block: str
    before: dict[str, Any]
    proposed: list[dict[str, Any]]
    who: list[str]


class SaidOut(Schema):
    """A comment that is new in the file, and the words it was on; `thread` is the discussion it answers."""

    who: str
    text: str
    quote: str
    thread: str


class LeftOut(Schema):
    """What cannot be proposed, with the reason and both wordings."""

    why: str
    was: str
    wanted: str


class ReturnOut(Schema):
    """`since`: the text of that moment stood in for the one of which the file was made; `by_today`: that of today did."""

    id: UUID
    document: UUID
    proposals: list[ChangeOut]
    comments: list[SaidOut]
    left: list[LeftOut]
    changed: list[ToldOut]
    lost: list[ToldOut]
    since: datetime | None
    by_today: bool
    until: datetime
    url: str


class NotDone(Schema):
    """Words of the file that became nothing, and why."""

    words: str
    detail: str


class ReturnedOut(Schema):
    """The proposals made, how many comments were added, and what could not be."""

    suggestions: list[UUID]
    comments: int
    left: list[NotDone]


@router.post("/{uuid:pk}/returns/", response={201: ReturnOut, NOT_DONE: Refusal}, summary="Bring back a Word file")
def bring(request: HttpRequest, pk: UUID, file: File[UploadedFile]) -> Status[ReturnOut]:
    """A .docx or .odt that was taken out of this document, 20 MB at most, as the part `file` of a form."""
    document = access.visible_document(request.user, pk)
    if (file.size or 0) > guard.LARGEST:
        raise guard.too_large()
    return Status(201, _out(bring_back(document, file.name or "", file.read(), by=request.user)))


@router.get(
    "/{uuid:pk}/returns/{uuid:brought}/",
    response={200: ReturnOut, NOT_DONE: Refusal},
    summary="Show what a file that came back changes",
)
def show_return(request: HttpRequest, pk: UUID, brought: UUID) -> ReturnOut:
    return _out(_own(request, pk, brought))


@router.post(
    "/{uuid:pk}/returns/{uuid:brought}/proposals/",
    response={201: ReturnedOut, NOT_DONE: Refusal},
    summary="Make proposals of a file that came back",
)
def propose_return(request: HttpRequest, pk: UUID, brought: UUID) -> Status[ReturnedOut]:
    outcome = propose_returned(_own(request, pk, brought), by=request.user)
    left = [NotDone(words=words, detail=why) for words, why in outcome.left]
    keys = [one.pk for one in outcome.suggestions]
    return Status(201, ReturnedOut(suggestions=keys, comments=outcome.said, left=left))


@router.delete(
    "/{uuid:pk}/returns/{uuid:brought}/",
    response={204: None, NOT_DONE: Refusal},
    summary="Forget a file that came back",
)
def forget_return(request: HttpRequest, pk: UUID, brought: UUID) -> Status[None]:
    drop_return(_own(request, pk, brought), by=request.user)
    return Status(204, None)


def _own(request: HttpRequest, pk: UUID, brought: UUID) -> Return:
    return own_return(access.visible_document(request.user, pk), brought, request.user)


def _out(brought: Return) -> ReturnOut:
    return ReturnOut(
        id=brought.pk,
        document=brought.document_id,
        proposals=[ChangeOut(**one) for one in brought.proposed],
        comments=[SaidOut(**{name: one[name] for name in ("who", "text", "quote", "thread")}) for one in brought.talks],
        left=[LeftOut(why=str(one.why), was=one.was, wanted=one.wanted) for one in told_left(brought.left)],
        changed=[ToldOut(sentence=told.sentence, about=told.about) for told in changed_in(brought.told)],
        lost=[ToldOut(sentence=told.sentence, about=told.about) for told in lost_in(brought.told)],
        since=brought.since,
        by_today=brought.by_today,
        until=brought.at + SHOWN_FOR,
        url=brought.get_absolute_url(),
    )
