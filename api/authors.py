"""Who wrote what, for programs: shares, the text with its authors, its writing step by step, taking back, what is new."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router

from api import access, schemas
from api import author_schemas as shapes
from api.auth import ANYONE, SIGNED_IN
from api.people import about
from api.schemas import NOT_DONE, NOT_SEEN, PersonOut, Refusal
from documents import authorship
from documents.actions.names import erase_name, withdraw_name
from documents.actions.rolling_back import roll_back_person
from documents.actions.visits import mark_seen, meet_document
from documents.contributors import contributors
from documents.film import film_of
from documents.since import changed_in, changes_since
from documents.withholding import people_named
from permissions.actions import require
from realtime import log, writing

router = Router(tags=["authors"], auth=SIGNED_IN)


@router.get(
    "/{uuid:pk}/authors/",
    response={200: shapes.AuthorsOut, NOT_SEEN: Refusal},
    auth=ANYONE,
    summary="Tell who wrote a document, and how much of it",
)
def authors(request: HttpRequest, pk: UUID, offset: schemas.Offset = 0, limit: schemas.Limit = 20) -> shapes.AuthorsOut:
    """The one of whom most of the text is first; then those of whom nothing is left."""
    document = access.visible_document(request.user, pk)
    found = contributors(document)
    clients = defaultdict(list)
    for client, author in log.owners(document.room).items():
        clients[author].append(client)
    items = [
        shapes.AuthorOut(
            person=PersonOut(**about(part.person)) if part.person else None,
            letters=part.letters,
            percent=part.percent,
            clients=clients[part.key],
        )
        for part in found.people
    ]
    kinds = [
        shapes.KindOut(kind=part.key, name=part.name, letters=part.letters, percent=part.percent)
        for part in found.kinds
    ]
    page = items[offset : offset + limit]
    return shapes.AuthorsOut(items=page, count=len(items), kinds=kinds, letters=found.found.length)


@router.get(
    "/{uuid:pk}/authors/text/",
    response={200: shapes.SignedText, NOT_SEEN: Refusal},
    auth=ANYONE,
    summary="Show a document with the author of every letter",
)
def text(request: HttpRequest, pk: UUID) -> shapes.SignedText:
    found = authorship.authorship_of(access.visible_document(request.user, pk))
    return shapes.SignedText(tree=found.tree)


@router.post(
    "/{uuid:pk}/authors/{int:number}/roll-back/",
    response={200: shapes.RolledBackOut, NOT_DONE: Refusal},
    summary="Take back what one person wrote in a document",
)
def roll_back(request: HttpRequest, pk: UUID, number: int, body: shapes.RollBackIn) -> shapes.RolledBackOut:
    """What they put in goes, what they took out returns; what others wrote stays."""
    document = access.visible_document(request.user, pk)
    require(request.user, "manage", document)
    person = get_object_or_404(document.authors(), pk=number)
    done = roll_back_person(document, person, by=request.user, since=body.since)
    told = done.what.told
    return shapes.RolledBackOut(
        number=done.number, version=done.before.pk, removed=told.removed, returned=told.added, kept=done.what.kept
    )


@router.post(
    "/{uuid:pk}/authors/withdrawal/",
    response={200: shapes.NameTakenOut, NOT_DONE: Refusal},
    summary="Take one's own name out of a document",
)
def withdraw(request: HttpRequest, pk: UUID) -> shapes.NameTakenOut:
    """History included, for good. What the caller does there later bears their name again."""
    document = access.visible_document(request.user, pk)
    return shapes.NameTakenOut(person=PersonOut(**about(withdraw_name(document, by=request.user))))


@router.post(
    "/{uuid:pk}/authors/{int:number}/erasure/",
    response={200: shapes.NameTakenOut, NOT_DONE: Refusal},
    summary="Take a person's name out of a document, at their written request",
)
def erase(request: HttpRequest, pk: UUID, number: int, body: shapes.ErasureIn) -> shapes.NameTakenOut:
    """History included, for good (GDPR, article 17). The person is told."""
    document = access.visible_document(request.user, pk)
    require(request.user, "manage", document)
    person = next((one for one in people_named(document) if one.pk == number), None)
    if person is None:
        raise Http404
    stand_in = erase_name(document, person, asked_on=body.asked_on, by=request.user)
    return shapes.NameTakenOut(person=PersonOut(**about(stand_in)))


@router.get(
    "/{uuid:pk}/writing/",
    response={200: shapes.StepsOut, NOT_SEEN: Refusal},
    auth=ANYONE,
    summary="List the steps in which a document was written",
)
def steps(request: HttpRequest, pk: UUID, offset: schemas.Offset = 0, limit: schemas.Limit = 100) -> shapes.StepsOut:
    film = film_of(access.visible_document(request.user, pk), request.user)
    items = [
        shapes.StepOut(
            number=frame.number,
            at=frame.at,
            until=frame.until,
            people=[PersonOut(**about(part.person)) for part in frame.people if part.person],
        )
        for frame in film.frames[offset : offset + limit]
    ]
    return shapes.StepsOut(items=items, count=len(film.frames), since=film.since)


@router.get(
    "/{uuid:pk}/writing/{int:number}/",
    response={200: shapes.StepText, NOT_SEEN: Refusal},
    auth=ANYONE,
    summary="Show a document as it stood after a step of its writing",
)
def step(request: HttpRequest, pk: UUID, number: int) -> shapes.StepText:
    document = access.visible_document(request.user, pk)
    film = film_of(document, request.user)
    if not 1 <= number <= len(film.frames):
        raise Http404
    stored = writing.stored_at(document.room, film.frames[number - 1].step)
    return shapes.StepText(number=number, tree=authorship.read(stored).tree)


@router.get(
    "/{uuid:pk}/changes/",
    response={200: shapes.ChangesOut, NOT_SEEN: Refusal},
    summary="List what changed in a document since one's last visit",
)
def changes(
    request: HttpRequest, pk: UUID, offset: schemas.Offset = 0, limit: schemas.Limit = 100
) -> shapes.ChangesOut:
    """A first visit begins with what stands now. What one wrote oneself is not new."""
    document = access.visible_document(request.user, pk)
    visit = meet_document(document, by=request.user)
    found = changes_since(document, visit, request.user)
    since: datetime | None = visit.at if visit else None
    if found is None:
        number = log.standing([document.room])[document.room][0]
        return shapes.ChangesOut(items=[], count=0, since=since, version=None, number=number)
    items = [
        shapes.PassageOut(block=place.block, start=place.start, end=place.end, kind=place.kind)
        for place in found.places
    ]
    return shapes.ChangesOut(
        items=items[offset : offset + limit],
        count=len(items),
        since=since,
        version=found.version.pk,
        number=found.number,
        added=found.told.added,
        removed=found.told.removed,
    )


@router.put(
    "/{uuid:pk}/visit/", response={200: shapes.VisitOut, NOT_SEEN: Refusal}, summary="Say that one has seen a document"
)
def visit(request: HttpRequest, pk: UUID, body: shapes.SeenIn) -> shapes.VisitOut:
    """Up to an update of its log, by default the last. Nothing goes back."""
    found = mark_seen(access.visible_document(request.user, pk), body.number, by=request.user)
    return shapes.VisitOut(number=found.number if found else None, at=found.at if found else None)


workspace_router = Router(tags=["authors"], auth=SIGNED_IN)


@workspace_router.get(
    "/{slug}/changed/",
    response={200: shapes.ChangedDocuments, NOT_SEEN: Refusal},
    summary="List the documents of a workspace that changed since one last saw them",
)
def changed(
    request: HttpRequest, slug: str, offset: schemas.Offset = 0, limit: schemas.Limit = 20
) -> shapes.ChangedDocuments:
    found = changed_in(access.visible_workspace(request.user, slug), request.user)
    items = [
        shapes.ChangedDocument(
            id=one.document.pk,
            title=one.document.title,
            edited_at=one.document.edited_at,
            since=one.since,
            words=one.words,
            people=[PersonOut(**about(person)) for person in one.people],
            url=one.document.get_absolute_url(),
        )
        for one in found[offset : offset + limit]
    ]
    return shapes.ChangedDocuments(items=items, count=len(found))
