"""From a node tree to a Word file: sets up the document, hands the blocks on, saves."""

import io
from dataclasses import replace
from datetime import datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from documents.formats.docx.blocks import Blocks
from documents.formats.docx.images import Images
from documents.formats.docx.inline import Inline
from documents.formats.docx.links import Links
from documents.formats.docx.markup import W, put_run
from documents.formats.docx.model import DocumentInfo, Export, ImageSource
from documents.formats.docx.notes import Notes
from documents.formats.docx.numbering import Numbering
from documents.formats.docx.place import Place
from documents.formats.docx.report import Report
from documents.formats.docx.template import open_template
from documents.formats.nodes import Node, children, clean, language
from documents.formats.words import Words, words_for

_REGIONS = {"fr": "fr-FR", "en": "en-GB"}  # Word chooses its dictionary by language and country


def write(tree: Node, info: DocumentInfo, images: ImageSource, words: Words | None = None) -> Export:
    """The tree as a .docx. Nothing is left out in silence: what could not be written as it stands is listed."""
    spoken = language(info.language) or "fr"
    info = replace(info, language=_REGIONS.get(spoken, spoken))
    words = words or words_for(info.language)
    document = open_template(info, words)
    body = document.element.body
    section = body.find(f"{W}sectPr")
    body.remove(section)

    report = Report()
    links = Links(tree, info.address, report, words)
    notes = Notes(document)
    inline = Inline(document.part, links, notes, report, words)
    numbering = Numbering(document.part.numbering_part.element)
    blocks = Blocks(inline, links, numbering, Images(document.part, images), report, words)

    page = Place(body)
    put_run(blocks.start(page, "Title"), " ".join(clean(info.title).split()) or words.untitled)
    put_run(blocks.start(page, "Subtitle"), words.version.replace("%s", _date(info.modified, info.language)))
    blocks.write(children(tree), page)
    blocks.end(body)

    body.append(section)
    notes.save()
    buffer = io.BytesIO()
    document.save(buffer)
    return Export(buffer.getvalue(), report.sentences())


def _date(moment: datetime, tag: str) -> str:
    """The day in words, as the language writes it."""
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("fr")
    day = format_date(moment.date(), "long", locale)
    return f"1er{day[1:]}" if locale.language == "fr" and moment.day == 1 else day
