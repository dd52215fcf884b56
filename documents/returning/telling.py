"""What a returned file comes to, as it is shown before it becomes proposals."""

import copy
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from documents.content import Tree, read_document
from documents.formats.nodes import text_of
from documents.models import Return, Suggestion
from documents.outgoing.draft import Draft

WHY: dict[str, Any] = {
    "gone": _("The passage is in the text no more."),
    "changed": _("Others changed this passage too since the file was made, and both together are unclear."),
    "unnamed": _("This place has no name by which a proposal could be made for it."),
    "unfit": _("This is too long or too deep for one proposal."),
}


@dataclass(frozen=True)
class Kept:
    """The words of the file where they could not be proposed: nothing of them is lost."""

    why: Any
    was: str
    wanted: str


def told_left(left: list[dict[str, Any]]) -> list[Kept]:
    return [Kept(WHY.get(one["why"], WHY["changed"]), one["was"], one["wanted"]) for one in left]


def shown_texts(brought: Return) -> tuple[Tree, Tree, list[dict[str, Any]]]:
    """The text of today, the same with every proposal put in, and what has ceased to fit since."""
    today = read_document(brought.document)
    draft = Draft(copy.deepcopy(today))
    unfit = []
    for one in brought.proposed:
        if not draft.accept(Suggestion(block=one["block"], before=one["before"], proposed=one["proposed"])):
            words = {"was": text_of([one["before"]]), "wanted": text_of(one["proposed"])}
            unfit.append({"why": "changed"} | words)
    return today, draft.tree, unfit
