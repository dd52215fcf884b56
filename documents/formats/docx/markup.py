"""Making WordprocessingML elements: namespaces, short builders, runs of text, fields."""

from typing import Any, TypeAlias

from lxml import etree

Element: TypeAlias = Any  # lxml publishes no types

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
}
DECLARATIONS = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items() if prefix != "adec")
W = f"{{{NAMESPACES['w']}}}"
R = f"{{{NAMESPACES['r']}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def sub(parent: Element, tag: str, **attributes: object) -> Element:
    """A new last child in the `w` namespace, its attributes too."""
    return etree.SubElement(parent, W + tag, {W + name: str(value) for name, value in attributes.items()})


def fragment(xml: str) -> Element:
    """An element from its XML, the usual prefixes known; for constant markup, never for people's words."""
    return etree.fromstring(f"<x {DECLARATIONS}>{xml}</x>")[0]


def put_text(run: Element, text: str) -> None:
    """Cleaned text in a run: tabs and line feeds become their own elements, or Word shows them as spaces."""
    for number, line in enumerate(text.split("\n")):
        if number:
            sub(run, "br")
        for index, piece in enumerate(line.split("\t")):
            if index:
                sub(run, "tab")
            if piece:
                element = sub(run, "t")
                element.text = piece
                if piece[0].isspace() or piece[-1].isspace() or "  " in piece:
                    element.set(_SPACE, "preserve")


def put_run(parent: Element, text: str, style: str = "") -> Element:
    run = sub(parent, "r")
    if style:
        sub(sub(run, "rPr"), "rStyle", val=style)
    put_text(run, text)
    return run


def put_field(parent: Element, instruction: str, result: str) -> Element:
    """A field; what is given back is the run of the result that shows until Word computes it anew."""
    begin_field(parent, instruction)
    shown = put_run(parent, result)
    end_field(parent)
    return shown


def begin_field(parent: Element, instruction: str) -> None:
    """What follows, up to `end_field`, is its result: it may take several paragraphs."""
    sub(sub(parent, "r"), "fldChar", fldCharType="begin")
    element = sub(sub(parent, "r"), "instrText")
    element.text = f" {instruction} "
    element.set(_SPACE, "preserve")
    sub(sub(parent, "r"), "fldChar", fldCharType="separate")


def end_field(parent: Element) -> None:
    sub(sub(parent, "r"), "fldChar", fldCharType="end")
