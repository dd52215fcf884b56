"""Giving a role to someone, on whatever can be shared."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from permissions import roles
from permissions.actions import grant
from permissions.models import Shareable


class InviteForm(forms.Form):
    """Adds someone who already has an account, by the exact address: there is no list of people to search."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, kind: str, data: Any = None) -> None:
        super().__init__(data, initial={"role": "view"})
        ladder = roles.LADDERS[kind]
        self.fields["role"].choices = [(rung, roles.NAMES[rung].capitalize()) for rung in ladder]  # type: ignore[attr-defined]
        self.explanations = {rung: roles.ABLE_TO[rung] for rung in ladder}
        self.person: User | None = None

    def granted(self, subject: Shareable, *, by: Any) -> bool:
        """Grants what was asked; a refusal (the last manager stepping down) is told beside the role."""
        try:
            grant(subject, self.cleaned_data["role"], to=self.person, by=by)
        except forms.ValidationError as refusal:
            self.add_error("role", refusal)
        return self.is_valid()

    def clean_email(self) -> str:
        """Only managers reach this form: to them alone we say whether an address has an account."""
        address = str(self.cleaned_data["email"])
        self.person = User.objects.filter(email__iexact=address, is_active=True).first()
        if self.person is None:
            raise forms.ValidationError(_("No account goes with this address yet."), code="account_unknown")
        return address
