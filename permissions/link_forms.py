"""Forms of a link: how far it opens, and what one gives to come in by it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from permissions import roles
from permissions.actions import share_by_link
from permissions.doors import Door
from permissions.guests import LONGEST_NAME
from permissions.links import KEPT, LONGEST, SHORTEST
from permissions.models import Reach, Shareable

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
QUIET = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class LinkForm(forms.Form):
    """A password that is left empty stays; it is taken away by its box."""

    reach = forms.ChoiceField(label=_("Who can open it"), choices=Reach.choices, widget=forms.RadioSelect)
    link_role = forms.ChoiceField(label=_("What this address lets them do"), required=False)
    until = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("After that day the address opens nothing any more. Without a date, it stays open."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        max_length=LONGEST,
        help_text=_(
            "%(least)s characters at least. It is asked of everybody you did not invite: send it by another way."
        ),
        widget=forms.TextInput(attrs=QUIET),
    )
    no_password = forms.BooleanField(label=_("Take the password away"), required=False)

    def __init__(self, subject: Shareable, explanations: Mapping[Any, Any], data: Any = None) -> None:
        self.last_day = timezone.localdate(subject.link_until - SECOND) if subject.link_until else None
        opening = {"reach": subject.reach, "link_role": subject.link_role, "until": self.last_day}
        super().__init__(data, initial=opening)
        self.subject, self.explanations = subject, explanations
        fields: dict[str, Any] = self.fields
        fields["link_role"].choices = [
            (rung, f"{roles.NAMES[rung].capitalize()} ({roles.ABLE_TO[rung]})")
            for rung in roles.LADDERS[subject.kind][:-1]
        ]
        fields["password"].help_text = fields["password"].help_text % {"least": SHORTEST}
        if subject.link_password:
            fields["password"].label = _("Another password")
        else:
            del fields["no_password"]

    def shared(self, *, by: Any) -> bool:
        """Does what was asked; a refusal is told beside its field."""
        said = self.cleaned_data
        password = None if said.get("no_password") else said["password"] or KEPT
        try:
            share_by_link(
                self.subject,
                reach=said["reach"],
                link_role=said["link_role"] or self.subject.link_role,
                until=self._end(said["until"]),
                password=password,
                by=by,
            )
        except forms.ValidationError as refusal:
            self.add_error(None, refusal)
        return self.is_valid()

    def _end(self, day: date | None) -> Any:
        """The midnight that ends the day; an exact end that a program gave stays if the day does."""
        if day == self.last_day:
            return KEPT
        return timezone.make_aware(datetime.combine(day + DAY, time.min)) if day else None


class DoorForm(forms.Form):
    """What a door wants, and nothing else."""

    password = forms.CharField(
        label=_("Password"), strip=False, max_length=LONGEST, widget=forms.PasswordInput(attrs=QUIET)
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=LONGEST_NAME,
        help_text=_("It is shown beside what you write. You are presented as a guest, without an account."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, door: Door, data: Any = None) -> None:
        super().__init__(data)
        if not door.wants_password:
            del self.fields["password"]
        if not door.wants_name:
            del self.fields["name"]


class GroupForm(forms.Form):
    """A role for one of the groups and organisations that the manager belongs to."""

    group = forms.TypedChoiceField(label=_("Group or organisation"))
    group_role = forms.ChoiceField(label=_("Role"), initial="view")

    def __init__(self, kind: str, mine: Sequence[tuple[Group, str]], data: Any = None) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["group"].choices = [(str(group.pk), name) for group, name in mine]
        fields["group"].coerce = {str(group.pk): group for group, _name in mine}.get
        fields["group_role"].choices = [(rung, roles.NAMES[rung].capitalize()) for rung in roles.LADDERS[kind]]
        self.possible = bool(mine)
