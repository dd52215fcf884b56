"""What stands before the text and after it: title or cover page, list of contributors."""

from datetime import datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from documents.formats.docx.blocks import Blocks
from documents.formats.docx.markup import put_run, sub
from documents.formats.docx.model import DocumentInfo
from documents.formats.docx.place import Place
from documents.formats.nodes import Node, one_line
from documents.formats.origin import ADDED
from documents.formats.words import Words

_MOST_NAMES = 7  # on a cover; the list of contributors has them all
_COVER_TOP = 3400  # twips above the title of a cover: it stands at a third of the page


def put_title(blocks: Blocks, page: Place, info: DocumentInfo, words: Words) -> None:
    put_run(blocks.start(page, "Title"), one_line(info.title) or words.untitled)
    _put_subtitles(blocks, page, [info.signature], info, words)


def put_cover(blocks: Blocks, page: Place, info: DocumentInfo, words: Words) -> None:
    """A page of its own: the organisation at the top, the title, who wrote it, the day of the text."""
    if organisation := one_line(info.organisation):
        put_run(blocks.start(page, "CoverOrganisation"), organisation)
    title = blocks.start(page, "Title")
    sub(title[0], "spacing", before=_COVER_TOP, after=240)
    put_run(title, one_line(info.title) or words.untitled)
    _put_subtitles(blocks, page, [info.signature or _names(info, words)], info, words)


def _put_subtitles(blocks: Blocks, page: Place, lines: list[str], info: DocumentInfo, words: Words) -> None:
    for line in (*lines, words.version.replace("%s", _date(info.modified, info.language))):
        if line := one_line(line):
            put_run(blocks.start(page, "Subtitle"), line)


def contributors(info: DocumentInfo, words: Words) -> list[Node]:
    """As blocks: a title, then a table of names and organisations, or a list where nobody has one.

    After several documents, of which each begins on a new page, so do they.
    """
    people = [(one_line(one.name), one_line(one.organisation)) for one in info.contributors]
    people = [one for one in people if one[0]]
    if not people:
        return []
    heading = _block("heading", [_text(words.contributors)], level=1, id=ADDED)
    begin: list[Node] = [{"type": "pageBreak"}, heading] if info.parts > 1 else [heading]
    if not any(organisation for _, organisation in people):
        items = [_block("listItem", [_paragraph(name)]) for name, _ in people]
        return [*begin, _block("bulletList", items)]
    top = [_block("tableHeader", [_paragraph(word)]) for word in (words.name, words.organisation)]
    rows = [[_block("tableCell", [_paragraph(word or "–")]) for word in person] for person in people]
    return [*begin, _block("table", [_block("tableRow", cells) for cells in (top, *rows)])]


def _block(name: str, content: list[Node], **attrs: object) -> Node:
    return {"type": name, "attrs": attrs, "content": content}


def _text(words: str) -> Node:
    return {"type": "text", "text": words}


def _paragraph(words: str) -> Node:
    return _block("paragraph", [_text(words)], id=ADDED)


def _names(info: DocumentInfo, words: Words) -> str:
    names = [name for name in map(one_line, info.authors) if name]
    if len(names) <= _MOST_NAMES:
        return ", ".join(names)
    first = names[: _MOST_NAMES - 1]
    return f"{', '.join(first)} {words.others.replace('%s', str(len(names) - len(first)))}"


def _date(moment: datetime, tag: str) -> str:
    """The day in words, as the language writes it."""
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("fr")
    day = format_date(moment.date(), "long", locale)
    return f"1er{day[1:]}" if locale.language == "fr" and moment.day == 1 else day
