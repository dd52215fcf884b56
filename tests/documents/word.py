"""Help for tests of Word files: export, look into the parts, ask the validators."""

import io
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from documents.formats.docx import DocumentInfo, write
from documents.formats.words import Words
from tests.documents.trees import IMAGES, Node

WORDS = Words(
    figure="Figure",
    version="Version du %s",
    info="À savoir",
    warning="Attention",
    decision="Décision",
    example="Exemple",
    missing="[Image manquante : %s]",
    undescribed="Image sans description",
)
INFO = DocumentInfo(
    title="La place du marché",
    authors=("Alice Martin", "Bob Durand"),
    organisation="Ville de Saint-Étienne",
    modified=datetime(2026, 11, 1, 9, 30, tzinfo=UTC),
    address="https://tablee.example",
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHECKER = Path(__file__).parents[3] / "shared" / "word" / "check_docx.py"


@dataclass
class Word:
    """An exported file, opened."""

    content: bytes
    left_out: list[str]

    def __post_init__(self) -> None:
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}
        self.body = self.part("word/document.xml")[0]

    def part(self, name: str) -> Any:
        return etree.fromstring(self.files[name])

    def find(self, path: str) -> list[Any]:
        """XPath in the body, all prefixes known."""
        return list(
            self.body.xpath(
                path,
                namespaces={**self.body.nsmap, "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative"},
            )
        )

    def paragraph(self, words: str) -> Any:
        """The first paragraph that contains these words."""
        return next(found for found in self.body.iter(f"{W}p") if words in text_in(found))

    def style(self, words: str) -> str:
        return value(self.paragraph(words), "pPr/pStyle")

    def text(self) -> str:
        """All words of the text and of its notes."""
        return text_in(self.body) + text_in(self.part("word/footnotes.xml"))


def value(element: Any, path: str, name: str = "val") -> str:
    """An attribute below an element, by a path in Word's namespace; empty when it is not there."""
    found = element.find("/".join(W + step for step in path.split("/"))) if path else element
    return "" if found is None else found.get(W + name, "")


def text_in(element: Any) -> str:
    pieces = {f"{W}br": "\n", f"{W}tab": "\t"}
    return "".join(
        pieces.get(found.tag) or (found.text or "" if found.tag == f"{W}t" else "") for found in element.iter()
    )


class Everywhere(dict[str, int]):
    """As if LibreOffice had found every bookmark on one page."""

    def __init__(self, page: int) -> None:
        self._page = page

    def __contains__(self, name: object) -> bool:
        return True

    def __getitem__(self, name: str) -> int:
        return self._page


MADE: dict[bytes, str] = {}  # every file that tests made, and which: tests/documents/conftest.py has them all judged


def export(tree: Node, info: DocumentInfo = INFO, *, judged: bool = True, **how: Any) -> Word:
    """`judged`: by both validators once all tests ran; random trees, of which there are many, have tests for that."""
    exported = write(tree, info, IMAGES.get, WORDS, **{"count_pages": lambda _: {}, **how})
    if judged:
        MADE[exported.content] = os.environ.get("PYTEST_CURRENT_TEST", "?").split(" ")[0]
    return Word(exported.content, exported.left_out)


def house_findings(*files: Path, language: str = "fr") -> list[str]:
    """Errors of the house's own checker, which lives beside the repository; skips where it is absent."""
    if not CHECKER.exists():
        pytest.skip("check_docx.py is not beside this repository")
    command = [sys.executable, str(CHECKER), "--profile", "export", "--lang", language, "--json", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    reports = json.loads(done.stdout)
    return [
        f"{r['file']} {f['code']} {f['part']} {f['message']}"
        for r in reports
        for f in r["findings"]
        if f["level"] == "ERROR"
    ]


def audit_findings(file: Path) -> list[str]:
    """Errors of openxml-audit, a port of the Open XML SDK's validator."""
    from openxml_audit import OpenXmlValidator

    return [f"{found.part_uri} {found.description}" for found in OpenXmlValidator().validate(str(file)).errors]
