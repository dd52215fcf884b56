"""A document becomes a file: Word with what is said of it and proposed in it, also what changed between two versions."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

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
from documents.house import content_of, template_for
from documents.models import Document, Version
from documents.outgoing import People, Pictures, Volume, info_of, ready
from permissions.actions import require

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Exported:
    """A file made from a document. `left_out` says, in sentences, what could not be taken along."""

    filename: str
    content_type: str
    content: bytes
    left_out: list[str] = field(default_factory=list)


Source = Document | Volume
Exporter = Callable[[Source, Any, Options], Exported]  # of what one person may see, as they chose it


def _word(document: Source, by: Any, options: Options, count_pages: docx.CountPages = docx.by_libreoffice) -> Exported:
    with translation.override(document.language.partition("-")[0]):  # the file speaks as its text does
        it = ready(document, by, options, People(by_name=options.names))
        origin = _origin(document, it.found.number, options, by) if isinstance(document, Document) else ""
        house, untold = house_of(document, options)
        made = docx.write(
            it.found.tree,
            replace(it.info, origin=origin),
            it.images,
            revisions=docx.Revisions("Tablée", document.edited_at, it.found.hands),
            talks=it.found.talks,
            layout=docx.Layout(options.cover, options.contents, options.contributors),
            count_pages=count_pages,
            house=house,
        )
    left_out = [*untold, *it.found.left_out, *made.left_out]
    return Exported(f"{name_of(document)}.docx", DOCX, made.content, left_out)


def _origin(document: Document, number: int, options: Options, by: Any) -> str:
    """The text as it is now is kept: with it the file is compared when it comes back."""
    kept = keep_standing(document, number) if by is not None and leaves_a_trace(by) else None
    number = kept.number if kept is not None else number
    return Origin(document.pk, number, timezone.now(), options.suggestions, options.names).word()


def _word_at_once(document: Source, by: Any, options: Options) -> Exported:
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
    if options.template:
        template_for(document.workspace, options)  # in formats without a template too: one of others is none
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
        house, untold = house_of(document, EVERYTHING)
        layout = docx.Layout(contents=False)
        made = docx.write(text, about, Pictures([document]), revisions=whose, layout=layout, house=house)
        changed = _("changes")
        name = f"{name_of(document)}-{slugify(changed)}.docx"
    if by.is_authenticated:
        told = {"title": document.title, "format": "docx"}
        record("document.exported", by=by, on=document, workspace=document.workspace_id, **told)
    return Exported(name, DOCX, made.content, [*untold, *made.left_out])


def house_of(document: Source, options: Options) -> tuple[bytes, list[str]]:
    """The template of its files, empty for Tablée's own; and the sentence to say where its file is not there any more.

    Raises `ValidationError` for a template that is not usable in its workspace.
    """
    template = template_for(document.workspace, options)
    content = content_of(template) if template is not None else b""
    if content is None:
        return b"", [_("The template “%(name)s” could not be read: this file is in Tablée’s own.") % {"name": template}]
    return content, []


def name_of(document: Source) -> str:
    return slugify(document.title)[:80] or "document"
