"""Node trees for tests: a document that uses the whole content model, and strategies for random ones, good and bad."""

import io
from typing import Any

from hypothesis import strategies as st
from PIL import Image

from documents.schema import NODES

Node = dict[str, Any]
PLAN, PHOTO, SKY, LOST = (f"00000000-0000-4000-8000-00000000000{number}" for number in range(4))  # attachments


def text(words: str, *marks: str | Node) -> Node:
    listed = [{"type": mark} if isinstance(mark, str) else mark for mark in marks]
    return {"type": "text", "text": words, **({"marks": listed} if listed else {})}


def node(kind: str, /, *content: Node | str, **attrs: Any) -> Node:
    """`node("heading", "Title", level=2)`; plain strings become text."""
    made: Node = {"type": kind}
    if attrs:
        made["attrs"] = attrs
    if content:
        made["content"] = [text(child) if isinstance(child, str) else child for child in content]
    return made


def paragraph(*content: Node | str) -> Node:
    return node("paragraph", *content)


def item(*content: Node | str) -> Node:
    """An item of a list: strings become paragraphs."""
    return node("listItem", *(paragraph(child) if isinstance(child, str) else child for child in content))


def bullets(*items: Node | str) -> Node:
    return node("bulletList", *(item(each) if isinstance(each, str) else each for each in items))


def numbers(*items: Node | str, **attrs: Any) -> Node:
    return node("orderedList", *(item(each) if isinstance(each, str) else each for each in items), **attrs)


def cell(*content: Node | str, head: bool = False, **attrs: Any) -> Node:
    blocks = (paragraph(child) if isinstance(child, str) else child for child in content)
    return node("tableHeader" if head else "tableCell", *blocks, **attrs)


def head(*content: Node | str, **attrs: Any) -> Node:
    return cell(*content, head=True, **attrs)


def row(*cells: Node | str) -> Node:
    return node("tableRow", *(cell(each) if isinstance(each, str) else each for each in cells))


def link(href: str, **attrs: Any) -> Node:
    return {"type": "link", "attrs": {"href": href, **attrs}}


def doc(*content: Node) -> Node:
    return node("doc", *content)


def picture(kind: str = "PNG", size: tuple[int, int] = (600, 300)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "#0b5f57").save(buffer, kind)
    return buffer.getvalue()


def full() -> Node:
    """Every node and every mark of the content model, in a text that someone might have written."""
    return doc(
        node("heading", "Une place pour tous", level=1, id="place"),
        paragraph(
            "Le conseil a entendu ",
            text("cent vingt", "bold"),
            " habitants, ",
            text("en atelier", "italic"),
            " ou ",
            text("en ligne", "underline"),
            " ; ",
            text("trois", "strike"),
            " quatre thèmes ressortent",
            node("footnote", "Synthèse du 3 mars, ", text("voir le site", link("https://exemple.fr/synthèse?a=1&b=2"))),
            ". H",
            text("2", "subscript"),
            "O, m",
            text("2", "superscript"),
            ", ",
            text("surligné", "highlight"),
            ", ",
            text("service design", {"type": "textLanguage", "attrs": {"lang": "en"}}),
            ", ",
            text("commenté", {"type": "comment", "attrs": {"thread": "t1"}}),
            ", ",
            text("chmod +x", "code"),
            ".",
        ),
        paragraph(
            "Lire ",
            text("le dossier ", link("https://exemple.fr/")),
            text("complet", "bold", link("https://exemple.fr/")),
            ", ",
            text("la suite", link("#suite")),
            " ou ",
            text("écrire", link("mailto:place@exemple.fr")),
            node("hardBreak"),
            "Avec ",
            node("mention", user="u1", label="Alice Martin"),
            " et ",
            node("citation", kind="contribution", reference="c1", label="Contribution n° 12"),
            " « guillemets », œuvre : 10 000 €\u202f!",
        ),
        *(node("heading", f"Niveau {level}", level=level) for level in range(2, 7)),
        numbers(
            "Premier",
            item("Deuxième", paragraph("Suite du deuxième"), bullets("puce", item("puce", numbers("a", "b")))),
            "Troisième",
        ),
        numbers("Autre liste, qui recommence", "Deux"),
        numbers("Qui commence à sept", start=7),
        node(
            "taskList",
            node("taskItem", paragraph("Réserver la salle"), checked=True),
            node("taskItem", paragraph("Inviter les riverains"), bullets("par courrier", "par affiche"), checked=False),
        ),
        node("blockquote", paragraph("On veut de l’ombre."), bullets("des arbres", "des bancs")),
        *(
            node("callout", paragraph(f"Encadré {kind}."), bullets("avec", "des puces"), kind=kind)
            for kind in ("info", "warning", "decision", "example")
        ),
        node("codeBlock", "def place():\n\treturn  'ombre'\n\n# fin", language="python"),
        node("heading", "La suite", level=2, id="suite"),
        node(
            "table",
            row(head("Thème", rowspan=2), head("Avis", colspan=2)),
            row(head("Pour"), head("Contre")),
            row("Ombre", "98", "2"),
            row(cell("Circulation", bullets("vélos", "voitures")), cell("fusion", colspan=2, rowspan=2)),
            row(cell("Tableau", node("table", row("x", "y"), row("z", "t")))),
        ),
        node("table", row(cell("large", colwidth=[300]), cell("étroite", colwidth=[100]))),
        node("figure", "Plan de la place", image=PLAN, alt="Plan : huit arbres autour de la fontaine", width=50.0),
        node("figure", image=PHOTO, decorative=True),
        node("figure", "Vue du ciel", image=SKY, alt="La place vue du ciel"),
        node("horizontalRule"),
        node("pageBreak"),
        node(
            "details",
            node("detailsSummary", "Méthode"),
            node("detailsContent", paragraph("Trois ateliers."), numbers("un", "deux")),
        ),
    )


IMAGES = {
    PLAN: (picture("PNG"), "image/png"),
    PHOTO: (picture("JPEG"), "image/jpeg"),
    SKY: (picture("WEBP"), "image/webp"),
}

# ---------------------------------------------------------------- random trees

_PLAIN = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\u2028\u2029"),
    min_size=1,
    max_size=30,
)
_ODD = st.sampled_from(["a\nb", "x\ty", "  deux  espaces ", "œ é 😀", "<b>&amp;", "\x00\x0b\ud800z", ""])
_ODD_NUMBERS = st.one_of(st.integers(-3, 90), st.floats(), st.sampled_from([2.0, "3", None, True, []]))
_ODD_LINKS = [
    "https://exemple.fr/é è?x=[1]#a b",
    "#nulle-part",
    "javascript:alert(1)",
    "mailto:",
    "http://",
    "https://[",
]
_MARK_NAMES = ["bold", "italic", "underline", "strike", "code", "superscript", "subscript", "highlight"]
_IMAGES = [*IMAGES, LOST, None]


class _Shapes:
    """Strategies by kind; `valid` keeps to the schema, otherwise attributes and shapes may be slightly wrong."""

    def __init__(self, *, valid: bool) -> None:
        self._valid = valid
        self._words = _PLAIN if valid else st.one_of(_PLAIN, _ODD)
        self._number = st.integers(1, 4) if valid else _ODD_NUMBERS
        self._inline = st.lists(self._inline_node(), max_size=4)

    def tree(self) -> Any:
        block = st.recursive(self._leaf(), self._container, max_leaves=25)
        return st.lists(block, min_size=int(self._valid), max_size=8).map(lambda blocks: doc(*blocks))

    def _node(self, kind: str, content: Any = None, /, **attrs: Any) -> Any:
        """Attributes are drawn, and may be missing."""
        parts = {"type": st.just(kind)} | ({} if content is None else {"content": content})
        if not self._valid or "id" in NODES[kind].attrs:
            attrs["id"] = st.sampled_from(["b1", "b2"] if self._valid else [None, "b1", "b2", "b1 x", 4])
        return st.fixed_dictionaries(parts, optional={"attrs": st.fixed_dictionaries({}, optional=attrs)})

    def _text(self) -> Any:
        links = ["https://exemple.fr/", "#b1", "/documents/1/", "mailto:a@b.fr"] + ([] if self._valid else _ODD_LINKS)
        languages = ["en", "fr-FR"] + ([] if self._valid else ["pas une langue", None])
        mark = st.one_of(
            st.sampled_from(_MARK_NAMES + ([] if self._valid else ["inconnue"])).map(lambda name: {"type": name}),
            st.sampled_from(links).map(link),
            st.sampled_from(languages).map(lambda tag: {"type": "textLanguage", "attrs": {"lang": tag}}),
            st.just({"type": "comment", "attrs": {"thread": "t"}}),
        )
        marks = st.lists(mark, max_size=3, unique_by=lambda found: found["type"])
        return st.builds(lambda words, found: text(words, *found), self._words, marks)

    def _inline_node(self) -> Any:
        return st.one_of(
            self._text(),
            st.just({"type": "hardBreak"}),
            self._node("footnote", st.lists(self._text(), max_size=2)),
            self._node("mention", label=self._words),
            self._node("citation", label=self._words),
        )

    def _leaf(self) -> Any:
        code = st.lists(st.builds(text, self._words), max_size=1)
        return st.one_of(
            self._node("paragraph", self._inline),
            self._node("heading", self._inline, level=self._number),
            self._node("codeBlock", code, language=st.sampled_from([None, "python", '"><x'])),
            st.sampled_from([{"type": "horizontalRule"}, {"type": "pageBreak"}]),
        )

    def _container(self, children: Any) -> Any:
        least = int(self._valid)
        inner = st.lists(children, min_size=least, max_size=3)
        in_item = inner
        if self._valid:
            in_item = st.builds(
                lambda first, rest: [first, *rest],
                self._node("paragraph", self._inline),
                st.lists(children, max_size=2),
            )
        items = st.lists(self._node("listItem", in_item), min_size=least, max_size=3)
        tasks = st.lists(self._node("taskItem", in_item, checked=st.booleans()), min_size=least, max_size=3)
        spans = {
            "colspan": self._number,
            "rowspan": self._number,
            "colwidth": st.one_of(st.none(), st.lists(self._number, max_size=3)),
        }
        cells = st.one_of(self._node("tableCell", inner, **spans), self._node("tableHeader", inner, **spans))
        rows = st.lists(self._node("tableRow", st.lists(cells, max_size=4)), min_size=least, max_size=4)
        parts = st.tuples(self._node("detailsSummary", self._inline), self._node("detailsContent", inner)).map(list)
        shapes = [
            self._node("bulletList", items),
            self._node("orderedList", items, start=self._number),
            self._node("taskList", tasks),
            self._node("blockquote", inner),
            self._node(
                "callout", inner, kind=st.sampled_from(["info", "warning"] + ([] if self._valid else ["autre", None]))
            ),
            self._node("table", rows),
            self._node("details", parts),
            self._node(
                "figure",
                self._inline,
                image=st.sampled_from(_IMAGES if self._valid else [*_IMAGES, "../x", 3]),
                alt=self._words,
                width=self._number,
                decorative=st.booleans(),
            ),
        ]
        return st.one_of(*shapes, *([] if self._valid else self._misplaced(inner)))

    def _misplaced(self, inner: Any) -> list[Any]:
        """What the schema forbids, and what it does not know."""
        kinds = ("tableRow", "listItem", "bulletList", "table", "gadget", "paragraph")
        broken = [
            {},
            {"type": None},
            {"type": "gadget", "text": "mot"},
            {"type": "paragraph", "content": "rien", "attrs": 3},
        ]
        return [*(self._node(kind, inner) for kind in kinds), self._text(), st.sampled_from(broken)]


def trees(*, valid: bool = False) -> Any:
    """Random documents: the shapes of the schema, and unless `valid` also slightly wrong ones."""
    return _Shapes(valid=valid).tree()
