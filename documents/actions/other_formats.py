"""What a document becomes besides Word: ODT and PDF made of the Word file, Markdown and HTML made of the text."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from documents.actions.exporting import EXPORTERS, SLOW, Exported, Source, name_of
from documents.formats import markdown_out, office
from documents.formats.html.page import write_page
from documents.formats.options import Options, Proposals
from documents.formats.outside import taken_outside
from documents.formats.words import words_for
from documents.outgoing import People, Ready, ready
from documents.outgoing.listing import without_pages

MARKDOWN, ZIP, HTML = "text/markdown; charset=utf-8", "application/zip", "text/html; charset=utf-8"
BY_OFFICE = frozenset(office.TYPES)
NAMES = {"odt": "ODT", "pdf": "PDF", "md": "Markdown", "html": "HTML", "docx": "Word"}

# A PDF is read, not worked on: without a word to the contrary it shows the text as it stands.
DEFAULTS: dict[str, dict[str, Any]] = {"pdf": {"suggestions": "original", "comments": False}}
_EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}

Step = Callable[[int], bool]  # told how many per cent are done; says whether the file is still wanted


def options_for(format: str, given: Any) -> Options:
    """As asked, with what is usual in this format for the rest. Raises `ValidationError`."""
    return Options.parse(DEFAULTS.get(format, {}) | dict(given))


def by_office(format: str, document: Source, by: Any, options: Options, step: Step = lambda done: True) -> Exported:
    """Raises `libreoffice.Missing` and `libreoffice.Failed`."""
    word = EXPORTERS["docx"](document, by, options)
    step(30)
    done = iter(range(31, 95))
    made = office.of_word(
        word.content,
        format,
        notes=options.comments,
        seconds=settings.EXPORT_SECONDS,
        wanted=lambda: step(next(done, 95)),  # asked twice a second: how far LibreOffice is nobody knows
    )
    return Exported(_name(document, format), office.TYPES[format], made, word.left_out)


def _markdown(document: Source, by: Any, options: Options) -> Exported:
    """With its pictures beside it in a package; without any, the file alone."""
    words, it = words_for(document.language), _text(document, by, options)
    tree = without_pages(it.found.tree, words, contents=options.contents is not False)
    outside = taken_outside(tree, it.images, it.info.address, words)
    names = {key: f"images/{key}.{_EXTENSIONS[kind]}" for key, (_data, kind) in outside.images.items()}
    text, left_out = markdown_out.write(outside.tree, document.title, names.__getitem__, words)
    told = [*it.found.left_out, *outside.left_out, *left_out]
    if not names:
        return Exported(_name(document, "md"), MARKDOWN, text.encode(), told)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_name(document, "md"), text)
        for key, (data, _kind) in outside.images.items():
            archive.writestr(names[key], data)
    return Exported(_name(document, "zip"), ZIP, out.getvalue(), told)


def _html(document: Source, by: Any, options: Options) -> Exported:
    it = _text(document, by, options)
    with translation.override(document.language.partition("-")[0]):  # the file speaks as its text does
        when = date_format(timezone.localtime(document.edited_at), "DATE_FORMAT")
        edited = _("Last edited on %(when)s") % {"when": when}
    page, left_out = write_page(it.found.tree, it.info, it.images, words_for(document.language), edited=edited)
    return Exported(_name(document, "html"), HTML, page.encode(), [*it.found.left_out, *left_out])


def _text(document: Source, by: Any, options: Options) -> Ready:
    """The text as it stands, or with its proposals as if accepted: what is tracked or said has no place in these formats."""
    shown: Proposals = "accepted" if options.suggestions == "accepted" else "original"
    alone = replace(options, suggestions=shown, comments=False, contributors=False)
    with translation.override(document.language.partition("-")[0]):
        return ready(document, by, alone, People(by_name=options.names))


def _name(document: Source, extension: str) -> str:
    return f"{name_of(document)}.{extension}"


EXPORTERS.update(odt=partial(by_office, "odt"), pdf=partial(by_office, "pdf"), md=_markdown, html=_html)
SLOW.update(BY_OFFICE)
