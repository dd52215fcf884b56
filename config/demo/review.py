"""What has been said about the bill already: threads, a proposal, a named version, so that a newcomer finds them in use."""

from collections.abc import Iterator
from typing import Any

from pycrdt import XmlFragment

from accounts.models import User
from documents import blocks
from documents.actions.discussion import answer_thread, open_thread, resolve_thread
from documents.actions.suggestions import make_suggestion
from documents.actions.versions import name_version
from documents.anchors import Passage
from documents.content import read_block
from documents.models import Document
from documents.schema import ROOT
from realtime import engine, log

WORDS = 5  # of a paragraph, that a thread is about


def review(document: Document, cast: dict[str, User]) -> None:
    """By Carol, who comments, Bob, who edits, and Alice, who manages. Needs a text of three paragraphs."""
    alice, bob, carol = (cast[first] for first in ("alice", "bob", "carol"))
    name_version(document, "Texte mis en discussion", by=alice)
    first, second, third = (block for _, block in zip(range(3), _paragraphs(document), strict=False))
    asked = "Qui vérifiera que c’est fait\u202f? Une collectivité de trois agents ne le pourra pas seule."
    opened = open_thread(document, asked, by=carol, passage=_beginning(first))
    answer_thread(opened, "Nous pourrions mutualiser avec l’intercommunalité. Je prépare une rédaction.", by=bob)
    settled = open_thread(document, "Faut-il citer la loi de 1978 ici\u202f?", by=carol, passage=_beginning(second))
    answer_thread(settled, "Non, l’exposé des motifs y renvoie déjà.", by=alice)
    resolve_thread(settled, by=alice)
    before = read_block(third)
    proposed = {**(before or {}), "content": [*(before or {}).get("content", []), {"type": "text", "text": ADDED}]}
    make_suggestion(document, blocks.key_of(third), before, [proposed], "Demandé par les petites communes.", by=bob)
    open_thread(document.workspace, WELCOME, by=alice, title="Calendrier de l’écriture")


ADDED = " Les communes de moins de 3\u202f500 habitants disposent d’un an de plus."
WELCOME = (
    "Relecture des articles jusqu’à la fin du mois, puis synthèse. "
    "Commentez un passage dans le texte\u00a0; ici, parlons de l’ensemble."
)


def _paragraphs(document: Document) -> Iterator[Any]:
    """Those of the articles themselves, which stand in no other block, and are long enough to be spoken about."""
    doc = engine.open_doc(log.load(document.room).parts())
    for block in doc.get(ROOT, type=XmlFragment).children:
        if block.tag == "paragraph" and len(blocks.line_of(block).split()) > WORDS:
            yield block


def _beginning(block: Any) -> Passage:
    line = blocks.line_of(block)
    end = len(" ".join(line.split(" ")[:WORDS]))
    key = blocks.key_of(block)
    return Passage(key, 0, key, blocks.units(line[:end]), line[:end])
