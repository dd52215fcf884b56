"""A document becomes a file: Word with what is said of it and proposed in it, also what changed between two versions."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.organisations import signature
from activity.record import record
from documents import content
from documents.actions.keeping import keep_standing
from documents.actions.visits import leaves_a_trace
from documents.comparing import compare
from documents.comparing.merged import tracked
from documents.formats import docx
from documents.formats.options import EVERYTHING, Options
from documents.formats.origin import Origin
from documents.history import visible_versions, writers_between
from documents.models import Document, Version
from documents.outgoing import People, contributors_of, prepare
from permissions.actions import require

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Exported:
    """A file made from a document. `left_out` says, in sentences, what could not be taken along."""

    filename: str
    content_type: str
    content: bytes
    left_out: list[str] = field(default_factory=list)


Exporter = Callable[[Document, Any, Options], Exported]  # of what one person may see, as they chose it


def _word(
    document: Document, by: Any, options: Options, count_pages: docx.CountPages = docx.by_libreoffice
) -> Exported:
    people = People(by_name=options.names)
    with translation.override(document.language.partition("-")[0]):  # the file speaks as its text does
        about = info_of(document, people)
        layout = docx.Layout(options.cover, options.contents, options.contributors)
        if layout.contributors:
            about = replace(about, contributors=contributors_of(document, people))
        found = prepare(document, by, options, people)
        about = replace(about, origin=_origin(document, found.number, options, by))
        whose = docx.Revisions("Tablée", document.edited_at, found.hands)
        made = docx.write(
            found.tree,
            about,
            images_of(document),
            revisions=whose,
            talks=found.talks,
            layout=layout,
            count_pages=count_pages,
        )
    return Exported(f"{name_of(document)}.docx", DOCX, made.content, [*found.left_out, *made.left_out])


def _origin(document: Document, number: int, options: Options, by: Any) -> str:
    """The text as it is now is kept: with it the file is compared when it comes back."""
    kept = keep_standing(document, number) if by is not None and leaves_a_trace(by) else None
    number = kept.number if kept is not None else number
    return Origin(document.pk, number, timezone.now(), options.suggestions, options.names).word()


def _word_at_once(document: Document, by: Any, options: Options) -> Exported:
    """Somebody waits for it: LibreOffice, which takes seconds, lays nothing out. Contents that were asked for have no page
    numbers, and nobody who did not ask gets such."""
    return _word(document, by, replace(options, contents=options.contents or False), lambda content: {})


EXPORTERS: dict[str, Exporter] = {"docx": _word}
AT_ONCE: dict[str, Exporter] = {"docx": _word_at_once}  # where these differ
SLOW: set[str] = set()  # formats for which one is not kept waiting: `exports.ask_export` has them made


def export(document: Document, format: str, *, by: Any, options: Options = EVERYTHING) -> Exported:
    """Raises `PermissionDenied` to who may not read, `ValidationError` for a format we do not write or that takes its time.

    Reads the log, never the live room; `by` is None for the machine itself, which sees what every reader does.
    """
    if by is not None and format in SLOW:
        require(by, "view", document)
        raise ValidationError(_("This file takes its time: ask for it, and it is made meanwhile."), code="takes_time")
    exported = _made(document, format, by, options, EXPORTERS if by is None else EXPORTERS | AT_ONCE)
    if by is None or by.is_authenticated:
        told = {"title": document.title, "format": format}
        record("document.exported", by=by, on=document, workspace=document.workspace_id, **told)
    return exported


def left_out(document: Document, format: str, *, by: Any, options: Options = EVERYTHING) -> list[str]:
    """What such a file could not hold, for who wants to know before taking it. Raises as `export` does."""
    require_format(format)
    quick = "docx" if format in SLOW else format  # those are made of the Word file
    return _made(document, quick, by, options, EXPORTERS | AT_ONCE).left_out


def _made(document: Document, format: str, by: Any, options: Options, exporters: dict[str, Exporter]) -> Exported:
    if by is not None:
        require(by, "view", document)
    require_format(format)
    return exporters[format](document, by, options)


def require_format(format: str) -> None:
    """Raises `ValidationError` for one that we do not write."""
    if format not in EXPORTERS:
        known = ", ".join(EXPORTERS)
        raise ValidationError(
            _("“%(format)s” is not a format we can write: choose among %(known)s.")
            % {"format": format, "known": known},
            code="format_unknown",
        )


def export_comparison(before: Version, after: Version | None, *, by: Any, names: bool = True) -> Exported:
    """A Word file of the later text (today's without `after`), its changes since `before` tracked: each can be refused.

    They bear the names of those who wrote in between, or "Contributor 3" without `names`. Raises `PermissionDenied` to who
    may not see one of the versions.
    """
    document = before.document
    require(by, "view", document)
    wanted = {version.pk for version in (before, after) if version is not None}
    if visible_versions(document, by).filter(pk__in=wanted).count() != len(wanted):
        raise PermissionDenied(_("You are not allowed to do this."))
    tree = after.tree if after is not None else content.read_document(document)
    changes = compare(before.tree, tree)
    at = after.at if after is not None else document.edited_at
    with translation.override(document.language.partition("-")[0]):
        people = People(by_name=names)
        about = replace(info_of(document, people), modified=timezone.localtime(at))
        whose = docx.Revisions(", ".join(map(people.name, writers_between(before, after))) or "Tablée", at)
        text = people.text({"type": "doc", "content": tracked(changes)})
        made = docx.write(text, about, images_of(document), revisions=whose, layout=docx.Layout(contents=False))
        changed = _("changes")
        name = f"{name_of(document)}-{slugify(changed)}.docx"
    if by.is_authenticated:
        told = {"title": document.title, "format": "docx"}
        record("document.exported", by=by, on=document, workspace=document.workspace_id, **told)
    return Exported(name, DOCX, made.content, made.left_out)


def name_of(document: Document) -> str:
    return slugify(document.title)[:80] or "document"


def info_of(document: Document, people: People) -> docx.DocumentInfo:
    wrote = list(document.authors())
    authors = _authors(document, wrote, people)  # first, so that those who wrote have the first numbers
    return docx.DocumentInfo(
        title=document.title,
        authors=authors,
        organisation=document.workspace.name,
        signature=_signature(document, people),
        language=document.language,
        modified=timezone.localtime(document.edited_at),
        address=settings.SITE_URL,
    )


def _authors(document: Document, wrote: list[User], people: People) -> tuple[str, ...]:
    """Who wrote; where it was made in somebody's name, that name first, with the person who made it."""
    others = [person for person in wrote if document.on_behalf_of is None or person != document.created_by]
    return (*filter(None, [_signature(document, people)]), *map(people.name, others))


def _signature(document: Document, people: People) -> str:
    organisation = document.on_behalf_of
    return signature(people.name(document.created_by), organisation) if organisation else ""


def images_of(document: Document) -> Callable[[str], tuple[bytes, str] | None]:
    """Pictures of this document only: an id copied from elsewhere shows nothing."""
    known = {str(attachment.pk): attachment for attachment in document.attachments.all()}

    def find(key: str) -> tuple[bytes, str] | None:
        attachment = known.get(str(key))
        if attachment is None:
            return None
        try:
            with attachment.file.open("rb") as file:
                return file.read(), attachment.content_type
        except OSError:
            return None

    return find
