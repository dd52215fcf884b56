"""A text of a page or two in which every style stands once, so that one sees what a template makes of it."""

import io
from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw

from documents.formats import docx
from documents.formats.nodes import Node
from documents.formats.words import words_for

_PICTURE = "00000000-0000-4000-8000-000000000001"  # of no attachment


def sample_file(name: str, house: bytes, *, owner: str) -> bytes:
    """A .docx in the language of the person who asks."""
    info = docx.DocumentInfo(
        title=name,
        authors=(owner,),
        organisation=owner,
        modified=_today(),
        language=get_language() or "fr",
    )
    layout = docx.Layout(contents=True)
    made = docx.write(
        sample(), info, _picture, words_for(), layout=layout, count_pages=lambda _content: {}, house=house
    )
    return made.content


def _today() -> datetime:
    return timezone.localtime()


def _picture(key: str) -> tuple[bytes, str] | None:
    """A drawing of three bars."""
    if key != _PICTURE:
        return None
    image = Image.new("RGB", (600, 200), "#f3f3f1")
    pen = ImageDraw.Draw(image)
    for at, (height, color) in enumerate(((60, "#5b625d"), (110, "#bfc7c4"), (150, "#5b625d"))):
        pen.rectangle((80 + 170 * at, 180 - height, 180 + 170 * at, 180), fill=color)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue(), "image/png"


def sample() -> Node:
    return {"type": "doc", "content": [*_beginning(), *_lists(), *_boxes(), *_table_and_picture()]}


def _beginning() -> list[Node]:
    linked = {"type": "link", "attrs": {"href": "https://example.org/"}}
    note = _node("footnote", _text(_("A note stands at the foot of the page.")))
    return [
        _heading(1, _("A heading of the first level")),
        _paragraph(
            _text(_("A paragraph as most are, with words in ")),
            _text(_("bold"), {"type": "bold"}),
            _text(_(", in ")),
            _text(_("italics"), {"type": "italic"}),
            _text(_(" and ")),
            _text(_("a link"), linked),
            _text("."),
            note,
        ),
        _heading(2, _("A heading of the second level")),
        _paragraph(
            _text(_("It is long enough to see how lines are set: words go on until the edge, and then go on below."))
        ),
        _heading(3, _("A heading of the third level")),
    ]


def _lists() -> list[Node]:
    inside = _node("bulletList", _item(_("An item below it")))
    numbers = _node("orderedList", _item(_("First, then")), _item(_("second")))
    task = _node("taskItem", _paragraph(_text(_("Something that is done"))), checked=True)
    return [
        _node("bulletList", _item(_("An item of a list"), inside), _item(_("Another"))),
        numbers,
        _node("taskList", task),
    ]


def _boxes() -> list[Node]:
    code = _node("codeBlock", _text("SELECT nom FROM communes;"))
    words = _("What one should know stands in a box.")
    return [
        _node("blockquote", _paragraph(_text(_("What somebody said stands like this.")))),
        *(_node("callout", _paragraph(_text(words)), kind=kind) for kind in ("info", "warning", "decision", "example")),
        code,
    ]


def _table_and_picture() -> list[Node]:
    def row(kind: str, *cells: str) -> Node:
        return _node("tableRow", *(_node(kind, _paragraph(_text(cell))) for cell in cells))

    table = _node(
        "table",
        row("tableHeader", _("Theme"), _("Opinions"), _("What follows")),
        row("tableCell", _("Schools"), "128", _("Kept")),
        row("tableCell", _("Roads"), "64", _("To be looked at again")),
    )
    figure = _node("figure", _text(_("The caption of a picture")), image=_PICTURE, alt=_("Three bars"), width=60)
    return [table, figure, {"type": "horizontalRule"}, _paragraph(_text(_("The last words of the sample.")))]


def _node(name: str, /, *content: Node, **attrs: object) -> Node:
    return {"type": name, "attrs": attrs, "content": list(content)}


def _text(words: str, *marks: Node) -> Node:
    return {"type": "text", "text": words, "marks": list(marks)}


def _paragraph(*content: Node) -> Node:
    return _node("paragraph", *content)


def _heading(level: int, words: str) -> Node:
    return _node("heading", _text(words), level=level)


def _item(words: str, *more: Node) -> Node:
    return _node("listItem", _paragraph(_text(words)), *more)
