"""What is asked before a name is taken out of a document."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class WithdrawalForm(forms.Form):
    sure = forms.BooleanField(label=_("I have understood that this cannot be taken back."))


class ErasureForm(forms.Form):
    asked_on: Any = forms.DateField(
        label=_("Day on which the request was written"),
        help_text=_("The trail keeps this day, who did it, and the number of the account; never the name."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    sure = forms.BooleanField(
        label=_("I hold their written request, and have understood that this cannot be taken back.")
    )
