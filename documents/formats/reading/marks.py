"""The marks that the properties of a run mean."""

from documents.formats.nodes import Node, clean, language
from documents.formats.reading.markup import Element, W, child, is_on, value
from documents.formats.reading.styles import Styles
from documents.schema import MARKS, is_safe_link

ORDER = {name: at for at, name in enumerate(MARKS)}
_MONO = "Courier New"  # how our own files say that a link is code


class Marks:
    """`ours`: Tablée wrote the file. `spoken`: nobody has saved it since, so every language said is one that people said."""

    def __init__(self, styles: Styles, *, ours: bool, spoken: bool) -> None:
        self._styles, self._ours, self._spoken = styles, ours, spoken
        self.dropped: list[str] = []  # addresses that may not be links

    def of(self, properties: Element | None, href: str) -> list[Node]:
        if properties is None and not href:
            return []
        style = self._styles.of(value(properties, "rStyle"))
        if style.mark == "callout title":
            return [{"type": "callout title"}]
        found: dict[str, Node] = {}
        linked = bool(href) or style.mark == "link"
        names = {*style.switches, *([style.mark] if style.mark in MARKS and style.mark != "link" else [])}
        for name, tags in (("bold", ("b",)), ("italic", ("i",)), ("strike", ("strike", "dstrike"))):
            said = [is_on(properties, tag) for tag in tags]
            if any(said):
                names.add(name)
            elif False in said:
                names.discard(name)
        names |= self._drawn(properties, linked=linked)
        for name in names:
            found[name] = {"type": name}
        if href and is_safe_link(href):
            found["link"] = {"type": "link", "attrs": {"href": clean(href).strip()}}
        elif href:
            self.dropped.append(href)
        if spoken := self._language(properties):
            found["textLanguage"] = {"type": "textLanguage", "attrs": {"lang": spoken}}
        return sorted(found.values(), key=lambda mark: ORDER[mark["type"]])

    def _drawn(self, properties: Element | None, *, linked: bool) -> set[str]:
        names = set()
        if value(properties, "u") not in ("", "none") and not (linked and not self._ours):
            names.add("underline")
        if value(properties, "highlight") not in ("", "none"):
            names.add("highlight")
        if value(properties, "vertAlign") in ("superscript", "subscript"):
            names.add(value(properties, "vertAlign"))
        fonts = child(properties, "rFonts")
        if linked and fonts is not None and self._ours and fonts.get(f"{W}ascii") == _MONO:
            names.add("code")
        return names

    def _language(self, properties: Element | None) -> str:
        """Word says a language at every turn: of another one than the text's alone is it worth telling."""
        said = language(value(properties, "lang"))
        own = self._styles.language.partition("-")[0].lower()
        foreign = said.partition("-")[0].lower() not in ("", own, "x")
        return said if said and (self._spoken or (own and foreign)) else ""
