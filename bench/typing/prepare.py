"""Fills the database of a running server: a text of so many paragraphs, with threads on passages and proposals beside it.

Prints the id of the document.
"""

import argparse
from typing import Any

import django

django.setup()

from accounts.models import User  # noqa: E402
from documents import content  # noqa: E402
from documents.actions.discussion import open_thread  # noqa: E402
from documents.actions.documents import create_document  # noqa: E402
from documents.actions.suggestions import make_suggestion  # noqa: E402
from documents.anchors import Passage  # noqa: E402
from documents.models import Comment, Document  # noqa: E402
from permissions.actions import grant  # noqa: E402
from workspaces.models import Workspace  # noqa: E402

WORDS = "Chaque collectivité publie la liste des données qu’elle détient, la tient à jour et répond à qui la demande."


def prepare(paragraphs: int, beside: int) -> str:
    alice, bob = (User.objects.get(email=f"{name}@example.org") for name in ("alice", "bob"))
    text = " ".join([WORDS] * 4)
    nodes = [{"type": "paragraph", "content": [{"type": "text", "text": f"{n}. {text}"}]} for n in range(paragraphs)]
    workspace = Workspace.objects.visible_to(alice).first()
    assert workspace is not None
    document = create_document(
        workspace, f"Long text, {beside} beside", by=alice, tree={"type": "doc", "content": nodes}
    )
    grant(document, "change", to=bob, by=alice)
    blocks = content.read_document(document)["content"]
    step = max(1, len(blocks) // max(1, beside))
    for block in blocks[::step][:beside]:
        _speak(document, block, alice)
    return str(document.pk)


def _speak(document: Document, block: dict[str, Any], by: User) -> None:
    """One thread on its second words, and one proposal."""
    key, text = block["attrs"]["id"], block["content"][0]["text"]
    start = text.index(" ") + 1
    quote = text[start : start + 19]
    open_thread(document, "À revoir.", by=by, passage=Passage(key, start, key, start + 19, quote))
    Comment.objects.update(at="2026-01-01T00:00Z")  # as if said long ago: nobody writes so many in a minute
    block = next(one for one in content.read_document(document)["content"] if one["attrs"].get("id") == key)
    wanted = block | {"content": [{"type": "text", "text": text.replace("à jour", "tout à fait à jour", 1)}]}
    make_suggestion(document, key, block, [wanted], by=by)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--paragraphs", type=int, default=500)
    arguments.add_argument("--beside", type=int, default=200)
    asked = arguments.parse_args()
    print(prepare(asked.paragraphs, asked.beside))
