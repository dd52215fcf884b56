"""Forms of what has members: its name, who to add, which addresses let one join."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.members import person_at
from accounts.models import Role, User

ROLES_EXPLAINED = {
    Role.MEMBER: _("has every role that was given to all of them"),
    Role.MANAGER: _("adds people and removes them too"),
}


class NameForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)


class MemberForm(forms.Form):
    """Adds someone by the exact address of their account: there is no list of people to search."""

    explanations = ROLES_EXPLAINED

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"role": Role.MEMBER})
        self.fields["role"].choices = [(role.value, role.label.capitalize()) for role in Role]  # type: ignore[attr-defined]
        self.person: User | None = None

    def clean_email(self) -> str:
        """Only managers reach this form: to them alone we say whether an address has an account."""
        self.person = person_at(self.cleaned_data["email"])
        return str(self.cleaned_data["email"])


class DomainForm(forms.Form):
    domain = forms.CharField(
        label=_("What stands after the @ of your addresses"),
        max_length=253,
        help_text=_("For instance “lyon.fr”. You need a confirmed address there yourself."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
