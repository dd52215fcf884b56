"""The styles of a template under the ids that our writer uses, and those of ours that it lacks."""

from dataclasses import dataclass, field

from lxml import etree

from documents.formats.adopting.markup import inside, named, properties, root
from documents.formats.adopting.names import DEFAULTS, OURS, fold, names_of
from documents.formats.docx.markup import sub
from documents.formats.docx.styles import Style
from documents.formats.reading.markup import Element, W, child, value

MOST = 1_000  # styles of one file: Word's own templates have some four hundred
_KINDS = frozenset(DEFAULTS)
_REFERENCES = ("basedOn", "next", "link")
_POINTING = tuple(f"{W}{name}" for name in ("pStyle", "rStyle", "tblStyle"))
_OWN_LANGUAGE = f".//{W}lang"


@dataclass
class Styles:
    """`part` is being made; `ids` says what an id of the file became; `found` and `added` are ours, by name."""

    part: Element
    ids: dict[str, str] = field(default_factory=dict)
    by_id: dict[str, Element] = field(default_factory=dict)
    found: list[tuple[str, str]] = field(default_factory=list)  # our name, the id in the file
    added: list[str] = field(default_factory=list)

    def repoint(self, element: Element) -> None:
        """References to styles within it, after the new ids; those to nothing fall."""
        for one in list(element.iter(*_POINTING)):
            known = self.ids.get(one.get(f"{W}val") or "")
            if known is None:
                one.getparent().remove(one)
            else:
                one.set(f"{W}val", known)


def take(file: Element) -> Styles:
    """Every style of the file that can be understood, ours under our ids; nothing is added yet."""
    made = Styles(root("styles"))
    made.part.append(_defaults(file))
    before = _readable(file)
    meant = _ours_in(before)
    taken = set(OURS)
    for key in before:
        made.ids[key] = meant[key] if key in meant else _free_id(key, taken)
        taken.add(made.ids[key])
    for key, element in before.items():
        passed = _passed(element, made.ids[key])
        if key in meant:
            _become(passed, OURS[meant[key]])
            made.found.append((OURS[meant[key]].name, key))
        made.by_id[made.ids[key]] = passed
        made.part.append(passed)
    for passed in made.by_id.values():
        _mend_references(passed, made)
    _break_circles(made)
    return made


def _readable(file: Element) -> dict[str, Element]:
    """By id: of two with one id, or one name and kind, the first."""
    found: dict[str, Element] = {}
    names: set[tuple[str, str]] = set()
    for element in named(file, "style"):
        key, kind, name = (
            element.get(f"{W}styleId") or "",
            element.get(f"{W}type") or "paragraph",
            value(element, "name"),
        )
        if not key or len(key) > 250 or kind not in _KINDS or not name.strip() or (kind, fold(name)) in names:
            continue
        if key not in found and len(found) < MOST:
            found[key] = element
            names.add((kind, fold(name)))
    return found


def _ours_in(styles: dict[str, Element]) -> dict[str, str]:
    """Which style of the file is one of ours: by name and kind, or as the default of its kind."""
    named_so = {(_kind(one), fold(value(one, "name"))): key for key, one in reversed(styles.items())}
    standard = {_kind(one): key for key, one in reversed(styles.items()) if _is_on(one.get(f"{W}default"))}
    meant: dict[str, str] = {}
    for id, style in OURS.items():
        by_default = [standard[style.kind]] if id == DEFAULTS[style.kind] and style.kind in standard else []
        by_name = [named_so[style.kind, name] for name in names_of(style) if (style.kind, name) in named_so]
        for key in [*by_default, *by_name][:1]:
            meant.setdefault(key, id)
    return meant


def _kind(style: Element) -> str:
    return style.get(f"{W}type") or "paragraph"


def _is_on(word: str | None) -> bool:
    return word in ("1", "true", "on")


def _free_id(key: str, taken: set[str]) -> str:
    made, number = key, 1
    while made in taken:
        number += 1
        made = f"{key}-{number}"
    return made


def _passed(element: Element, id: str) -> Element:
    made = properties(element, "style")
    if made is None:  # a style has a name at least: `_readable` saw to it
        made = etree.Element(f"{W}style")
    kind = _kind(element)
    made.attrib.clear()
    made.set(f"{W}type", kind)
    if id == DEFAULTS[kind]:
        made.set(f"{W}default", "1")
    if _is_on(element.get(f"{W}customStyle")):
        made.set(f"{W}customStyle", "1")
    made.set(f"{W}styleId", id)
    own = [*made.iterfind(_OWN_LANGUAGE), *made.iterfind(f"{W}pPr/{W}rPr"), *made.iterfind(f"{W}pPr/{W}pStyle")]
    for one in own:  # the document says its own language; the rest means nothing in a style
        one.getparent().remove(one)
    return made


def _become(style: Element, ours: Style) -> None:
    """Under the name that Word knows: a "Titre 1" of another program is a heading in Word's own eyes too."""
    inside(style, "name").set(f"{W}val", ours.name)
    if not ours.custom:
        style.attrib.pop(f"{W}customStyle", None)


def _mend_references(style: Element, made: Styles) -> None:
    kind = _kind(style)
    for name in _REFERENCES:
        reference = child(style, name)
        if reference is None:
            continue
        known = made.ids.get(reference.get(f"{W}val") or "")
        other = made.by_id.get(known or "")
        wanted = kind if name != "link" else {"paragraph": "character", "character": "paragraph"}.get(kind, "")
        if other is None or _kind(other) != wanted or (name == "basedOn" and other is style):
            style.remove(reference)
        else:
            reference.set(f"{W}val", str(known))
    for properties_of in list(style):
        made.repoint(properties_of)


def _break_circles(made: Styles) -> None:
    """A style that is based on itself in the end is based on nothing. Word shows ten generations; so may we."""
    for style in made.by_id.values():
        met, one = {id(style)}, style
        while (base := child(one, "basedOn")) is not None:
            one = made.by_id[base.get(f"{W}val")]
            if id(one) in met:
                style.remove(child(style, "basedOn"))
                break
            met.add(id(one))


def _defaults(file: Element) -> Element:
    """The document's defaults, which say a language: the writer fills it in."""
    made = etree.Element(f"{W}docDefaults")
    run = properties(found) if (found := child(file, "docDefaults", "rPrDefault", "rPr")) is not None else None
    if run is None:
        run = etree.Element(f"{W}rPr")
    for language in run.findall(f"{W}lang"):
        run.remove(language)
    sub(run, "lang", val="fr-FR", eastAsia="fr-FR", bidi="ar-SA")
    sub(made, "rPrDefault").append(run)
    paragraph = child(file, "docDefaults", "pPrDefault", "pPr")
    passed = properties(paragraph) if paragraph is not None else None
    if passed is not None:
        sub(made, "pPrDefault").append(passed)
    return made
