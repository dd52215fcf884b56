"""What became of a file, in sentences: what was kept, what was changed, what was lost."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.models import Import


@dataclass(frozen=True)
class Told:
    """One sentence, and the passages it is about."""

    sentence: str
    about: list[str]


@dataclass(frozen=True)
class Report:
    kept: list[str]
    changed: list[Told]
    lost: list[Told]


def report_of(brought: Import) -> Report:
    told = brought.report.get("told", {})
    return Report(kept=_kept(brought.report.get("kept", {})), changed=changed_in(told), lost=lost_in(told))


def changed_in(told: dict[str, Any]) -> list[Told]:
    return [_told(code, told[code], CHANGED) for code in CHANGED if code in told]


def lost_in(told: dict[str, Any]) -> list[Told]:
    return [_told(code, told[code], LOST) for code in LOST if code in told]


def _told(code: str, said: dict[str, Any], sentences: dict[str, Callable[[int], str]]) -> Told:
    count = said["count"]
    return Told(sentences[code](count) % {"count": count}, said["about"])


def _kept(counts: dict[str, int]) -> list[str]:
    lists = sum(counts.get(name, 0) for name in ("bulletList", "orderedList", "taskList"))
    counts = counts | {"lists": lists}
    return [sentence(counts[name]) % {"count": counts[name]} for name, sentence in KEPT.items() if counts.get(name)]


KEPT: dict[str, Callable[[int], str]] = {
    "heading": lambda n: ngettext("%(count)d heading", "%(count)d headings", n),
    "paragraph": lambda n: ngettext("%(count)d paragraph", "%(count)d paragraphs", n),
    "lists": lambda n: ngettext("%(count)d list", "%(count)d lists", n),
    "table": lambda n: ngettext("%(count)d table", "%(count)d tables", n),
    "figure": lambda n: ngettext("%(count)d picture", "%(count)d pictures", n),
    "footnote": lambda n: ngettext("%(count)d footnote", "%(count)d footnotes", n),
    "links": lambda n: ngettext("%(count)d link", "%(count)d links", n),
    "comments": lambda n: ngettext("%(count)d comment", "%(count)d comments", n),
    "suggestions": lambda n: ngettext(
        "%(count)d tracked change, as a proposal to accept or refuse",
        "%(count)d tracked changes, as proposals to accept or refuse",
        n,
    ),
}

CHANGED: dict[str, Callable[[int], str]] = {
    "endnote": lambda n: ngettext("%(count)d endnote is now a footnote.", "%(count)d endnotes are now footnotes.", n),
    "equation": lambda n: ngettext(
        "%(count)d equation is now plain text: read it again.",
        "%(count)d equations are now plain text: read them again.",
        n,
    ),
    "text_box": lambda n: ngettext(
        "The words of %(count)d text box stand after its paragraph.",
        "The words of %(count)d text boxes stand after their paragraphs.",
        n,
    ),
    "chart": lambda n: ngettext(
        "Of %(count)d chart only the words are left.", "Of %(count)d charts only the words are left.", n
    ),
    "diagram": lambda n: ngettext(
        "Of %(count)d diagram only the words are left.", "Of %(count)d diagrams only the words are left.", n
    ),
    "picture_moved": lambda n: ngettext(
        "%(count)d picture that stood in a line of words stands after its paragraph.",
        "%(count)d pictures that stood in lines of words stand after their paragraphs.",
        n,
    ),
    "heading_deep": lambda n: ngettext(
        "%(count)d heading below the sixth level is now of the sixth.",
        "%(count)d headings below the sixth level are now of the sixth.",
        n,
    ),
    "heading_number": lambda n: ngettext(
        "The number of %(count)d heading, which Word counted, was left out.",
        "The numbers of %(count)d headings, which Word counted, were left out.",
        n,
    ),
    "contents": lambda n: _("The table of contents was left out: a text shows one of its own."),
    "blank": lambda n: ngettext("%(count)d blank line was left out.", "%(count)d blank lines were left out.", n),
    "comment_nowhere": lambda n: ngettext(
        "%(count)d comment is on the whole document, since its passage is not in the text.",
        "%(count)d comments are on the whole document, since their passages are not in the text.",
        n,
    ),
    "end_of_paragraph": lambda n: ngettext(
        "%(count)d proposal to cut or join paragraphs was left out.",
        "%(count)d proposals to cut or join paragraphs were left out.",
        n,
    ),
    "table_deep": lambda n: ngettext(
        "Of %(count)d table deep in other tables only the words are left.",
        "Of %(count)d tables deep in other tables only the words are left.",
        n,
    ),
    "deep": lambda n: _("What was nested very deep lost its layout; its words were kept."),
}

LOST: dict[str, Callable[[int], str]] = {
    "new_picture": lambda n: ngettext(
        "%(count)d picture was added in the file: add it on the page, a proposal holds none that is new.",
        "%(count)d pictures were added in the file: add them on the page, a proposal holds none that is new.",
        n,
    ),
    "picture": lambda n: ngettext(
        "%(count)d picture is of a kind that cannot be shown here.",
        "%(count)d pictures are of a kind that cannot be shown here.",
        n,
    ),
    "picture_outside": lambda n: ngettext(
        "%(count)d picture is not in the file, which only says where it is.",
        "%(count)d pictures are not in the file, which only says where they are.",
        n,
    ),
    "note_picture": lambda n: ngettext(
        "%(count)d picture in a footnote was left out.", "%(count)d pictures in footnotes were left out.", n
    ),
    "object": lambda n: ngettext(
        "%(count)d embedded object was left out.", "%(count)d embedded objects were left out.", n
    ),
    "inserted_file": lambda n: ngettext(
        "%(count)d file inserted in this one was not read.", "%(count)d files inserted in this one were not read.", n
    ),
    "hidden": lambda n: ngettext(
        "%(count)d hidden passage was left out.", "%(count)d hidden passages were left out.", n
    ),
    "link": lambda n: ngettext(
        "%(count)d link was left out, whose address is not safe or leads to no web page; its words stay.",
        "%(count)d links were left out, whose addresses are not safe or lead to no web page; their words stay.",
        n,
    ),
    "anchor": lambda n: ngettext(
        "%(count)d link led to a passage that is not there; its words stay.",
        "%(count)d links led to passages that are not there; their words stay.",
        n,
    ),
    "sign": lambda n: ngettext(
        "%(count)d sign of a special font was left out.", "%(count)d signs of special fonts were left out.", n
    ),
    "margins": lambda n: _("What stands at the head or foot of each page was left out."),
    "proposal_lost": lambda n: ngettext(
        "%(count)d tracked change could not become a proposal; the text is as it was before it.",
        "%(count)d tracked changes could not become proposals; the text is as it was before them.",
        n,
    ),
}
