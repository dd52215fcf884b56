"""Who is told of what: each verb of the product, to whom it is said, and who hears of it because they follow the place.

One data file. The names of groups of people are those of `notifications/people.py`; a test holds every verb to be in
`TOLD` or in `NOBODY`.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

PERSON = "person"  # whom the event is about
THREAD = "thread"  # who took part in the thread before
PROPOSER = "proposer"  # who made the suggestion
MANAGERS = "managers"  # who manages the place
FOLLOWERS = "followers"  # who wrote, commented, proposed, was mentioned, manages, or asked to be told
COMPANIONS = "companions"  # of a new document: who manages its workspace, or asked to be told of it


@dataclass(frozen=True)
class Told:
    """`to` are those to whom it is said, with `you` as its sentence for them; `others` follow the place.

    `mailed` is false where a letter of its own has left already.
    """

    to: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    you: Any = ""
    mailed: bool = True


TOLD: dict[str, Told] = {
    "discussion.opened": Told(others=(FOLLOWERS,)),
    "discussion.answered": Told((THREAD,), (FOLLOWERS,), _("answered in a discussion of yours in “%(title)s”")),
    "discussion.waiting": Told((MANAGERS,), (), _("wrote a comment that waits for you in “%(title)s”")),
    "discussion.mentioned": Told((PERSON,), (), _("mentioned you in “%(title)s”")),
    "discussion.assigned": Told((PERSON,), (), _("asks you to take up a discussion in “%(title)s”")),
    "discussion.resolved": Told(others=(THREAD,)),
    "discussion.reopened": Told(others=(THREAD,)),
    "discussion.reported": Told((MANAGERS,), (), _("reports a comment to you in “%(title)s”")),
    "discussion.hidden": Told((PERSON,), (), _("hid a comment of yours in “%(title)s”")),
    "discussion.shown": Told((PERSON,), (FOLLOWERS,), _("published your comment in “%(title)s”")),
    "suggestion.made": Told(others=(FOLLOWERS,)),
    "suggestion.accepted": Told((PROPOSER,), (FOLLOWERS,), _("accepted your proposal in “%(title)s”")),
    "suggestion.refused": Told((PROPOSER,), (), _("refused your proposal in “%(title)s”")),
    "suggestion.outdated": Told(
        (PROPOSER,), (), _("the passage of your proposal in “%(title)s” has changed: it is outdated")
    ),
    "document.created": Told(others=(COMPANIONS,)),
    "document.edited": Told(others=(FOLLOWERS,)),
    "document.renamed": Told(others=(FOLLOWERS,)),
    "document.restored": Told(others=(FOLLOWERS,)),
    "document.moved": Told(others=(FOLLOWERS,)),
    "document.stage_changed": Told(others=(FOLLOWERS,)),
    "document.unlocked": Told(others=(FOLLOWERS,)),
    "document.published": Told(others=(FOLLOWERS,)),
    "document.rolled_back": Told((PERSON,), (FOLLOWERS,), _("took back what you had written in “%(title)s”")),
    "document.name_erased": Told((PERSON,), (), _("took your name out of “%(title)s”, as was asked in writing")),
    "document.brought_back": Told(others=(FOLLOWERS,)),
    "document.export_made": Told((PERSON,), (), _("your file %(format)s of “%(title)s” is ready"), mailed=False),
    "document.export_failed": Told(
        (PERSON,), (), _("your file %(format)s of “%(title)s” could not be made"), mailed=False
    ),
    "document.volume_made": Told((PERSON,), (), _("your volume “%(volume)s” is ready"), mailed=False),
    "document.volume_failed": Told((PERSON,), (), _("your volume “%(volume)s” could not be made"), mailed=False),
    "version.named": Told(others=(FOLLOWERS,)),
    "version.restored": Told(others=(FOLLOWERS,)),
    "access.granted": Told((PERSON,), (), _("made you %(role)s of “%(title)s”"), mailed=False),
    "access.requested": Told((MANAGERS,), (), _("asks you to be %(role)s of “%(title)s”"), mailed=False),
    "access.invitation_accepted": Told(others=(MANAGERS,), mailed=False),
}

# Verbs of which nobody is told: the trail keeps them, and where it matters a mail of its own says it.
NOBODY = frozenset(
    {
        "discussion.edited",
        "discussion.deleted",
        "discussion.reacted",
        "discussion.reaction_withdrawn",
        "discussion.unassigned",
        "discussion.report_dismissed",
        "discussion.rules_changed",
        "suggestion.withdrawn",
        "suggestion.reopened",
        "template.added",
        "template.removed",
        "template.chosen",
        "template.unchosen",
        "workspace.created",
        "workspace.changed",
        "workspace.deleted",
        "workspace.erased",
        "document.trashed",
        "document.deleted",
        "document.archived",
        "document.exported",
        "document.volume_exported",
        "document.imported",
        "document.name_withdrawn",
        "document.image_added",
        "document.history_opened",
        "document.history_closed",
    }
)
# Whole kinds of which nobody is told, unless a verb of theirs is in `TOLD`.
NO_KINDS = frozenset({"account", "organisation", "group", "access", "activity"})
