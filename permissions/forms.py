"""Inviting someone to whatever can be shared, and asking to be let in."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import User
from permissions import roles
from permissions.invitations import invite
from permissions.models import Shareable
from permissions.models_asked import Invitation
from permissions.requests import LONGEST_MESSAGE


class InviteForm(forms.Form):
    """By the exact address, with an account or not: there is no list of people to search."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the message"),
        choices=settings.LANGUAGES,
        required=False,
        help_text=gettext_lazy("For someone without an account; others receive it in their own."),
    )

    def __init__(self, kind: str, data: Any = None) -> None:
        super().__init__(data, initial={"role": "view", "language": get_language()})
        ladder = roles.LADDERS[kind]
        self.fields["role"].choices = [(rung, roles.NAMES[rung].capitalize()) for rung in ladder]  # type: ignore[attr-defined]
        self.explanations = {rung: roles.ABLE_TO[rung] for rung in ladder}
        self.outcome: User | Invitation | None = None

    def granted(self, subject: Shareable, *, by: Any) -> bool:
        """Grants or invites, as was asked; a refusal (the last manager stepping down) is told beside the role."""
        said = self.cleaned_data
        try:
            self.outcome = invite(subject, said["email"], said["role"], by=by, language=said["language"])
        except forms.ValidationError as refusal:
            self.add_error("role", refusal)
        return self.is_valid()

    def told(self) -> str:
        """Only managers read it: to them alone we say whether an address has an account."""
        if isinstance(self.outcome, Invitation):
            return _("An invitation is on its way to %(email)s.") % {"email": self.outcome.email}
        return _("%(person)s was let in, and is told by e-mail.") % {"person": self.outcome}


class AskForm(forms.Form):
    """The roles that the address in question has, whatever is there."""

    role = forms.ChoiceField(label=gettext_lazy("I would like to be"))
    message = forms.CharField(
        label=gettext_lazy("A few words for the people who will answer"),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, kind: str, data: Any = None, *, above: str | None = None) -> None:
        """`above`: the rung that the person has; only higher ones are asked for, and never the highest."""
        super().__init__(data)
        rungs = roles.LADDERS[kind][roles.height(kind, above) + 1 : -1]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (rung, f"{roles.NAMES[rung].capitalize()} ({roles.ABLE_TO[rung]})") for rung in rungs
        ]
        self.possible = bool(rungs)
