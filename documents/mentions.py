"""Mentions in trees: of the text as versions and proposals keep it, their labels replaced as they are in the log."""

from typing import Any

from django.db.models import Q
from django.utils import translation

from documents.content import Tree
from documents.formats.nodes import Node, children, kind, label
from documents.models import Document, Suggestion
from documents.models.version import HANDS
from realtime.relabelling import LABEL, NAME, USER, Relabel

KEPT = ("before", "proposed", "applied")  # the trees of a proposal


def label_in(document: Document, words: Any) -> str:
    """Lazy words in the language of the text."""
    with translation.override(document.language):
        return str(words)


def relabel_versions(document: Document, wanted: Relabel) -> int:
    """How many changed. Where a version says whose its letters are, theirs are `wanted.user`'s from then on."""
    changed = 0
    for version in document.versions.order_by("pk").iterator(chunk_size=20):
        was, hands = version.tree, version.hands
        tree, given = relabelled(was, wanted), _given(hands, wanted)
        if (tree, given) != (was, hands):
            version.tree = tree if given is None else {**tree, HANDS: given}
            version.save(update_fields=["packed"])
            changed += 1
    return changed


def _given(hands: list[tuple[str, int]] | None, wanted: Relabel) -> list[tuple[str, int]] | None:
    """Neighbouring runs of one author in one, as everywhere."""
    if hands is None or wanted.user is None:
        return hands
    found: list[tuple[str, int]] = []
    for author, length in hands:
        author = wanted.user if author in wanted.keys else author
        before = found.pop()[1] if found and found[-1][0] == author else 0
        found.append((author, before + length))
    return found


def relabel_proposals(document: Document, wanted: Relabel) -> int:
    """How many changed."""
    there = Q()
    for field in KEPT:
        there |= Q(**{f"{field}__icontains": f'"{NAME}"'})
    changed = 0
    for one in Suggestion.objects.filter(there, document=document):
        trees = {field: _each(getattr(one, field), wanted) for field in KEPT}
        if any(trees[field] != getattr(one, field) for field in KEPT):
            Suggestion.objects.filter(pk=one.pk).update(**trees)
            changed += 1
    return changed


def _each(kept: Any, wanted: Relabel) -> Any:
    if isinstance(kept, list):
        return [relabelled(one, wanted) for one in kept]
    return relabelled(kept, wanted) if kept is not None else None


def relabelled(node: Node, wanted: Relabel) -> Tree:
    if kind(node) == NAME and wanted.names(_key(node), label(node, LABEL)):
        return {**node, "attrs": {**node["attrs"], **wanted.values}}
    if "content" not in node:
        return node
    return {**node, "content": [relabelled(child, wanted) for child in children(node)]}


def _key(mention: Node) -> str:
    user = mention.get("attrs", {}).get(USER)
    return "" if user is None else str(int(user) if isinstance(user, float) else user)
