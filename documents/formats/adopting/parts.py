"""The package of a template: our own empty document, whose styles, numbering, theme, page and margins are the template's."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from documents.formats.adopting.margins import Margin
from documents.formats.docx.markup import fragment
from documents.formats.docx.template import template
from documents.formats.reading.markup import Element, W, child, is_on, number

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OURS = ("header1", "header2", "footer1", "footer2")  # those of our own template
_PICTURES = {"png": "image/png", "jpeg": "image/jpeg"}


@dataclass(frozen=True)
class Parts:
    """What was made of a file; `settings` alone is the file's own, of which a few words are understood."""

    document: Element
    styles: Element
    numbering: Element
    theme: Element
    settings: Element | None
    margins: Mapping[tuple[str, str], Margin]
    pictures: Mapping[str, bytes]


def put_together(given: Parts) -> bytes:
    """A .docx. No part of the file itself is in it, under whatever name."""
    with zipfile.ZipFile(io.BytesIO(template())) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for name in _OURS:
        del files[f"word/{name}.xml"]
    made = {name: getattr(given, name) for name in ("document", "styles", "numbering", "theme")}
    made["settings"] = _settings(etree.fromstring(files["word/settings.xml"]), given.settings)
    made["fontTable"] = etree.fromstring(f'<w:fonts xmlns:w="{W[1:-1]}"/>')
    related = [(f"rId{key[0]}{key[1]}", key[0], f"{key[0]}{place(key[1])}.xml") for key in given.margins]
    for key, margin in given.margins.items():
        name = f"{key[0]}{place(key[1])}"
        made[name] = margin.root
        files |= {f"word/{picture}": given.pictures[picture] for picture in margin.pictures.values()}
        if margin.pictures:
            pictures = [(relation, "image", picture) for relation, picture in margin.pictures.items()]
            files[f"word/_rels/{name}.xml.rels"] = _relations(pictures)
    parts = [(f"rId{number}", name, f"{name}.xml") for number, name in enumerate(_RELATED, 1)]
    files["word/_rels/document.xml.rels"] = _relations([*parts, *related])
    files["[Content_Types].xml"] = _types(files["[Content_Types].xml"], [target[:-4] for _id, _kind, target in related])
    files |= {f"word/{name}.xml": _written(root) for name, root in made.items()}
    return _packed(files)


_RELATED = ("styles", "numbering", "settings", "fontTable", "footnotes", "theme")


def place(name: str) -> str:
    """Numbers, as Word names such parts."""
    return {"default": "1", "first": "2", "even": "3"}[name]


def _settings(ours: Element, theirs: Element | None) -> Element:
    """Of theirs what the page needs: facing pages, other margins at even ones, words cut at the end of lines."""
    before: Any = child(ours, "defaultTabStop")
    for name in ("mirrorMargins", "gutterAtTop"):
        if is_on(theirs, name):
            before.addprevious(fragment(f"<w:{name}/>"))
    stop = child(theirs, "defaultTabStop")
    width = number(stop.get(f"{W}val")) if stop is not None else 0
    if 100 <= width <= 5_000:
        before.set(f"{W}val", str(width))
    hyphens: Any = child(ours, "hyphenationZone")
    if is_on(theirs, "autoHyphenation"):
        hyphens.addprevious(fragment("<w:autoHyphenation/>"))
    if is_on(theirs, "evenAndOddHeaders"):
        hyphens.addnext(fragment("<w:evenAndOddHeaders/>"))
    compat: Any = child(ours, "compat")
    compat.insert(0, fragment("<w:doNotExpandShiftReturn/>"))  # a line that somebody ended is not drawn out to the edge
    return ours


def _types(ours: bytes, margins: list[str]) -> bytes:
    root = etree.fromstring(ours)
    for one in list(root):
        if (one.get("PartName") or "").endswith(tuple(f"/{name}.xml" for name in _OURS)):
            root.remove(one)
    for extension, kind in _PICTURES.items():
        root.insert(0, root.makeelement(f"{_TYPES}Default", {"Extension": extension, "ContentType": kind}))
    for name in margins:
        kind = f"{_WORD}.{name[:6]}+xml"
        root.append(root.makeelement(f"{_TYPES}Override", {"PartName": f"/word/{name}.xml", "ContentType": kind}))
    return _written(root)


def _relations(listed: list[tuple[str, str, str]]) -> bytes:
    root = etree.Element(f"{{{_PACKAGE}}}Relationships", nsmap={None: _PACKAGE})
    for key, kind, target in listed:
        etree.SubElement(root, f"{{{_PACKAGE}}}Relationship", Id=key, Type=f"{_OFFICE}/{kind}", Target=target)
    return _written(root)


def _written(root: Element) -> bytes:
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w", "r", "mc", "w14", "wps", "wpg", "wp", "a", "pic"])
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _packed(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()
