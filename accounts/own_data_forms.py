"""What is asked before an account is closed, and the code that shows that it is really you."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal_data import ANONYMISE, BLANK

HOWS_EXPLAINED = {
    ANONYMISE: _(
        "The texts and images you made stay where they are. Where your name stood, one reads “Former member”."
    ),
    BLANK: _(
        "What you wrote disappears from every document, earlier versions included, and your images become grey cards. "
        "Titles, headings without their words and the shape of tables stay, and so does what others wrote."
    ),
}


class ClosingForm(forms.Form):
    explanations = HOWS_EXPLAINED

    how = forms.ChoiceField(
        label=_("What becomes of what you wrote"),
        choices=[(ANONYMISE, _("It stays, without my name")), (BLANK, _("It is erased"))],
        widget=forms.RadioSelect,
    )
    confirmation = forms.CharField(max_length=254, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)
        self._expected = user.email or user.name
        self.fields["confirmation"].label = (
            _("Type your address to confirm") if user.email else _("Type your name to confirm")
        )

    def clean_confirmation(self) -> str:
        typed = str(self.cleaned_data["confirmation"]).strip()
        if typed.casefold() != self._expected.strip().casefold():
            raise forms.ValidationError(_("This is not what is expected: nothing was closed."), code="not_confirmed")
        return typed


class ProofForm(forms.Form):
    code = forms.CharField(
        label=_("Code received by e-mail"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text"}),
    )
