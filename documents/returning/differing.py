"""What somebody did to a text, told block by block: what should stand in the place of each block that is not as it was.

Two trees of one text, in which blocks bear the same ids. A block that is new is told with the one before it, else with the
one after; one that stands elsewhere is taken out there and put in here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from documents.comparing.matching import Twins, match
from documents.content import Tree
from documents.formats.nodes import children, is_inline, kind, walk
from documents.merging import same
from documents.returning.homes import key_of

Who = dict[str, list[str]]


@dataclass
class Edit:
    """`proposed` in the place of `before`; without a `key`, of a block that has no name. `who` tracked it, by name."""

    key: str
    before: Tree
    proposed: list[Tree]
    who: list[str] = field(default_factory=list)


def edits(before: Tree, after: Tree, who: Who | None = None) -> list[Edit]:
    """In the order of the text before. All of them put in, it says what `after` says."""
    return _Differing(who or {}).inside(children(before), children(after))


class _Differing:
    def __init__(self, who: Who) -> None:
        self._who = who

    def inside(self, old: Sequence[Tree], new: Sequence[Tree]) -> list[Edit]:
        twins = match(list(old), list(new))
        found: list[Edit] = []
        wanted: list[list[Tree]] = [[] for _ in old]  # in the place of each
        for was, now in twins.in_place:
            below = self._below(old[was], new[now])
            found += below or []
            wanted[was] = [old[was] if below is not None else new[now]]
        names = {was: key_of(new[now]) for was, now in twins.in_place}
        for at, come, before_it in _come(old, new, twins):
            wanted[at][0:0] = come if before_it else []
            wanted[at] += [] if before_it else come
        for at, node in enumerate(old):
            if not same([node], wanted[at]):
                found.append(self._edit(node, wanted[at], key_of(node) or names.get(at, "")))
        return found

    def _below(self, old: Tree, new: Tree) -> list[Edit] | None:
        """The changes inside two blocks that are alike but for what they hold; None where the block itself is another."""
        if same([old], [new]):
            return []
        if not _is_box(old) or not _is_box(new) or not same([_hull(old)], [_hull(new)]):
            return None
        found = self._cells(old, new) if kind(old) == "table" else self.inside(children(old), children(new))
        if found is None or not all(edit.key for edit in found):
            return None  # something in it has no name: it is told as a whole
        return found

    def _cells(self, old: Tree, new: Tree) -> list[Edit] | None:
        """None unless both have the same rows of the same cells."""
        rows = list(zip(children(old), children(new), strict=False))
        if len(children(old)) != len(children(new)):
            return None
        found: list[Edit] = []
        for was, now in rows:
            if not same(list(map(_hull, children(was))), list(map(_hull, children(now)))):
                return None
            for cell, other in zip(children(was), children(now), strict=True):
                found += self.inside(children(cell), children(other))
        return found

    def _edit(self, before: Tree, proposed: list[Tree], key: str) -> Edit:
        keys = [key_of(node) for each in (before, *proposed) for node in walk(each)]
        names = dict.fromkeys(name for one in dict.fromkeys(keys) for name in self._who.get(one, ()))
        return Edit(key, before, [_bare(node) for node in proposed], list(names))


def _come(old: Sequence[Tree], new: Sequence[Tree], twins: Twins) -> list[tuple[int, list[Tree], bool]]:
    """New blocks, each run with the old block it is told with, and whether it stands before that one.

    In the place of what is gone there, else behind the block before, else before the next.
    """
    stays = {now: was for was, now in twins.in_place}
    found: list[tuple[int, list[Tree], bool]] = []
    run: list[Tree] = []
    last = -1
    for now in range(len(new) + 1):
        if now < len(new) and now not in stays:
            run.append(new[now])
            continue
        following = stays[now] if now < len(new) else len(old)
        if run:
            gone = [at for at in range(last + 1, following) if key_of(old[at])]
            named = last >= 0 and (key_of(old[last]) or following >= len(old))
            if gone:
                found.append((gone[0], run, False))
            elif named or (last >= 0 and following >= len(old)):
                found.append((last, run, False))
            elif following < len(old):
                found.append((following, run, True))
            elif old:
                found.append((max(last, 0), run, False))
            run = []
        last = following
    return found


def _is_box(node: Tree) -> bool:
    inside = children(node)
    return bool(inside) and not any(map(is_inline, inside))


def _hull(node: Tree) -> Tree:
    """A block without what it holds."""
    return {name: held for name, held in node.items() if name != "content"}


def _bare(node: Tree) -> Tree:
    """As a proposal holds it: without ids, which are the server's."""
    made = {name: held for name, held in node.items() if name not in ("attrs", "content")}
    attrs = {name: value for name, value in (node.get("attrs") or {}).items() if name != "id"}
    inside = [_bare(child) for child in children(node)]
    return made | ({"attrs": attrs} if attrs else {}) | ({"content": inside} if inside else {})
