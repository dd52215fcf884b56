"""From a node tree to a Word file: sets up the document, hands the blocks on, saves."""

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from documents.formats.docx.blocks import Blocks
from documents.formats.docx.comments import Comments, Talk
from documents.formats.docx.contents import Contents, has_titles, worth_contents
from documents.formats.docx.front import contributors, put_cover, put_title
from documents.formats.docx.house_style import wear
from documents.formats.docx.images import Images
from documents.formats.docx.inline import Inline
from documents.formats.docx.known import Known, put_origin
from documents.formats.docx.links import Links
from documents.formats.docx.look import look_of
from documents.formats.docx.markup import W
from documents.formats.docx.model import PLAIN, DocumentInfo, Export, ImageSource, Layout
from documents.formats.docx.notes import Notes
from documents.formats.docx.numbering import Numbering
from documents.formats.docx.pages import CountPages, by_libreoffice
from documents.formats.docx.place import Place
from documents.formats.docx.report import Report
from documents.formats.docx.revisions import Revisions
from documents.formats.docx.template import open_template
from documents.formats.nodes import Node, children, language
from documents.formats.words import Words, words_for

_REGIONS = {"fr": "fr-FR", "en": "en-GB"}  # Word chooses its dictionary by language and country


def write(
    tree: Node,
    info: DocumentInfo,
    images: ImageSource,
    words: Words | None = None,
    revisions: Revisions | None = None,
    talks: Mapping[str, Talk] | None = None,
    layout: Layout = PLAIN,
    count_pages: CountPages = by_libreoffice,
    house: bytes = b"",
) -> Export:
    """The tree as a .docx. Nothing is left out in silence: what could not be written as it stands is listed.

    `revisions` says whose the changes of a tree are, `talks` what is said beside it. `count_pages` is asked only for a
    contents page: the page of each bookmark, or nothing. `house` is a template that `documents/formats/adopting` made.
    """
    info = replace(info, language=_with_region(language(info.language) or "fr"))
    words = words or words_for(info.language)
    document = open_template(info, words, cover=layout.cover, house=house)
    look, report, body = look_of(document), Report(), document.element.body
    links = Links(tree, info.address, report, words, Known(wanted=bool(info.origin)))
    contents = Contents(links, info.parts, width=look.width)
    notes, comments = Notes(document), Comments(tree, talks or {})
    inline = Inline(document.part, links, notes, report, words, revisions, comments)
    numbering = Numbering(document.part.numbering_part.element)
    blocks = Blocks(inline, links, numbering, Images(document.part, images, look.height), contents, report, words, look)
    after = contributors(info, words) if layout.contributors else []
    listed = worth_contents(tree) if layout.contents is None else layout.contents
    apart = layout.cover or (listed and bool(after or has_titles(tree)))
    begin = _put_text(blocks, Place(body, look.width), [*children(tree), *after], info, words, layout.cover, apart)
    _settle(body, comments, revisions)
    if listed and contents.listed:
        contents.write(body, begin, inline, words, new_page=layout.cover)
    wear(document)
    notes.save()
    comments.save(document.part)
    put_origin(document.part.package, info.origin)
    if listed and (untold := _number(contents, lambda: count_pages(_saved(document)), words)):
        report.add(untold)
    return Export(_saved(document), report.sentences())


def _with_region(tag: str) -> str:
    return _REGIONS.get(tag, tag)


def _number(contents: Contents, pages: Callable[[], dict[str, int]], words: Words) -> str:
    """Fills the numbers in; or the sentence that says why there are none."""
    if not contents.listed:
        return words.left_titles
    return "" if contents.number(pages()) else words.left_pages


def _put_text(
    blocks: Blocks, page: Place, nodes: list[Node], info: DocumentInfo, words: Words, cover: bool, new_page: bool
) -> int:
    """Title, then text, on a new page or below; how many elements stand before the text, where contents would go."""
    body = page.parent
    section = body.find(f"{W}sectPr")  # the last element of a body, whatever comes before it
    body.remove(section)
    (put_cover if cover else put_title)(blocks, page, info, words)
    begin = len(body)
    breaks: list[Node] = [{"type": "pageBreak"}] if new_page else []
    blocks.write([*breaks, *nodes], page)
    blocks.end(body)
    body.append(section)
    return begin


def _settle(body: Any, comments: Comments, revisions: Revisions | None) -> None:
    """What is said of the text as a whole; changes of whole paragraphs and rows."""
    comments.rest(_title(body))
    if revisions is not None:
        revisions.finish(body)


def _title(body: Any) -> Any:
    return next(style.getparent().getparent() for style in body.iter(f"{W}pStyle") if style.get(f"{W}val") == "Title")


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
