"""The ladders as data (DESIGN §7): a role is a rung, held with every rung below it."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

LADDERS: dict[str, tuple[str, ...]] = {
    "workspace": ("view", "contribute", "change", "manage"),
    "document": ("view", "comment", "suggest", "change", "manage"),
}

# What a rung on what holds an object is worth on it.
INHERITED: dict[tuple[str, str], dict[str, str]] = {
    ("workspace", "document"): {"view": "view", "contribute": "suggest", "change": "change", "manage": "manage"},
    ("document", "document"): {rung: rung for rung in LADDERS["document"]},
}

NAMES: "dict[str, StrOrPromise]" = {
    "view": _("reader"),
    "comment": _("commenter"),
    "suggest": _("proposer"),
    "contribute": _("contributor"),
    "change": _("editor"),
    "manage": _("manager"),
}

ABLE_TO: "dict[str, StrOrPromise]" = {
    "view": _("reads"),
    "comment": _("reads and comments"),
    "suggest": _("reads, comments and proposes changes"),
    "contribute": _("reads, comments and proposes changes"),
    "change": _("writes"),
    "manage": _("writes, shares and deletes"),
}


def height(kind: str, rung: str | None) -> int:
    """How high a rung stands on a ladder; -1 for none or for a rung of another ladder."""
    return LADDERS[kind].index(rung) if rung in LADDERS[kind] else -1


def highest(kind: str, rungs: Iterable[str | None]) -> str | None:
    return max(rungs, key=lambda rung: height(kind, rung), default=None)


def reaches(kind: str, rung: str | None, wanted: str) -> bool:
    """Whether holding `rung` is enough for `wanted`; an unknown wish is never granted."""
    return wanted in LADDERS[kind] and height(kind, rung) >= height(kind, wanted)


def carried(kinds: Sequence[str], rung: str) -> str:
    """What a rung on the first of these kinds is worth on the last, each holding the next one."""
    for above, below in pairwise(kinds):
        rung = INHERITED[above, below][rung]
    return rung


def permissions_of(kind: str) -> "list[tuple[str, StrOrPromise]]":
    """For `Meta.permissions`: ("comment_document", "Can comment document")."""
    return [(f"{rung}_{kind}", f"Can {rung} {kind}") for rung in LADDERS[kind]]
