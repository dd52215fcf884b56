"""The text of the demonstration: the articles of a bill, read from the consultation's open data or from our own sample."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from documents.content import Tree
from documents.formats import html

SAMPLE = Path(__file__).with_name("sample.jsonl")
NARROW = "\u202f"
BEFORE_SIGN, AFTER_QUOTE = re.compile("[ \u00a0](?=[;!?»])"), re.compile("(?<=«)[ \u00a0]")
AUTHOR = "gouvernement"  # whose proposals are the articles; the others are the public's


def source() -> Path:
    """The consultation's file where there is one, else the sample that the project ships."""
    path = Path(settings.DEMO_CONSULTATION)
    return path if path.is_file() else SAMPLE


def bill(path: Path) -> Tree:
    """A heading a section, then each article: its title, its explanation in a callout, its body."""
    blocks: list[Tree] = []
    section = None
    for article in _articles(path):
        if article["type"]["id"] != section:
            section = article["type"]["id"]
            blocks.append(_heading(1, f"{article['type']['title']} — {article['type']['subtitle']}"))
        blocks += _article(article)
    return spaced({"type": "doc", "content": blocks})


def spaced(tree: Tree) -> Tree:
    """A copy whose French signs never begin a line: the source has ordinary spaces before ":" and inside "« »"."""
    copy = dict(tree)
    if "text" in tree:
        copy["text"] = BEFORE_SIGN.sub(NARROW, AFTER_QUOTE.sub(NARROW, tree["text"]).replace(" :", "\u00a0:"))
    if "content" in tree:
        copy["content"] = [spaced(child) for child in tree["content"]]
    return copy


def _articles(path: Path) -> Iterator[dict[str, Any]]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    opinions = [json.loads(line)["opinion"] for line in data.decode().splitlines() if line.strip()]
    yield from (opinion for opinion in opinions if opinion["author"]["uniqueId"] == AUTHOR)


def _article(article: dict[str, Any]) -> list[Tree]:
    blocks = [_heading(2, article["title"].replace(" - ", " — ", 1))]
    for appendix in article["appendices"]:
        explanation = html.read(appendix["body"])["content"]
        if explanation:
            blocks.append({"type": "callout", "attrs": {"kind": "info"}, "content": explanation})
    return blocks + list(html.read(article["body"])["content"])


def _heading(level: int, text: str) -> Tree:
    return {"type": "heading", "attrs": {"level": level}, "content": [{"type": "text", "text": text}]}
