"""Safe semantic HTML of a node tree, for the reading page: everything escaped, no inline style, no script."""

import re
from collections.abc import Callable
from html import escape
from itertools import groupby

from documents.formats.grid import Grid, Slot, lay_out
from documents.formats.html.marked import CHANGES, closing, marked, opening
from documents.formats.html.passages import Passages
from documents.formats.nodes import (
    Node,
    Outline,
    attachment,
    attr,
    change_of,
    children,
    clean,
    is_blank,
    is_inline,
    is_title,
    kind,
    label,
    link_of,
    text_of,
    visible,
    walk,
    whole,
)
from documents.formats.words import Words, words_for
from documents.schema import CALLOUT_KINDS, is_safe_link

ImageAddress = Callable[[str], str]  # attachment id -> address
Around = Callable[[Node, str], str]  # a text node and its HTML -> the same with what a page puts around it

_DEEPEST = 60  # blocks within blocks; beyond, the text is kept and the layout is not
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_PROGRAMMING_LANGUAGE = re.compile(r"[A-Za-z0-9+#._-]{1,30}")
_WORDLESS = frozenset({"figure", "horizontalRule", "pageBreak"})  # what shows a change by itself, not by words


def write(
    tree: Node,
    image_url: ImageAddress,
    top: int = 2,
    words: Words | None = None,
    passages: Passages | None = None,
    around: Around | None = None,
) -> str:
    """The document's own headings start at level `top`, below the title of the page."""
    writer = _Writer(image_url, top, words or words_for(), passages or Passages({}), around or _as_it_is)
    writer.blocks(children(tree))
    writer.notes()
    return "".join(writer.out)


def write_each(nodes: list[Node], image_url: ImageAddress, top: int = 2, words: Words | None = None) -> list[str]:
    """Blocks apart, as one text: their headings and notes are counted through. The last piece is the list of notes."""
    writer = _Writer(image_url, top, words or words_for(), Passages({}), _as_it_is)
    pieces = []
    for node in nodes:
        writer.blocks([node])
        pieces.append("".join(writer.out))
        writer.out.clear()
    writer.notes()
    return [*pieces, "".join(writer.out)]


class _Writer:
    """Collects pieces of HTML in document order."""

    def __init__(self, image_url: ImageAddress, top: int, words: Words, passages: Passages, around: Around) -> None:
        self.out: list[str] = []
        self._image_url, self._top, self._words, self._around = image_url, top, words, around
        self._passages = passages
        self._outline = Outline()
        self._notes: list[list[Node]] = []
        self._ids: set[str] = set()
        self._depth = 0
        self._writers: dict[str, Callable[[Node], None]] = {
            "paragraph": self._paragraph,
            "heading": self._heading,
            "bulletList": lambda node: self._wrap("ul", node),
            "orderedList": self._ordered_list,
            "taskList": lambda node: self._wrap("ul", node, ' class="tasks"'),
            "listItem": lambda node: self._wrap("li", node),
            "taskItem": self._task,
            "blockquote": lambda node: self._wrap("blockquote", node),
            "callout": self._callout,
            "codeBlock": self._code,
            "table": self._table,
            "figure": self._figure,
            "horizontalRule": lambda node: self.out.append(f"<hr{self._id(node)}>"),
            "pageBreak": lambda node: self.out.append('<div class="page-break"></div>'),
            "details": lambda node: self._wrap("details", node),
            "detailsSummary": self._summary,
        }

    def blocks(self, nodes: list[Node]) -> None:
        self._depth += 1
        for inline, group in groupby(nodes, is_inline):
            if inline:
                self._text("p", list(group))
                continue
            for node in group:
                change = CHANGES.get(change_of(node)) if kind(node) in _WORDLESS else None
                self.out.append(opening(change, self._words))
                if self._depth > _DEEPEST:
                    self._flatten(node)
                else:
                    self._writers.get(kind(node), self._container)(node)
                    self.out.append(self._numbers([node]))
                self.out.append(closing(change))
        self._depth -= 1

    def notes(self) -> None:
        """The notes, after the text, each with a way back."""
        if not self._notes:
            return
        title = f"h{min(self._top, 6)}"
        self.out.append(f'<section class="notes"><{title}>{escape(self._words.notes)}</{title}><ol>')
        for number, nodes in enumerate(self._notes, 1):
            self.out.append(f'<li id="note-{number}">')
            self._inline(nodes)
            self.out.append(
                f' <a href="#note-ref-{number}" aria-label="{escape(self._words.back)} ({number})">↩</a></li>'
            )
        self.out.append("</ol></section>")

    def _id(self, node: Node) -> str:
        """Of several blocks with one id, the first owns it."""
        name = label(node, "id")
        if not _ID.fullmatch(name) or name in self._ids:
            return ""
        self._ids.add(name)
        return f' id="{name}"'

    def _wrap(self, tag: str, node: Node, more: str = "", before: str = "") -> None:
        self.out.append(f"<{tag}{self._id(node)}{more}>{before}")
        self.blocks(children(node))
        self.out.append(f"</{tag}>")

    def _text(self, tag: str, nodes: list[Node], identity: str = "") -> None:
        if not is_blank(nodes):
            self.out.append(f"<{tag}{identity}>")
            self._inline(nodes)
            self.out.append(f"</{tag}>")

    def _paragraph(self, node: Node) -> None:
        self._text("p", children(node), "" if is_blank(children(node)) else self._id(node))

    def _heading(self, node: Node) -> None:
        if not is_title(node):
            self._paragraph(node)
            return
        level = self._outline.close_up(whole(attr(node, "level"), 1, 1, 6)) + self._top - 1
        self._text(f"h{min(level, 6)}", children(node), self._id(node))

    def _ordered_list(self, node: Node) -> None:
        start = whole(attr(node, "start"), 1, 0, 2**31 - 1)
        self._wrap("ol", node, f' start="{start}"' if start != 1 else "")

    def _task(self, node: Node) -> None:
        done = attr(node, "checked") is True
        state = f'{" checked" if done else ""} aria-label="{escape(self._words.done if done else self._words.to_do)}"'
        self._wrap("li", node, before=f'<input type="checkbox" disabled{state}>')

    def _callout(self, node: Node) -> None:
        name = attr(node, "kind") if attr(node, "kind") in CALLOUT_KINDS else "info"
        title = f'<p class="callout-kind">{escape(self._words.of_callout(name))}</p>'
        self._wrap("aside", node, f' class="callout callout-{name}" role="note"', title)

    def _code(self, node: Node) -> None:
        text = "".join(self._around(found, escape(clean(found.get("text")))) for found in walk(node) if "text" in found)
        name = attr(node, "language")
        known = f' class="language-{name}"' if isinstance(name, str) and _PROGRAMMING_LANGUAGE.fullmatch(name) else ""
        self.out.append(f'<pre{self._id(node)} tabindex="0"><code{known}>{text}</code></pre>')
        self.out.append(self._numbers(children(node)))

    def _summary(self, node: Node) -> None:
        self.out.append("<summary>")
        self._inline(children(node))
        self.out.append("</summary>")

    def _figure(self, node: Node) -> None:
        caption, image = children(node), attachment(node)
        about = label(node, "alt") or text_of(caption)
        self.out.append(f"<figure{self._id(node)}>")
        if image:
            alt = "" if attr(node, "decorative") is True else about or self._words.undescribed
            percent = attr(node, "width")
            width = f' width="{whole(percent, 100, 10, 100)}%"' if percent is not None else ""
            self.out.append(f'<img src="{escape(self._image_url(image))}" alt="{escape(alt)}"{width} loading="lazy">')
        elif about:
            self.out.append(f"<p>{escape(self._words.missing.replace('%s', about))}</p>")
        self._text("figcaption", caption)
        self.out.append("</figure>")

    def _table(self, node: Node) -> None:
        grid = lay_out(node)
        if not grid.rows:
            return
        self.out.append(f"<table{self._id(node)}>{_columns(grid)}")
        headings = grid.heading_rows()
        crossed = headings < len(grid.rows) and any(not slot.first for slot in grid.rows[headings])
        head = 0 if crossed else headings  # a merged cell cannot leave the head for the body
        for tag, rows in (("thead", grid.rows[:head]), ("tbody", grid.rows[head:])):
            self.out.append(f"<{tag}>" if rows else "")
            for number, row in enumerate(rows, head if tag == "tbody" else 0):
                self.out.append("<tr>")
                for slot in row:
                    self._cell(slot, "col" if number < headings else "row")
                self.out.append("</tr>")
            self.out.append(f"</{tag}>" if rows else "")
        self.out.append("</table>")

    def _cell(self, slot: Slot, scope: str) -> None:
        cell = slot.cell
        if cell is None:
            self.out.append("<td></td>")
        elif slot.first:
            tag = "th" if cell.heading else "td"
            spans = f' colspan="{cell.width}"' if cell.width > 1 else ""
            spans += f' rowspan="{cell.height}"' if cell.height > 1 else ""
            spans += f' scope="{scope}"' if cell.heading else ""
            self.out.append(f"<{tag}{spans}>")
            self.blocks(cell.blocks)
            self.out.append(f"</{tag}>")

    def _container(self, node: Node) -> None:
        """What has no tag of its own: the content of details, rows and cells out of place, unknown kinds."""
        self.blocks(children(node))

    def _flatten(self, node: Node) -> None:
        for found in walk(node):
            words = [child for child in children(found) if is_inline(child)]
            if words and not is_inline(found):
                self._text("p", words)

    def _inline(self, nodes: list[Node]) -> None:
        for href, group in groupby(nodes, link_of):
            members = list(group)
            if is_safe_link(href) and text_of(members):
                address = str(href).strip()
                away = ' rel="noopener noreferrer"' if address.lower().startswith("http") else ""
                self.out.append(f'<a href="{escape(clean(address))}"{away}>')
                self._pieces(members)
                self.out.append("</a>")
                self.out.append(self._numbers(members))  # a link holds no other
            else:
                self._pieces(members, numbered=True)

    def _numbers(self, nodes: list[Node]) -> str:
        return self._passages.numbers_after(nodes, self._words.comment)

    def _pieces(self, nodes: list[Node], *, numbered: bool = False) -> None:
        for change, group in groupby(nodes, change_of):
            tag = CHANGES.get(change)
            self.out.append(opening(tag, self._words))
            for node in group:
                self._piece(node, numbered=numbered)
            self.out.append(closing(tag))

    def _piece(self, node: Node, *, numbered: bool) -> None:
        name = kind(node)
        if name == "footnote":
            self._notes.append([child for child in children(node) if kind(child) != "footnote"])
            number = len(self._notes)
            link = f'id="note-ref-{number}" href="#note-{number}"'
            spoken = escape(self._words.note.replace("%s", str(number)))
            self.out.append(f'<sup class="note"><a {link} aria-label="{spoken}">{number}</a></sup>')
        elif name in ("mention", "citation"):
            self.out.append(f'<span class="{name}">{escape(visible(node))}</span>')
        elif name == "hardBreak":
            self.out.append("<br>")
        else:
            self.out.append(self._passages.drawn(node, self._around(node, marked(node))))
            self.out.append(self._numbers([node]) if numbered else "")


def _as_it_is(_node: Node, html: str) -> str:
    return html


def _columns(grid: Grid) -> str:
    """Widths as `<col width>`: our content security policy allows no style attribute."""
    known = grid.set_widths()
    if not known:
        return ""
    widths = (f' width="{known[column]}"' if column in known else "" for column in range(grid.columns))
    return f"<colgroup>{''.join(f'<col{width}>' for width in widths)}</colgroup>"
