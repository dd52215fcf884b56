"""`manage.py demo`: the bill's articles as a document, people with their rungs, safe to run again."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import User
from config.demo.bill import bill, source, spaced
from documents import content
from documents.models import Document, Thread
from permissions.backend import rung
from realtime import engine
from tests.threads import marked

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def sample(settings: Any) -> None:
    settings.DEMO_CONSULTATION = "/nulle/part"


def test_the_sample_becomes_a_document_with_its_people(
    db: Any, sample: None, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        call_command("demo")
        call_command("demo")
    document = Document.objects.get()
    tree = content.read_document(document)
    assert [n["type"] for n in tree["content"][:3]] == ["heading", "heading", "callout"]
    assert {"orderedList", "table", "blockquote", "bulletList"} <= {n["type"] for n in tree["content"]}
    assert document.words > 150
    held = {user.email.split("@")[0]: rung(user, document) for user in User.objects.all() if user.email}
    assert held == {"alice": "manage", "bob": "change", "carol": "comment", "dan": "view", "eve": None}


def test_it_has_been_spoken_about(db: Any, sample: None, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        call_command("demo")
        call_command("demo")
    document = Document.objects.get()
    on_passages = Thread.objects.filter(document=document)
    assert [(one.comments.count(), one.resolved_at is None) for one in on_passages] == [(2, True), (2, False)]
    assert all(one.quote and "".join(marked(document, one)) == one.quote for one in on_passages)
    assert Thread.objects.filter(workspace=document.workspace).count() == 1
    assert [(one.state, one.author.name) for one in document.suggestions.all()] == [("open", "Bob Martin")]
    assert [version.name for version in document.versions.exclude(name="")] == ["Texte mis en discussion"]


def test_the_sign_ins_are_printed(capsys: Any) -> None:
    call_command("demo", "--sign-ins", "http://127.0.0.1:8000/")
    printed = capsys.readouterr().out
    assert "http://127.0.0.1:8000/" in printed
    assert all(f"{name}@example.org" in printed for name in ("alice", "bob", "carol", "dan", "eve"))


def test_french_signs_never_begin_a_line() -> None:
    text = {"type": "text", "text": "Il dit : « oui » ; non ? Voir http://x.fr:80 et 12:30."}
    found = spaced({"type": "doc", "content": [{"type": "paragraph", "content": [text]}]})
    assert content.plain(found) == "Il dit\u00a0: «\u202foui\u202f»\u202f; non\u202f? Voir http://x.fr:80 et 12:30."
    assert not re.search(" [:;!?»]|« ", content.plain(bill(source())))


def test_only_the_articles_are_taken_in_order(tmp_path: Path) -> None:
    def line(author: str, section: int, title: str) -> str:
        kind = {"id": section, "title": f"Section {section}", "subtitle": "Objet"}
        about = {"author": {"uniqueId": author}, "type": kind, "title": title, "appendices": [], "body": "<p>Corps</p>"}
        return json.dumps({"opinion": about})

    lines = [line("gouvernement", 1, "A"), line("contributeur", 1, "X"), line("gouvernement", 2, "B")]
    path = tmp_path / "x.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    headings = [content.plain({"content": [n]}) for n in bill(path)["content"] if n["type"] == "heading"]
    assert headings == ["Section 1 — Objet", "A", "Section 2 — Objet", "B"]


def test_the_real_consultation() -> None:
    path = source()
    if not path.name.endswith(".gz"):
        pytest.skip("the consultation's file is not beside the project (shared/data)")
    tree = bill(path)
    assert sum(1 for n in tree["content"] if n["type"] == "heading" and n["attrs"]["level"] == 2) == 27
    assert not re.search(r"&[a-z]+;|<[a-z]+", content.plain(tree))
    round_trip = content.read(engine.open_doc([content.write(tree)]))
    assert content.plain(round_trip) == content.plain(tree)
