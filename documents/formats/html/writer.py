"""Safe semantic HTML of a node tree, for the reading page: everything escaped, no inline style, no script."""

import re
from collections.abc import Callable
from html import escape
from itertools import groupby

from documents.formats.grid import Grid, Slot, lay_out
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
    language,
    link_of,
    marks,
    text_of,
    visible,
    walk,
    whole,
)
from documents.formats.words import Words, words_for
from documents.schema import CALLOUT_KINDS, is_safe_link

ImageAddress = Callable[[str], str]  # attachment id -> address

_DEEPEST = 60  # blocks within blocks; beyond, the text is kept and the layout is not
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_PROGRAMMING_LANGUAGE = re.compile(r"[A-Za-z0-9+#._-]{1,30}")
_TAGS = {
    "bold": "strong",
    "italic": "em",
    "underline": "u",
    "strike": "s",
    "highlight": "mark",
    "superscript": "sup",
    "subscript": "sub",
    "code": "code",
}


def write(tree: Node, image_url: ImageAddress, top: int = 2, words: Words | None = None) -> str:
    """The document's own headings start at level `top`, below the title of the page."""
    writer = _Writer(image_url, top, words or words_for())
    writer.blocks(children(tree))
    writer.notes()
    return "".join(writer.out)


class _Writer:
    """Collects pieces of HTML in document order."""

    def __init__(self, image_url: ImageAddress, top: int, words: Words) -> None:
        self.out: list[str] = []
        self._image_url, self._top, self._words = image_url, top, words
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
                if self._depth > _DEEPEST:
                    self._flatten(node)
                else:
                    self._writers.get(kind(node), self._container)(node)
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
        text = "".join(clean(found.get("text")) for found in walk(node))
        name = attr(node, "language")
        known = f' class="language-{name}"' if isinstance(name, str) and _PROGRAMMING_LANGUAGE.fullmatch(name) else ""
        self.out.append(f'<pre{self._id(node)} tabindex="0"><code{known}>{escape(text)}</code></pre>')

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
            else:
                self._pieces(members)

    def _pieces(self, nodes: list[Node]) -> None:
        for node in nodes:
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
                self.out.append(_marked(node))


def _marked(node: Node) -> str:
    """A text with its marks; for any other kind, all the text there is in it."""
    text = clean(node.get("text")) if "text" in node else ""
    text += text_of(children(node))
    html = escape(text).replace("\n", "<br>")
    found = marks(node)
    for mark in reversed(_TAGS):
        if mark in found:
            html = f"<{_TAGS[mark]}>{html}</{_TAGS[mark]}>"
    tag = language(found.get("textLanguage", {}).get("lang"))
    return f'<span lang="{tag}">{html}</span>' if tag else html


def _columns(grid: Grid) -> str:
    """Widths as `<col width>`: our content security policy allows no style attribute."""
    known = grid.set_widths()
    if not known:
        return ""
    widths = (f' width="{known[column]}"' if column in known else "" for column in range(grid.columns))
    return f"<colgroup>{''.join(f'<col{width}>' for width in widths)}</colgroup>"
