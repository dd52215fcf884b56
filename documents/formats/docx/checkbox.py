"""The box of a task: a content control that Word lets people tick."""

from lxml import etree

from documents.formats.docx.markup import NAMESPACES, Element, sub

_W14 = f"{{{NAMESPACES['w14']}}}"
_FONT = "MS Gothic"
_TICKED, _EMPTY = "☒", "☐"


def put_checkbox(paragraph: Element, number: int, *, checked: bool) -> None:
    """The box and the tab after it; `number` is unique in the document."""
    control = sub(paragraph, "sdt")
    properties = sub(control, "sdtPr")
    sub(properties, "id", val=number)
    box = etree.SubElement(properties, f"{_W14}checkbox")
    etree.SubElement(box, f"{_W14}checked", {f"{_W14}val": str(int(checked))})
    for state, sign in (("checkedState", _TICKED), ("uncheckedState", _EMPTY)):
        etree.SubElement(box, f"{_W14}{state}", {f"{_W14}val": f"{ord(sign):04X}", f"{_W14}font": _FONT})
    run = sub(sub(control, "sdtContent"), "r")
    sub(sub(run, "rPr"), "rFonts", hint="eastAsia", ascii=_FONT, hAnsi=_FONT, eastAsia=_FONT)
    sub(run, "t").text = _TICKED if checked else _EMPTY
    sub(sub(paragraph, "r"), "tab")
