"""A text as one HTML file that stands alone: pictures inside, its own small style, nothing fetched, no script."""

from base64 import b64encode
from html import escape

from documents.formats.contents import contents
from documents.formats.docx.model import DocumentInfo
from documents.formats.html.page_style import STYLE
from documents.formats.html.writer import write
from documents.formats.nodes import Node, clean, language
from documents.formats.outside import ImageSource, taken_outside
from documents.formats.words import Words

# Opened from a disk or put on some site, it asks nobody for anything.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def write_page(
    tree: Node, info: DocumentInfo, images: ImageSource, words: Words, *, edited: str
) -> tuple[str, list[str]]:
    """The page, and what could not be taken along; `edited` is the sentence that says of when the text is."""
    outside = taken_outside(tree, images, info.address, words)
    headings = contents(outside.tree)  # gives headings the anchors that the text is then written with

    def image(key: str) -> str:
        data, kind = outside.images[key]
        return f"data:{kind};base64,{b64encode(data).decode()}"

    title = escape(clean(info.title) or words.untitled)
    nav = "".join(
        f'<li class="depth-{heading.depth}"><a href="#{heading.anchor}">{escape(heading.text)}</a></li>'
        for heading in headings
    )
    spoken = escape(words.contents)
    page = (
        f'<!doctype html>\n<html lang="{language(info.language) or "fr"}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{title}</title>\n{_authors(info)}<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        f"{_byline(info, edited)}"
        + (f'<nav aria-label="{spoken}"><p>{spoken}</p><ul>{nav}</ul></nav>\n' if headings else "")
        + f"{write(outside.tree, image, words=words)}\n</main>\n</body>\n</html>\n"
    )
    return page, outside.left_out


def _authors(info: DocumentInfo) -> str:
    names = escape(clean(", ".join(info.authors)))
    return f'<meta name="author" content="{names}">\n' if names else ""


def _byline(info: DocumentInfo, edited: str) -> str:
    lines = [info.organisation, info.signature or ", ".join(info.authors), edited]
    return f'<p class="byline">{"<br>".join(escape(clean(line)) for line in lines if line)}</p>\n'
