"""What stands beside a text in the scene of the matrix: threads, a proposal, a version."""

import json
from typing import Any

from documents import content
from documents.actions.discussion import open_thread
from documents.actions.suggestions import make_suggestion
from documents.actions.versions import name_version
from documents.models import Comment, Document, Thread


def said_beside(it: Any, word: str, maker: Any, someone: Any) -> dict[str, Any]:
    """By the name of the part of an address in which each stands; `reported` is a comment of `someone`, in `other`."""
    where = {"document": it} if isinstance(it, Document) else {"workspace": it}
    thread = open_thread(it, f"{word}, un avis", by=maker)
    other = Thread.objects.create(**where, opened_by=maker)
    reported = Comment.objects.create(thread=other, author=someone, body=f"{word}, hors sujet")
    comment = thread.comments.get()
    made = {"thread": thread, "comment": comment, "comment_pk": comment, "other": other, "reported": reported}
    if not isinstance(it, Document):
        return made
    Document.objects.filter(pk=it.pk).update(history_public=True)  # since when one sees it is tested where that is told
    block = content.read_document(it)["content"][0]
    made["version_pk"] = name_version(it, f"{word}, première", by=maker)
    made["sid"] = make_suggestion(it, block["attrs"]["id"], block, [better(block, word)], by=maker)
    return made


def better(block: dict[str, Any], word: str) -> dict[str, Any]:
    return block | {"content": [{"type": "text", "text": f"{word}, mieux dit"}]}


def words_beside(made: dict[str, Any]) -> dict[str, str]:
    """What a request says of them."""
    if "sid" not in made:
        return {}
    suggestion = made["sid"]
    return {
        "block": suggestion.block,
        "node": json.dumps(suggestion.before),
        "better": json.dumps(better(suggestion.before, "Encore")),
        "version": str(made["version_pk"].pk),
    }
