"""The names under which a style of ours may stand in a file: English as Word stores them, French as others write them."""

from documents.formats.docx.styles import STYLES, Style

_FRENCH = {
    "normal": ("standard",),
    "title": ("titre",),
    "subtitle": ("sous-titre",),
    "quote": ("citation",),
    "caption": ("légende",),
    "header": ("en-tête",),
    "footer": ("pied de page",),
    "footnote text": ("note de bas de page",),
    "footnote reference": ("appel note de bas de p.", "marque note bas de page"),
    "annotation text": ("commentaire",),
    "annotation reference": ("marque de commentaire",),
    "hyperlink": ("lien hypertexte",),
    "table grid": ("grille du tableau",),
    "toc heading": ("en-tête de table des matières",),
    "list bullet": ("liste à puces",),
    "list number": ("liste à numéros", "liste numérotée"),
    "list continue": ("liste continue",),
    **{f"heading {level}": (f"titre {level}",) for level in range(1, 7)},
    **{f"toc {level}": (f"tm {level}", f"contents {level}") for level in range(1, 4)},
}
PARAGRAPH_OF_LISTS = ("list paragraph", "paragraphe de liste")
DEFAULTS = {"paragraph": "Normal", "character": "DefaultParagraphFont", "table": "TableNormal", "numbering": "NoList"}
OURS = {style.id: style for style in STYLES}


def fold(name: str) -> str:
    return " ".join(name.lower().split())


def names_of(style: Style) -> tuple[str, ...]:
    """Best first."""
    own = fold(style.name)
    return (own, *_FRENCH.get(own, ()))
