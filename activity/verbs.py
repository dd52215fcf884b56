"""Every verb of the product and its sentence, in one table. `%(title)s` and the like come from the event's data."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    "account.joined": _("joined Tablée"),
    "account.profile_changed": _("changed their profile"),
    "workspace.created": _("created the workspace “%(title)s”"),
    "workspace.changed": _("changed the description of the workspace"),
    "document.created": _("created “%(title)s”"),
    "document.edited": _("wrote in “%(title)s”"),
    "document.renamed": _("renamed “%(before)s” to “%(title)s”"),
    "document.trashed": _("moved “%(title)s” to the trash"),
    "document.restored": _("took “%(title)s” out of the trash"),
    "document.exported": _("exported “%(title)s” to %(format)s"),
    "document.image_added": _("added an image to “%(title)s”"),
    "access.granted": _("made %(person)s %(role)s of “%(title)s”"),
    "access.revoked": _("removed %(person)s from “%(title)s”"),
    "access.shared": _("changed who can open “%(title)s”"),
}


def sentence(verb: str, data: dict[str, Any]) -> str:
    """The sentence of a verb; data that lacks a word leaves a blank rather than an error in a feed."""
    words = {"title": "", "before": "", "person": "", "role": "", "format": ""} | data
    return str(SENTENCES[verb]) % words
