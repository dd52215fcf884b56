"""Every verb of the product and its sentence, in one table. `%(title)s` and the like come from the event's data."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    "account.joined": _("joined Tablée"),
    "account.profile_changed": _("changed their profile"),
    "organisation.created": _("opened the organisation “%(title)s”"),
    "organisation.renamed": _("renamed the organisation “%(before)s” to “%(title)s”"),
    "organisation.verified": _("verified the organisation “%(title)s”"),
    "organisation.verification_withdrawn": _("withdrew the verification of “%(title)s”"),
    "organisation.domains_changed": _("changed which addresses let one join “%(title)s”"),
    "organisation.joined": _("joined “%(title)s”"),
    "organisation.member_added": _("added %(person)s to “%(title)s”"),
    "organisation.manager_named": _("named %(person)s manager of “%(title)s”"),
    "organisation.role_changed": _("changed the role of %(person)s in “%(title)s”"),
    "organisation.member_removed": _("took %(person)s out of “%(title)s”"),
    "organisation.membership_ended": _("%(person)s no longer belongs to “%(title)s”"),
    "group.created": _("made the group “%(title)s”"),
    "group.renamed": _("renamed the group “%(before)s” to “%(title)s”"),
    "group.member_added": _("added %(person)s to the group “%(title)s”"),
    "group.role_changed": _("changed the role of %(person)s in the group “%(title)s”"),
    "group.member_removed": _("took %(person)s out of the group “%(title)s”"),
    "group.deleted": _("deleted the group “%(title)s”"),
    "account.exported": _("took away a copy of their data"),
    "account.closed": _("closed their account"),
    "account.erased": _("was erased after closing their account"),
    "account.second_factor_added": _("added a second step to sign in"),
    "account.second_factor_removed": _("took a second step to sign in off an account"),
    "account.administrator_named": _("made %(person)s an administrator of the site"),
    "account.administrator_removed": _("took the administration of the site away from %(person)s"),
    "account.suspended": _("suspended the account of %(person)s"),
    "account.reinstated": _("opened the account of %(person)s again"),
    "account.acting_started": _("began to act for %(person)s"),
    "account.acting_ended": _("stopped acting for %(person)s"),
    "workspace.created": _("created the workspace “%(title)s”"),
    "workspace.changed": _("changed the description of the workspace"),
    "workspace.deleted": _("deleted the workspace “%(title)s” for ever; the package %(package)s keeps it"),
    "workspace.erased": _("deleted the workspace “%(title)s”, theirs alone, by closing their account"),
    "document.created": _("created “%(title)s”"),
    "document.edited": _("wrote in “%(title)s”"),
    "document.renamed": _("renamed “%(before)s” to “%(title)s”"),
    "document.trashed": _("moved “%(title)s” to the trash"),
    "document.restored": _("took “%(title)s” out of the trash"),
    "document.deleted": _("deleted “%(title)s” for ever"),
    "document.archived": _("deleted “%(title)s” for ever; the package %(package)s keeps it"),
    "document.imported": _("made “%(title)s” from a file"),
    "document.brought_back": _("brought “%(title)s” back from Word; proposals made of it: %(count)s"),
    "document.exported": _("exported “%(title)s” to %(format)s"),
    "document.export_made": _("the file %(format)s of “%(title)s” that %(person)s asked for is ready"),
    "document.export_failed": _("the file %(format)s of “%(title)s” that %(person)s asked for could not be made"),
    "document.image_added": _("added an image to “%(title)s”"),
    "version.named": _("kept a version of “%(title)s” under the name “%(name)s”"),
    "version.restored": _("went back to an older version of “%(title)s”"),
    "document.rolled_back": _("took back what %(person)s wrote in “%(title)s”"),
    "document.name_withdrawn": _("took their own name out of “%(title)s”"),
    "document.name_erased": _("took somebody’s name out of “%(title)s”, at their written request"),
    "document.stage_changed": _("changed the stage of “%(title)s”"),
    "document.published": _("published “%(title)s”"),
    "document.unlocked": _("unlocked “%(title)s”, which was adopted"),
    "document.history_opened": _("opened the whole history of “%(title)s” to its readers"),
    "document.history_closed": _("closed the history of “%(title)s” to those who came later"),
    "suggestion.made": _("proposed a change in “%(title)s”"),
    "suggestion.accepted": _("accepted a proposal of %(person)s in “%(title)s”"),
    "suggestion.refused": _("refused a proposal of %(person)s in “%(title)s”"),
    "suggestion.withdrawn": _("withdrew a proposal in “%(title)s”"),
    "suggestion.outdated": _("the passage that %(person)s proposed to change in “%(title)s” has changed"),
    "suggestion.reopened": _("a proposal of %(person)s fits “%(title)s” again"),
    "access.granted": _("made %(person)s %(role)s of “%(title)s”"),
    "access.revoked": _("removed %(person)s from “%(title)s”"),
    "access.shared": _("changed who can open “%(title)s”"),
    "access.entered": _("came in by the link of “%(title)s”"),
    "access.guest_entered": _("came in as a guest by the link of “%(title)s”"),
    "account.guest_taken_over": _("took along what they had written as a guest"),
    "access.restricted": _("kept “%(title)s” for those with a role on it"),
    "access.unrestricted": _("opened “%(title)s” again to the people of the workspace or the document above"),
    "document.moved": _("moved “%(title)s”"),
    "discussion.opened": _("opened a discussion on “%(title)s”"),
    "discussion.answered": _("answered in a discussion on “%(title)s”"),
    "discussion.waiting": _("wrote a comment on “%(title)s” that waits for a manager"),
    "discussion.edited": _("changed a comment of theirs on “%(title)s”"),
    "discussion.deleted": _("took back a comment on “%(title)s”"),
    "discussion.mentioned": _("mentioned %(person)s in a discussion on “%(title)s”"),
    "discussion.reacted": _("reacted to a comment on “%(title)s”"),
    "discussion.reaction_withdrawn": _("took back a reaction to a comment on “%(title)s”"),
    "discussion.resolved": _("resolved a discussion on “%(title)s”"),
    "discussion.reopened": _("opened a discussion on “%(title)s” again"),
    "discussion.assigned": _("gave a discussion on “%(title)s” to %(person)s"),
    "discussion.unassigned": _("gave a discussion on “%(title)s” to nobody any more"),
    "discussion.reported": _("reported a comment on “%(title)s”"),
    "discussion.hidden": _("hid a comment of %(person)s on “%(title)s”"),
    "discussion.shown": _("let a comment of %(person)s on “%(title)s” be seen"),
    "discussion.report_dismissed": _("left a comment of %(person)s on “%(title)s” that was reported"),
    "discussion.rules_changed": _("changed who may comment on “%(title)s”"),
    "access.invited": _("invited an address to be %(role)s of “%(title)s”"),
    "access.invitation_revoked": _("withdrew an invitation to “%(title)s”"),
    "access.invitation_accepted": _("accepted an invitation to be %(role)s of “%(title)s”"),
    "access.requested": _("asked to be %(role)s of “%(title)s”"),
    "access.request_refused": _("refused a request for access to “%(title)s”"),
    "activity.exported": _("took the audit trail away as a file"),
    "activity.blanked": _("took a name out of what is told here"),
}

# What is only told. Every other verb is one of audit: a new one is in a chain unless it is named here.
ORDINARY = frozenset(
    {
        "account.joined",
        "account.profile_changed",
        "workspace.changed",
        "document.created",
        "document.edited",
        "document.renamed",
        "document.image_added",
        "document.export_made",
        "document.export_failed",
        "document.brought_back",
        "suggestion.made",
        "suggestion.accepted",
        "suggestion.refused",
        "suggestion.withdrawn",
        "suggestion.outdated",
        "suggestion.reopened",
        "discussion.opened",
        "discussion.answered",
        "discussion.waiting",
        "discussion.edited",
        "discussion.mentioned",
        "discussion.reacted",
        "discussion.reaction_withdrawn",
        "discussion.resolved",
        "discussion.reopened",
        "discussion.assigned",
        "discussion.unassigned",
        "version.named",
        "version.restored",
    }
)
AUDIT = frozenset(SENTENCES) - ORDINARY

# What the feed of a workspace tells those who see the subject. The rest (who took what away, who was invited) is for managers.
FEED = frozenset(
    {
        "workspace.created",
        "workspace.changed",
        "document.created",
        "document.edited",
        "document.renamed",
        "document.trashed",
        "document.restored",
        "document.image_added",
        "version.named",
        "version.restored",
        "document.stage_changed",
        "document.published",
        "document.unlocked",
        "access.granted",
        "access.revoked",
        "access.shared",
        "access.restricted",
        "access.unrestricted",
        "access.invitation_accepted",
        "document.moved",
        "document.brought_back",
        "suggestion.made",
        "suggestion.accepted",
        "suggestion.refused",
        "discussion.opened",
        "discussion.answered",
        "discussion.resolved",
        "discussion.reopened",
        "discussion.hidden",
        "discussion.rules_changed",
    }
)

# The kinds by which one filters: what stands before the dot of a verb.
KINDS: dict[str, Any] = {
    "workspace": _("The workspace"),
    "document": _("Documents"),
    "suggestion": _("Proposals"),
    "discussion": _("Discussions"),
    "version": _("Versions"),
    "access": _("Roles and access"),
    "account": _("Accounts"),
    "organisation": _("Organisations"),
    "group": _("Groups"),
    "activity": _("The audit trail"),
}


def kind_of(verb: str) -> str:
    return verb.partition(".")[0]


def sentence(verb: str, data: dict[str, Any]) -> str:
    """The sentence of a verb; data that lacks a word leaves a blank rather than an error in a feed.

    A verb that is none, as in a row that somebody changed, is told as it stands.
    """
    words: defaultdict[str, Any] = defaultdict(str, person=gettext("someone"))
    words.update(data)
    return str(SENTENCES[verb]) % words if verb in SENTENCES else verb
