"""What others read in our Word files: as many comments and changes, by the same people, on the same day, of the same words."""

import io
import json
import shutil
import subprocess
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from documents.actions.exporting import export
from documents.formats import libreoffice
from documents.models import Document
from tests.documents.proposing import paragraph, propose
from tests.documents.reviewed import Reviewed, discussed, reviewed
from tests.threads import thread_on

pytestmark = pytest.mark.slow

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
Change = tuple[str, str, str]  # "ins" or "del", whose, when


@pytest.fixture
def file(workspace: Any, alice: Any, bob: Any, carol: Any, dan: Any) -> bytes:
    """Every kind of comment and of change."""
    place: Document = reviewed(workspace, alice, bob, carol, dan)
    discussed(place, bob, carol)
    thread_on(place, "Lyon", by=bob, body="Et Brest ?")
    propose(place, carol, "Le marché se tient le dimanche sur la place.", at=1, reason="On dort.")
    propose(place, bob, "Le marché se tient le lundi sur la place.", at=1)
    propose(place, bob, paragraph("Il ferme à ", "*midi*", "."), "Il rouvre à deux heures.", at=2)
    return export(place, "docx", by=carol).content


def in_file(file: bytes) -> tuple[Counter[Any], dict[Change, str]]:
    found = Reviewed(file)
    comments = Counter((one.author, one.date, one.text) for one in found.comments)
    changes: dict[Change, str] = {}
    for kind, author, at, words in found.changes:
        changes[kind, author, at] = changes.get((kind, author, at), "") + words
    return comments, changes


def test_libreoffice_reads_the_same(file: bytes) -> None:
    try:
        odt = libreoffice.convert(file, "docx", "odt")
    except libreoffice.Missing:
        pytest.skip("LibreOffice is absent")
    with zipfile.ZipFile(io.BytesIO(odt)) as archive:
        root = etree.fromstring(archive.read("content.xml"))
    comments = Counter(
        (
            one.findtext(f"{DC}creator"),
            f"{one.findtext(f'{DC}date')[:19]}Z",
            "\n".join("".join(line.itertext()) for line in one.iter(f"{TEXT}p")),
        )
        for one in root.iter(f"{OFFICE}annotation")
    )
    assert (comments, _changes_in_odt(root)) == in_file(file)


def _changes_in_odt(root: Any) -> dict[Change, str]:
    found: dict[Change, str] = {}
    for region in root.iter(f"{TEXT}changed-region"):
        (change,) = region
        if change.tag not in (f"{TEXT}insertion", f"{TEXT}deletion"):
            continue
        about = change.find(f"{OFFICE}change-info")
        kind = "ins" if change.tag == f"{TEXT}insertion" else "del"
        words = _between(root, region.get(f"{TEXT}id")) if kind == "ins" else "".join(
            "".join(line.itertext()) for line in change.iter(f"{TEXT}p")
        )  # fmt: skip
        key = (kind, about.findtext(f"{DC}creator"), f"{about.findtext(f'{DC}date')[:19]}Z")
        found[key] = found.get(key, "") + words
    return found


def _between(root: Any, key: str) -> str:
    inside, words = False, ""
    for one in root.find(f"{OFFICE}body").iter():
        if one.tag in (f"{TEXT}change-start", f"{TEXT}change-end") and one.get(f"{TEXT}change-id") == key:
            inside = one.tag == f"{TEXT}change-start"
            words += (one.tail or "") if inside else ""
        elif inside:
            told = any(above.tag == f"{OFFICE}annotation" for above in one.iterancestors())
            own = "" if one.tag == f"{OFFICE}annotation" else one.text or ""
            words += "" if told else own + (one.tail or "")
    return words


def test_pandoc_reads_the_same(file: bytes, tmp_path: Path) -> None:
    pandoc = shutil.which("pandoc")
    if pandoc is None:
        pytest.skip("pandoc is absent")
    path = tmp_path / "review.docx"
    path.write_bytes(file)
    command = [pandoc, "--track-changes=all", "-f", "docx", "-t", "json", str(path)]
    tree = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)
    comments: Counter[Any] = Counter()
    changes: dict[Change, str] = {}
    for kind, about, words in _spans(tree):
        if kind == "comment-start":
            comments[about["author"], about["date"]] += 1
        elif kind in ("insertion", "deletion"):
            key = ("ins" if kind == "insertion" else "del", about["author"], about["date"])
            changes[key] = changes.get(key, "") + words
    theirs = in_file(file)[1]
    shown = [one for one in Reviewed(file).comments if one.on != "deux"]  # in its code blocks pandoc keeps words alone
    assert comments == Counter((one.author, one.date) for one in shown)
    assert {key: "".join(words.split()) for key, words in changes.items()} == {
        key: "".join(words.split()) for key, words in theirs.items()
    }


def _spans(node: Any) -> Any:
    if isinstance(node, list):
        for one in node:
            yield from _spans(one)
    elif isinstance(node, dict):
        if node.get("t") == "Span":
            (_key, classes, pairs), content = node["c"]
            for kind in classes:
                yield kind, dict(pairs), _words(content)
        yield from _spans(node["c"] if "c" in node else [*node.get("meta", {}).values(), *node.get("blocks", [])])


def _words(content: Any) -> str:
    if isinstance(content, list):
        return "".join(map(_words, content))
    if isinstance(content, dict):
        return str(content["c"]) if content["t"] == "Str" else _words(content.get("c", []))
    return ""
