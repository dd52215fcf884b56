"""Pictures of a returned file: those of the document are known by their blocks; it has no others."""

from documents.content import Tree
from documents.formats.nodes import attr, children, kind, text_of, walk
from documents.returning.homes import key_of

_NEAR = 3  # per cent of the page: programs round widths


def settle_figures(before: Tree, after: Tree, was: Tree) -> list[str]:
    """Both trees speak of pictures as the document does. The words of those that are new in the file, which are left out."""
    own = {key_of(node): node for node in walk(was) if kind(node) == "figure"}
    then = {key_of(node): dict(node.get("attrs") or {}) for node in walk(before) if kind(node) == "figure"}
    images = {held["image"]: attr(own[key], "image") for key, held in then.items() if key in own and held.get("image")}
    for node in walk(before):
        if kind(node) == "figure" and key_of(node) in own:
            node["attrs"] = dict(own[key_of(node)].get("attrs") or {})
    lost: list[str] = []
    _settle(after, own, then, images, lost)
    return lost


def _settle(parent: Tree, own: dict[str, Tree], then: dict[str, Tree], images: dict[str, str], lost: list[str]) -> None:
    kept = []
    for node in children(parent):
        if kind(node) != "figure":
            _settle(node, own, then, images, lost)
        elif (key := key_of(node)) in own:
            node["attrs"] = _attrs(node.get("attrs") or {}, then.get(key, {}), own[key].get("attrs") or {})
        elif attr(node, "image") in images:
            node["attrs"] = {**node["attrs"], "image": images[attr(node, "image")]}
        else:
            lost.append(str(attr(node, "alt") or text_of(children(node)) or "…"))
            continue
        kept.append(node)
    if len(kept) != len(children(parent)):
        parent["content"] = kept


def _attrs(now: Tree, then: Tree, own: Tree) -> Tree:
    """As the document has them, but for what somebody changed in the file."""
    made = dict(own)
    for name in ("alt", "decorative", "width"):
        given, before = now.get(name), then.get(name)
        if name == "width" and abs((given or 100) - (before or 100)) <= _NEAR:
            continue
        if given != before:
            made[name] = given
    return {name: value for name, value in made.items() if value is not None}
