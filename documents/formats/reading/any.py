"""A file of any kind we read: Word, Markdown, HTML."""

from typing import Any

from documents.formats.nodes import Node, attr, children, is_title, kind, text_of, walk
from documents.formats.reading import docx
from documents.formats.reading.found import Found
from documents.formats.reading.package import TooLong
from documents.formats.reading.shape import sound_shape


def read(kind: str, data: bytes) -> dict[str, Any]:
    """`returned` is a Word file that comes back into its document. Raises `package.Unreadable`, and for a template
    `adopting.template.NoStyles`."""
    if kind == "template":
        from documents.formats.adopting.template import adopt

        return adopt(data)
    if kind in ("docx", "returned"):
        return docx.read(data, returned=kind == "returned")
    return _plain(kind, data)


def _plain(name: str, data: bytes) -> dict[str, Any]:
    words = _decoded(data)
    if name == "markdown":
        from documents.formats import markdown

        tree = markdown.read(words)
    else:
        from documents.formats import html

        tree = html.read(words)
    if sum(1 for node in walk(tree) if kind(node) in ("paragraph", "heading")) > docx.MOST_PARAGRAPHS:
        raise TooLong
    found = Found()
    tree, title = _titled(sound_shape(tree, found))
    return {"tree": tree, "title": title, "titled": bool(title), "told": found.as_json(), "language": "", "ours": False}


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _titled(tree: Node) -> tuple[Node, str]:
    """A first heading, alone of its level, is the name of the whole."""
    blocks = children(tree)
    highest = [one for one in blocks if kind(one) == "heading" and attr(one, "level") == 1]
    if len(highest) != 1 or highest[0] is not blocks[0] or not is_title(highest[0]):
        return tree, ""
    return {**tree, "content": blocks[1:] or [{"type": "paragraph"}]}, text_of(highest)
