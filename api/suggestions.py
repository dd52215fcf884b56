"""Proposals to change a text, for programs: made, listed beside the text of today, accepted, refused, withdrawn, voted on."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from accounts.grades import grade
from api import access, schemas
from api import suggestion_schemas as shapes
from api.auth import ANYONE, SIGNED_IN
from api.people import about
from api.schemas import NOT_DONE, NOT_SEEN, PersonOut, Refusal
from documents.actions import accepting
from documents.actions import suggestions as acts
from documents.discussion import may_speak
from documents.models import Document, Suggestion
from documents.suggestions import UNANSWERED, Standing, of_document, standing
from permissions import roles
from permissions.backend import rung

router = Router(tags=["suggestions"], auth=SIGNED_IN)

CHANGED = NOT_DONE | {409}  # the text has gone on: what was meant stands there no longer


@router.get(
    "/{uuid:pk}/suggestions/",
    response={200: shapes.Suggestions, NOT_SEEN: Refusal},
    auth=ANYONE,
    summary="List what is proposed in a document",
)
def list_suggestions(
    request: HttpRequest,
    pk: UUID,
    state: shapes.State = "open",
    author: schemas.Key | None = None,
    block: str = "",
    offset: schemas.Offset = 0,
    limit: schemas.Limit = 100,
) -> shapes.Suggestions:
    """The first made first. Of what waits for an answer, with the block as it stands now."""
    document = access.visible_document(request.user, pk)
    found = of_document(document, request.user, state=state, author=author, block=block[:40])
    page: list[Any] = list(found[offset : offset + limit])
    count = page[0].total if page else found.count() if offset else 0
    return shapes.Suggestions(
        items=[_out(one, document, request.user) for one in standing(document, page)], count=count
    )


@router.post(
    "/{uuid:pk}/suggestions/",
    response={201: shapes.SuggestionOut, CHANGED: Refusal},
    summary="Propose a change",
)
def make(request: HttpRequest, pk: UUID, body: shapes.SuggestionIn) -> Status[shapes.SuggestionOut]:
    document = access.visible_document(request.user, pk)
    whose = access.own_organisation(request.user, body.on_behalf_of)
    made = acts.make_suggestion(
        document, body.block, body.before, body.proposed, body.reason, by=request.user, on_behalf_of=whose
    )
    return Status(201, _shown(document, made.pk, request.user))


@router.post(
    "/{uuid:pk}/suggestions/answers/",
    response={200: shapes.Answers, NOT_DONE: Refusal},
    summary="Accept or refuse several proposals",
)
def answer_all(request: HttpRequest, pk: UUID, body: shapes.AnswersIn) -> shapes.Answers:
    """One after another, the first made first; what cannot be answered is left, and said."""
    document = access.visible_document(request.user, pk)
    found = of_document(document, request.user, author=body.author)
    if body.ids is not None:
        found = found.filter(pk__in=body.ids)
    answered, left = accepting.answer_all(document, found, body.answer, body.reason, by=request.user)
    return shapes.Answers(
        answered=[one.pk for one in answered], left=[shapes.Left(id=one.pk, detail=why) for one, why in left]
    )


@router.get(
    "/{uuid:pk}/suggestions/{uuid:sid}/",
    response={200: shapes.SuggestionOut, NOT_SEEN: Refusal},
    auth=ANYONE,
    summary="Show a proposal",
)
def show(request: HttpRequest, pk: UUID, sid: UUID) -> shapes.SuggestionOut:
    return _shown(access.visible_document(request.user, pk), sid, request.user)


@router.post(
    "/{uuid:pk}/suggestions/{uuid:sid}/acceptance/",
    response={200: shapes.SuggestionOut, CHANGED: Refusal},
    summary="Accept a proposal",
)
def accept(request: HttpRequest, pk: UUID, sid: UUID, body: shapes.AcceptanceIn) -> shapes.SuggestionOut:
    """It comes into the text under its author's name; what the caller changed in it, under theirs."""
    document, found = _found(request, pk, sid)
    accepting.accept_suggestion(found, by=request.user, applied=body.applied, seen=body.seen, answer=body.answer)
    return _shown(document, sid, request.user)


@router.post(
    "/{uuid:pk}/suggestions/{uuid:sid}/refusal/",
    response={200: shapes.SuggestionOut, NOT_DONE: Refusal},
    summary="Refuse a proposal",
)
def refuse(request: HttpRequest, pk: UUID, sid: UUID, body: shapes.RefusalIn) -> shapes.SuggestionOut:
    document, found = _found(request, pk, sid)
    acts.refuse_suggestion(found, body.reason, by=request.user)
    return _shown(document, sid, request.user)


@router.post(
    "/{uuid:pk}/suggestions/{uuid:sid}/withdrawal/",
    response={200: shapes.SuggestionOut, NOT_DONE: Refusal},
    summary="Withdraw one's proposal",
)
def withdraw(request: HttpRequest, pk: UUID, sid: UUID) -> shapes.SuggestionOut:
    document, found = _found(request, pk, sid)
    acts.withdraw_suggestion(found, by=request.user)
    return _shown(document, sid, request.user)


@router.put(
    "/{uuid:pk}/suggestions/{uuid:sid}/vote/",
    response={200: shapes.SuggestionOut, NOT_DONE: Refusal},
    summary="Say whether one is for a proposal",
)
def vote(request: HttpRequest, pk: UUID, sid: UUID, body: shapes.VoteIn) -> shapes.SuggestionOut:
    document, found = _found(request, pk, sid)
    acts.vote_on_suggestion(found, body.value, by=request.user)
    return _shown(document, sid, request.user)


def _found(request: HttpRequest, pk: UUID, sid: UUID) -> tuple[Document, Suggestion]:
    document = access.visible_document(request.user, pk)
    found: Suggestion = get_object_or_404(
        Suggestion.objects.select_related("author", "on_behalf_of"), pk=sid, document=document
    )
    found.document = document  # with what is known of its rights
    return document, found


def _shown(document: Document, sid: UUID, user: Any) -> shapes.SuggestionOut:
    found = get_object_or_404(of_document(document, user, state="all"), pk=sid)
    return _out(standing(document, [found])[0], document, user)


def _out(one: Standing, document: Document, user: Any) -> shapes.SuggestionOut:
    found: Any = one.suggestion
    return shapes.SuggestionOut(
        id=found.pk,
        block=found.block,
        number=found.number,
        before=found.before,
        proposed=found.proposed,
        today=one.today,
        merged=one.merged,
        state=found.state,
        author=_person(found.author),
        signature=found.signature,
        grade=grade(found.author),
        reason=found.reason,
        made_at=found.made_at,
        answered_by=_person(found.answered_by),
        answered_at=found.answered_at,
        answer=found.answer,
        applied=found.applied,
        votes={"for": found.votes_for, "against": found.votes_against, "mine": found.my_vote},
        thread=found.thread_id,
        may=_may(found, document, user),
    )


def _person(person: Any) -> PersonOut | None:
    return PersonOut(**about(person)) if person is not None else None


def _may(suggestion: Suggestion, document: Document, user: Any) -> shapes.May:
    held = rung(user, document)
    waits = suggestion.state in UNANSWERED
    own = suggestion.author_id is not None and suggestion.author_id == user.pk
    speaks = may_speak(document, user)
    return shapes.May(
        answer=waits and held is not None and roles.reaches("document", held, "change"),
        withdraw=waits and own,
        vote=waits and speaks and not own,
        discuss=speaks,
    )
