"""A text with its marks as HTML, and what stands around words that were added or taken out."""

from html import escape

from documents.formats.nodes import Node, change_of, children, clean, language, marks, text_of
from documents.formats.words import Words

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
CHANGES = {"added": "ins", "removed": "del"}


def opening(tag: str | None, words: Words) -> str:
    """Few screen readers say `ins` and `del`: words that only they read do."""
    if tag is None:
        return ""
    said = words.added if tag == "ins" else words.removed
    return f'<{tag}><span class="visually-hidden">[{escape(said)} </span>'


def closing(tag: str | None) -> str:
    return f'<span class="visually-hidden">]</span></{tag}>' if tag else ""


def marked(node: Node) -> str:
    """A text with its marks; for any other kind, all the text there is in it."""
    text = clean(node.get("text")) if "text" in node else ""
    text += text_of(children(node))
    html = escape(text).replace("\n", "<br>")
    found = marks(node)
    for mark in reversed(_TAGS):
        if mark in found:
            html = f"<{_TAGS[mark]}>{html}</{_TAGS[mark]}>"
    if change_of(node) == "restyled":
        html = f'<span class="restyled">{html}</span>'
    tag = language(found.get("textLanguage", {}).get("lang"))
    return f'<span lang="{tag}">{html}</span>' if tag else html
