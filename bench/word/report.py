"""A French report as administrations write them, made up: a chapter is about three pages and holds a bit of everything.

Ten chapters: 31 pages, 30 titles, 60 lists, 10 tables with merged cells, 5 images, 20 links, 20 notes, 10 threads with a
reply, 30 proposals by three people, tasks, callouts, code.
"""

import io
import os
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import django
from PIL import Image

from documents.formats.docx import Hand, Remark, Talk
from documents.formats.nodes import walk

Node = dict[str, Any]
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
PEOPLE = ("Alice Diop", "Bob Martin", "Carol Petit")
WORDS = (
    "le la les une des service public collectivité données habitants atelier consultation article projet règlement "
    "publie répond propose demande rédige examine adopte chaque trois douze premier second ouvert gratuit simple clair "
    "utile accessible numérique local régional national dans pour avec sans sur sous entre depuis avant après afin que"
)


@dataclass
class Report:
    tree: Node
    talks: dict[str, Talk] = field(default_factory=dict)
    hands: dict[str, Hand] = field(default_factory=dict)


def report(chapters: int) -> Report:
    chance = random.Random(7)
    hands = {str(number): Hand(name, AT) for number, name in enumerate(PEOPLE)}
    made = Report({"type": "doc", "content": []}, hands=hands)
    for number in range(1, chapters + 1):
        made.talks[f"t{number}"] = Talk((Remark(PEOPLE[0], AT, "À revoir."), Remark(PEOPLE[1], AT, "Fait.")), True)
        made.tree["content"] += chapter(number, chance)
    return made


def volume(chapters: int, parts: int) -> Report:
    """So many such texts, bound together as `documents/outgoing/volume.py` does it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from documents.outgoing.joining import Joined
    from documents.outgoing.prepared import Prepared
    from documents.outgoing.volume import joined

    alone = [report(chapters) for _ in range(parts)]
    pictures = {str(attr["image"]) for one in alone for attr in _figures(one.tree)}
    bound = joined(
        [
            Joined(f"p{number}", f"Document {number}", 0, Prepared(one.tree, one.hands, one.talks), pictures=pictures)
            for number, one in enumerate(alone, 1)
        ]
    )
    return Report(bound.tree, bound.talks, bound.hands)


def _figures(tree: Node) -> list[dict[str, Any]]:
    return [node["attrs"] for node in walk(tree) if node["type"] == "figure"]


def chapter(number: int, chance: random.Random) -> list[Node]:
    known = WORDS.split()

    def words(count: int) -> str:
        return " ".join(chance.choice(known) for _ in range(count)).capitalize() + "."

    def plain(count: int = 70) -> Node:
        return block("paragraph", text(words(count)))

    def points(kind: str, item: str, *inside: Node) -> Node:
        items = [block(item, plain(14)) for _ in range(3)]
        items[1]["content"] += inside
        return block(kind, *items)

    nested = points("orderedList", "listItem", points("bulletList", "listItem", points("orderedList", "listItem")))
    return [
        block("heading", text(f"Chapitre {number} : {words(5)}"), level=1),
        plain(90),
        reviewed(words, number),
        block("heading", text(words(6)), level=2),
        plain(),
        nested,
        plain(),
        table(words),
        block("callout", plain(30), points("bulletList", "listItem"), kind="decision"),
        block("heading", text(words(7)), level=3),
        linked(words),
        points("bulletList", "listItem", points("orderedList", "listItem")),
        block("taskList", block("taskItem", plain(8), checked=True), block("taskItem", plain(8), checked=False)),
        *([figure(words, number)] if number % 2 else [block("codeBlock", text("un = 1\n\tdeux = 2\n" * 4))]),
        block("blockquote", plain(40)),
        plain(110),
        plain(90),
        plain(30),
    ]


def block(kind: str, /, *content: Node, **attrs: Any) -> Node:
    return {"type": kind, "attrs": attrs, "content": list(content)}


def text(words: str, *marks: Node, **more: Any) -> Node:
    return {"type": "text", "text": words, "marks": list(marks), **more}


def reviewed(words: Any, number: int) -> Node:
    """A thread on some words, and three proposals."""
    thread = {"type": "comment", "attrs": {"thread": f"t{number}"}}
    return block(
        "paragraph",
        text(words(20)),
        text(" ce passage est discuté ", thread, {"type": "bold"}),
        text(words(10)),
        text(" ôté", change="removed", by="0"),
        text(" ajouté", change="added", by="1"),
        text(words(20)),
        text(" encore", {"type": "italic"}, change="added", by="2"),
    )


def linked(words: Any) -> Node:
    """Links and notes."""
    link = {"type": "link", "attrs": {"href": "https://exemple.fr/dossier?page=2"}}
    english = {"type": "textLanguage", "attrs": {"lang": "en"}}
    return block(
        "paragraph",
        text(words(25)),
        text("le dossier", link),
        block("footnote", text(words(12))),
        text(words(25)),
        text("open data", english, {"type": "italic"}),
        block("footnote", text("Voir "), text("le site", link)),
    )


def table(words: Any) -> Node:
    """Six rows of five columns; the top and a side are merged."""

    def row(kind: str, first: str, *cells: Node) -> Node:
        return block("tableRow", block(kind, block("paragraph", text(first))), *cells)

    def cells(kind: str, count: int) -> list[Node]:
        return [block(kind, block("paragraph", text(words(4)))) for _ in range(count)]

    wide = block("tableHeader", block("paragraph", text("Avis rendus")), colspan=4)
    tall = block("tableCell", block("paragraph", text("Groupe")), rowspan=2)
    return block(
        "table",
        row("tableHeader", "Thème", wide),
        row("tableHeader", "", *cells("tableHeader", 4)),
        block("tableRow", tall, *cells("tableCell", 4)),
        block("tableRow", *cells("tableCell", 4)),
        *(row("tableCell", f"Ligne {number}", *cells("tableCell", 4)) for number in range(3)),
    )


def figure(words: Any, number: int) -> Node:
    return block("figure", text(words(6)), image=f"00000000-0000-4000-8000-{number:012}", alt=words(8), width=60)


def picture(key: str) -> tuple[bytes, str]:
    buffer = io.BytesIO()
    Image.effect_noise((480, 270), 40 + int(key[-4:]) % 50).save(buffer, "JPEG")
    return buffer.getvalue(), "image/jpeg"
