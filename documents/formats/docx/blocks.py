"""Block nodes as Word paragraphs and tables, one method for each kind."""

from collections.abc import Callable
from copy import deepcopy
from itertools import groupby

from documents.formats.docx.checkbox import put_checkbox
from documents.formats.docx.contents import Contents
from documents.formats.docx.images import Images
from documents.formats.docx.inline import Inline
from documents.formats.docx.links import Links
from documents.formats.docx.look import OURS, Look
from documents.formats.docx.markup import Element, W, put_field, put_run, sub
from documents.formats.docx.numbering import LEVELS, Numbering
from documents.formats.docx.place import Place
from documents.formats.docx.report import Report
from documents.formats.docx.styles import STEP
from documents.formats.docx.tables import put_table
from documents.formats.grid import lay_out
from documents.formats.nodes import (
    Node,
    Outline,
    attachment,
    attr,
    children,
    clean,
    is_blank,
    is_inline,
    is_title,
    kind,
    label,
    text_of,
    walk,
    whole,
)
from documents.formats.words import Words
from documents.schema import CALLOUT_KINDS, NODES

_DEEPEST = 60  # blocks within blocks; beyond, text is kept and layout is not
_NARROWEST = 1400  # twips: a table needs that much


class Blocks:
    """Writes blocks in document order and keeps what runs through the whole document: counters, outline, breaks."""

    def __init__(
        self,
        inline: Inline,
        links: Links,
        numbering: Numbering,
        images: Images,
        contents: Contents,
        report: Report,
        words: Words,
        look: Look = OURS,
    ) -> None:
        self._look = look
        self._inline, self._links, self._numbering, self._images = inline, links, numbering, images
        self._contents, self._report, self._words = contents, report, words
        self._outline = Outline()
        self._figures = self._controls = 0
        self._break = False  # a page break waits for the next paragraph
        self._boxed: tuple[Element, str, tuple[int, ...]] | None = None  # last paragraph in a box, and its indents
        self._writers: dict[str, Callable[[Node, Place], None]] = {
            "paragraph": self._paragraph,
            "heading": self._heading,
            "bulletList": self._list,
            "orderedList": self._list,
            "taskList": self._list,
            "blockquote": self._quote,
            "callout": self._callout,
            "codeBlock": self._code,
            "table": self._table,
            "figure": self._figure,
            "horizontalRule": self._rule,
            "pageBreak": self._page_break,
            "detailsSummary": self._summary,
        }

    def write(self, nodes: list[Node], place: Place) -> None:
        for inline, group in groupby(nodes, is_inline):
            if inline:
                self._text(list(group), place)
                continue
            for node in group:
                self._links.pass_block(node)
                first = len(place.parent)
                if place.depth > _DEEPEST:
                    self._flatten(node, place, self._words.left_depth)
                else:
                    self._writers.get(kind(node), self._container)(node, place)
                self._inline.block(place.parent[first:], node)

    def start(
        self, place: Place, style: str, *, numbered: tuple[int, int] | None = None, hanging: int = 0, keep: bool = False
    ) -> Element:
        """A new paragraph; `numbered` is the list instance and level. Properties in the order of the schema."""
        after_table = len(place.parent) > 0 and place.parent[-1].tag == f"{W}tbl"
        paragraph = sub(place.parent, "p")
        properties = sub(paragraph, "pPr")
        sub(properties, "pStyle", val=style)
        if keep:
            sub(properties, "keepNext")
        if self._break and not place.cell:
            sub(properties, "pageBreakBefore")
            self._break = False
        if numbered:
            numbering = sub(properties, "numPr")
            sub(numbering, "ilvl", val=numbered[1])
            sub(numbering, "numId", val=numbered[0])
        if place.box and style not in (place.box, "SourceCode"):
            properties.extend(deepcopy(self._look.boxes[place.box]))
        if after_table and not style.startswith(("Heading", "Gap")):
            sub(properties, "spacing", before=200)
        natural = (STEP * (numbered[1] + 1), 0) if numbered else self._look.indents.get(style, (0, 0))
        if (place.indent, place.right) != natural or (hanging and not numbered):
            indent = sub(properties, "ind", left=place.indent, right=place.right)
            if hanging:
                indent.set(f"{W}hanging", str(hanging))
        self._join_box(paragraph, place.box, (place.indent, place.right, hanging))
        self._links.mark(paragraph, style)
        return paragraph

    def _join_box(self, paragraph: Element, box: str, indents: tuple[int, ...]) -> None:
        """Word draws one ground for neighbours with one indent only; between others it would show a white strip."""
        if self._boxed and box.startswith("Callout"):
            last, last_box, last_indents = self._boxed
            if paragraph.getprevious() is last and box == last_box and indents != last_indents:
                _space_below(last, 0)
        self._boxed = (paragraph, box, indents) if box else None

    def _apart(self, place: Place, box: str) -> None:
        """Between two callouts or two pieces of code, or Word makes one of them."""
        if self._boxed and self._boxed[1] == box and place.parent[-1] is self._boxed[0]:
            self.start(place, "Gap")

    def end(self, body: Element) -> None:
        """Word wants a paragraph after the last table, and a link its target even where nothing followed."""
        if len(body) == 0 or body[-1].tag != f"{W}p":
            self.start(Place(body), "Gap")
        self._links.mark_rest(body[-1])

    def _text(self, nodes: list[Node], place: Place) -> None:
        if not is_blank(nodes):  # blank paragraphs are how people make space; here styles do
            self._inline.write(self.start(place, place.style), nodes)

    def _paragraph(self, node: Node, place: Place) -> None:
        self._text(children(node), place)

    def _heading(self, node: Node, place: Place) -> None:
        if not is_title(node):
            self._text(children(node), place)
            return
        level = self._outline.close_up(whole(attr(node, "level"), 1, 1, 6))
        paragraph = self.start(place, f"Heading{level}")
        self._inline.write(paragraph, children(node))
        self._contents.mark(paragraph, level, node)

    def _list(self, node: Node, place: Place) -> None:
        tasks, ordered = kind(node) == "taskList", kind(node) == "orderedList"
        level = min(place.level, LEVELS - 1)
        if place.level >= LEVELS:
            self._report.add(self._words.left_level)
        inside = place.item()
        if not tasks:
            number = self._numbering.begin(ordered=ordered, level=level, start=whole(attr(node, "start"), 1, 0, 32767))
        for item in children(node):
            self._links.pass_block(item)
            lead, rest = _lead(item)
            if tasks or kind(item) == "taskItem":
                paragraph = self.start(inside, "Task", hanging=STEP)
                self._controls += 1
                put_checkbox(paragraph, self._controls, checked=attr(item, "checked") is True)
            else:
                style = "ListNumber" if ordered else "ListBullet"
                paragraph = self.start(inside, style, numbered=(number, level), hanging=STEP)
            self._inline.write(paragraph, lead)
            self.write(rest, inside)
        if place.level == 0 and not place.cell:
            _loosen(place.parent)

    def _quote(self, node: Node, place: Place) -> None:
        self.write(children(node), place.boxed("Quote", self._look.indents["Quote"]))

    def _callout(self, node: Node, place: Place) -> None:
        name = attr(node, "kind") if attr(node, "kind") in CALLOUT_KINDS else "info"
        style = f"Callout{name.title()}"
        inside = place.boxed(style, self._look.indents[style])
        self._apart(place, inside.box)
        title = self.start(inside, inside.style, keep=True)
        put_run(title, self._words.of_callout(name), "CalloutTitle")
        self.write(children(node), inside)
        _loosen(place.parent)

    def _code(self, node: Node, place: Place) -> None:
        texts = [found for found in walk(node) if "text" in found]
        if "".join(clean(found.get("text")) for found in texts).strip():
            inside = place.boxed("SourceCode", self._look.indents["SourceCode"])
            self._apart(place, inside.box)
            self._inline.code(self.start(inside, "SourceCode"), texts)

    def _summary(self, node: Node, place: Place) -> None:
        if not is_blank(children(node)):
            self._inline.write(self.start(place, "DetailsSummary"), children(node))

    def _rule(self, node: Node, place: Place) -> None:
        self.start(place, "HorizontalLine")

    def _page_break(self, node: Node, place: Place) -> None:
        self._break = self._break or not place.cell

    def _figure(self, node: Node, place: Place) -> None:
        caption = children(node)
        about = label(node, "alt") or text_of(caption)
        picture = self._images.load(attachment(node))
        captioned = not is_blank(caption)
        if picture:
            decorative = attr(node, "decorative") is True
            if not about and not decorative:
                self._report.add(self._words.left_alt)
            paragraph = self.start(place, "Figure", keep=captioned)
            percent = whole(attr(node, "width"), 0, 10, 100) if attr(node, "width") is not None else 0
            alt = "" if decorative else about or self._words.undescribed
            self._images.draw(sub(paragraph, "r"), picture, place.width, percent or None, alt)
        elif attr(node, "image") or about:
            self._report.add(self._words.left_image, about)
            put_run(self.start(place, place.style), self._words.missing.replace("%s", about or self._words.undescribed))
        if captioned:
            self._caption(caption, place)

    def _caption(self, caption: list[Node], place: Place) -> None:
        self._figures += 1
        paragraph = self.start(place, "Caption")
        put_run(paragraph, f"{self._words.figure}\u00a0")
        put_field(paragraph, "SEQ Figure \\* ARABIC", str(self._figures))
        put_run(paragraph, " – ")
        self._inline.write(paragraph, caption)

    def _table(self, node: Node, place: Place) -> None:
        if place.width < _NARROWEST:
            self._flatten(node, place, self._words.left_table)
            return
        grid = lay_out(node)
        if not grid.rows:
            return
        if grid.crowded:
            self._report.add(self._words.left_columns)
        if self._break and not place.cell:
            sub(sub(self.start(place, "Gap"), "r"), "br", type="page")
        elif len(place.parent) > 0 and place.parent[-1].tag == f"{W}tbl":
            self.start(place, "Gap")  # or Word makes one table of two
        put_table(place.parent, grid, place.width, place.indent, lambda *cell: self._cell(place, *cell))

    def _cell(self, place: Place, element: Element, blocks: list[Node], width: int, heading: bool) -> None:
        style = "TableHeading" if heading else "TableText"
        inside = Place(element, width, style=style, level=place.level, depth=place.depth + 1, cell=True)
        self.write(blocks, inside)
        if element[-1].tag != f"{W}p":  # every cell ends with a paragraph, or Word calls the file damaged
            self.start(inside, "Gap" if element[-1].tag == f"{W}tbl" else style)

    def _container(self, node: Node, place: Place) -> None:
        """Details, parts of a list or table out of their place, and kinds we do not know."""
        if kind(node) and kind(node) not in NODES:
            self._report.add(self._words.left_unknown, text_of([node]))
        self.write(children(node), place.deeper())

    def _flatten(self, node: Node, place: Place, sentence: str) -> None:
        self._report.add(sentence, text_of([node]))
        for found in walk(node):
            words = [child for child in children(found) if is_inline(child)]
            if words and not is_inline(found):
                self._text(words, place)


def _loosen(parent: Element) -> None:
    """Room below the last paragraph of a list or callout, whose own paragraphs stand closer together."""
    if len(parent) and parent[-1].tag == f"{W}p":
        _space_below(parent[-1], 200)


def _space_below(paragraph: Element, twips: int) -> None:
    properties = paragraph.find(f"{W}pPr")
    spacing = properties.find(f"{W}spacing")
    if spacing is None:
        spacing = properties.makeelement(f"{W}spacing")
        indent = properties.find(f"{W}ind")
        properties.insert(len(properties) if indent is None else properties.index(indent), spacing)
    spacing.set(f"{W}after", str(twips))


def _lead(item: Node) -> tuple[list[Node], list[Node]]:
    """What stands beside the bullet, and the blocks below it."""
    if kind(item) not in ("listItem", "taskItem"):
        return ([item], []) if is_inline(item) else (children(item), []) if kind(item) == "paragraph" else ([], [item])
    blocks = children(item)
    if blocks and kind(blocks[0]) == "paragraph":
        return children(blocks[0]), blocks[1:]
    count = next((n for n, block in enumerate(blocks) if not is_inline(block)), len(blocks))
    return blocks[:count], blocks[count:]
