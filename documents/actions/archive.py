"""Documents deleted by an administration: a package keeps each in Word and as JSON, with its rights and its events."""

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from accounts.names import key_of
from activity.models import Event
from activity.record import record
from documents import content
from documents.actions.exporting import AT_ONCE
from documents.actions.trash import purge_document
from documents.actions.tree import hold_tree
from documents.formats.options import Options
from documents.house import content_of
from documents.models import Document, Suggestion, SuggestionVote, Thread, Version
from documents.speech import with_names
from documents.threads import names_in
from permissions.lineage import below
from realtime import log
from realtime.appending import lock
from workspaces.deletion import cover, events_of, facts, named
from workspaces.models import Workspace
from workspaces.package import Package, package

Numbers = dict[str, int]  # the last update of each room, when its text was kept


def archive_document(document: Document, *, by: Any) -> Package:
    """Delete a document for ever, with what stands in it, keeping a package of it.

    Raises `PermissionDenied` to who does not administer the site, `ValidationError` if someone wrote meanwhile.
    """
    if not by.has_perm("documents.delete_document"):
        raise PermissionDenied(_("Only an administrator of the site may do this."))
    with package(f"document-{document.title}") as kept:
        numbers = _keep(below(Document, [document.pk]), kept)
        told = Event.objects.filter(subject_kind="document", subject_id__in=list(numbers))
        kept.put_json("package.json", cover(document, by, told))
    try:
        _delete(document, numbers, kept, by)
    except BaseException:
        kept.remove()
        raise
    return kept


@transaction.atomic
def _delete(document: Document, numbers: Numbers, kept: Package, by: Any) -> None:
    hold_tree(document)
    inside = below(Document, [document.pk]).values_list("pk", flat=True)
    _refuse_changed(numbers, {str(key) for key in inside})
    gone = Document(pk=document.pk, title=document.title)  # a deleted instance loses its key
    purge_document(document, by=by, package=kept.name, sums=kept.sums)
    told: dict[str, Any] = {"title": gone.title, "package": kept.name, "sums": kept.sums}
    record("document.archived", by=by, on=gone, **told)  # for administrators, who do not see the workspace's trail


def keep_documents(workspace: Workspace, kept: Package) -> Numbers:
    """With what was said in the workspace itself, and its templates."""
    kept.put_json("discussion.json", [_said_in(thread) for thread in workspace.threads.all()])
    for template in workspace.templates.all():
        kept.put_json(f"templates/{template.pk}.json", {"name": template.name, "report": template.report})
        if (content := content_of(template)) is not None:
            kept.put(f"templates/{template.pk}.docx", content)
    return _keep(workspace.documents.all(), kept)


def purge_documents(workspace: Workspace, numbers: Numbers, kept: Package, by: Any) -> None:
    """What was kept, the trash included. Raises `ValidationError` if there is more, or other, than what was kept."""
    hold_tree(workspace)
    _refuse_changed(numbers, {str(key) for key in workspace.documents.values_list("pk", flat=True)})
    for top in workspace.documents.filter(parent=None):
        purge_document(top, by=by, package=kept.name, sums=kept.sums)


def _keep(documents: Iterable[Document], kept: Package) -> Numbers:
    found = {str(one.pk): one for one in documents}
    numbers = {room: last for room, (last, _epoch, _quarantined) in log.standing(found).items()}
    for key, document in found.items():
        folder = f"documents/{key}"
        word = AT_ONCE["docx"](document, None, Options())
        kept.put(f"{folder}/document.docx", word.content)
        about = facts(document) | _made_by(document) | {"left_out_of_word": word.left_out, "number": numbers.get(key)}
        kept.put_json(f"{folder}/document.json", about | {"content": content.read_document(document)})
        kept.put_json(f"{folder}/events.json", events_of(Event.objects.filter(subject_kind="document", subject_id=key)))
        kept.put_json(f"{folder}/discussion.json", [_said_in(thread) for thread in document.threads.all()])
        kept.put_json(f"{folder}/proposals.json", _proposals(document))
        kept.put_json(f"{folder}/versions.json", _versions(document))
        for image in document.attachments.all():
            with image.file.open("rb") as file:
                kept.put(f"{folder}/images/{image.pk}{_ending(image.file.name)}", file.read())
    return numbers


def _said_in(thread: Thread) -> dict[str, Any]:
    """What was hidden too, with the reason: what was taken back has no words."""
    comments = list(thread.comments.select_related("author", "on_behalf_of"))
    names = names_in(comments)
    return {
        "key": str(thread.pk),
        "about": thread.quote,
        "title": thread.title,
        "resolved_at": thread.resolved_at,
        "comments": [
            {
                "by": _named(one.author),
                "signature": one.signature,
                "at": one.at,
                "state": one.state,
                "public_reason": one.public_reason,
                "text": with_names(one.body, names),
            }
            for one in comments
        ],
    }


def _proposals(document: Document) -> list[dict[str, Any]]:
    """Those that were answered too; `discussion` is the key of the thread in which one was discussed."""
    people = ("author__profile__organisation", "on_behalf_of", "answered_by__profile__organisation")
    votes = Prefetch("votes", SuggestionVote.objects.select_related("person__profile__organisation").order_by("at"))
    return [_proposal(one) for one in document.suggestions.select_related(*people).prefetch_related(votes)]


def _proposal(one: Suggestion) -> dict[str, Any]:
    return {
        "key": str(one.pk),
        "by": _named(one.author),
        "signature": one.signature,
        "at": one.made_at,
        "reason": one.reason,
        "before": one.before,
        "proposed": one.proposed,
        "state": one.state,
        "answered_by": _named(one.answered_by),
        "answered_at": one.answered_at,
        "answer": one.answer,
        "applied": one.applied,
        "votes": [{"by": named(vote.person), "value": vote.value, "at": vote.at} for vote in one.votes.all()],
        "discussion": str(one.thread_id) if one.thread_id else None,
    }


def _named(person: Any) -> dict[str, str] | None:
    return named(person) if person is not None else None


def _versions(document: Document) -> list[dict[str, Any]]:
    """Those that somebody kept: by name, or by changing the stage."""
    meant = document.versions.filter(kind__in=(Version.Kind.NAMED, Version.Kind.STAGE)).order_by("number", "at")
    return [
        {"at": one.at, "name": one.name, "stage": one.stage, "title": one.title, "content": one.tree}
        for one in meant.iterator(chunk_size=20)
    ]


def _made_by(document: Document) -> dict[str, Any]:
    """The person, and in whose name."""
    person, body = document.created_by, document.on_behalf_of
    return {
        "made_by": _named(person),
        "on_behalf_of": {"holder": key_of(body), "name": str(body)} if body else None,
    }


def _ending(name: str | None) -> str:
    return PurePosixPath(name or "").suffix


def _refuse_changed(numbers: Numbers, there: set[str]) -> None:
    """Under the locks of the rooms: what is deleted is what was kept."""
    try:
        today = lock(sorted(numbers))
    except (log.NoRoom, log.Quarantined):  # nobody writes in a quarantine
        today = {room: last for room, (last, _epoch, _quarantined) in log.standing(numbers).items()}
    if today != numbers or there != set(numbers):
        raise ValidationError(_("Someone wrote there at this moment: nothing was deleted. Try again."), code="changed")
