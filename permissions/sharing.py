"""What the pages on which things are shared have in common: their forms, told apart by `part`, and what they list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from accounts.grades import described
from accounts.members import name_of_group
from permissions import roles
from permissions.actions import grant, revoke
from permissions.forms import InviteForm
from permissions.group_roles import Groups, groups_around
from permissions.link_forms import GroupForm, LinkForm
from permissions.models import Shareable
from permissions.people_search import is_known_to, known_to


@dataclass
class Parts:
    """The forms of the page; the one that was sent is bound."""

    groups: Groups
    invite: InviteForm
    group: GroupForm
    link: LinkForm
    known: Any = None  # somebody found by name, and the role for them


def parts_of(request: HttpRequest, subject: Shareable, explanations: Mapping[Any, Any]) -> Parts:
    sent = {request.POST.get("part", "person"): request.POST} if request.method == "POST" else {}
    groups = groups_around(subject, request.user)
    return Parts(
        groups,
        InviteForm(subject.kind, sent.get("person")),
        GroupForm(subject.kind, groups.mine, sent.get("group")),
        LinkForm(subject, explanations, sent.get("link")),
        known=sent.get("known"),
    )


def done(request: HttpRequest, subject: Shareable, parts: Parts) -> bool:
    """Whether the form that was sent is right and what it asks was done; a refusal is told in it."""
    if parts.known is not None:
        return _add_known(request, subject, parts.known)
    if parts.invite.is_valid() and parts.invite.granted(subject, by=request.user):
        messages.success(request, parts.invite.told())
        return True
    if parts.group.is_valid():
        group, role = parts.group.cleaned_data["group"], parts.group.cleaned_data["group_role"]
        grant(subject, role, to=group, by=request.user)
        messages.success(request, _let_in(subject, name_of_group(group)))
        return True
    if parts.link.is_valid() and parts.link.shared(by=request.user):
        messages.success(request, _("The change is kept."))
        return True
    return False


def _add_known(request: HttpRequest, subject: Shareable, said: Any) -> bool:
    person = is_known_to(request.user, said.get("person", ""))
    if person is None:
        messages.error(request, _("This is nobody of your workspaces: use the exact address."))
    else:
        role = said.get("role", "")
        told(request, lambda: grant(subject, role, to=person, by=request.user), _let_in(subject, person))
    return True


def _let_in(subject: Shareable, holder: Any) -> str:
    if subject.kind == "workspace":
        return _("%(person)s is now in the workspace.") % {"person": holder}
    return _("%(person)s can open the document now.") % {"person": holder}


def context_of(request: HttpRequest, subject: Any, parts: Parts) -> dict[str, Any]:
    """What the parts of the page draw, for those who manage."""
    words = request.GET.get("q", "")
    return {
        "subject": subject,
        "parts": parts,
        "roles": [(rung, roles.NAMES[rung]) for rung in roles.LADDERS[subject.kind]],
        "groups": parts.groups.held,
        "address": request.build_absolute_uri(subject.get_absolute_url()),
        "words": words,
        "found": known_to(request.user, words),
    }


def found_as_json(request: HttpRequest) -> JsonResponse:
    """The same search for the script of the page."""
    people = known_to(request.user, request.GET.get("q", ""))
    return JsonResponse({"items": [{"id": one.pk, "name": str(one), "quality": described(one)} for one in people]})


def change_holder(request: HttpRequest, subject: Shareable, holder: Any) -> None:
    """Another role for an account or a group, or none any more, by `action`."""
    name = name_of_group(holder) if isinstance(holder, Group) else str(holder)
    if request.POST.get("action") == "remove":
        gone = _("%(person)s has no role of their own here any more.") % {"person": name}
        gone = _("You have left “%(title)s”.") % {"title": subject} if holder == request.user else gone
        told(request, lambda: revoke(subject, of=holder, by=request.user), gone)
    else:
        changed = _("The role of %(person)s has changed.") % {"person": name}
        told(request, lambda: grant(subject, request.POST.get("role", ""), to=holder, by=request.user), changed)


def told(request: HttpRequest, act: Any, sentence: str) -> bool:
    """Do something and say that it is done, or why it was refused."""
    try:
        act()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return False
    messages.success(request, sentence)
    return True
