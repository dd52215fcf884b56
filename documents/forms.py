"""Forms of documents: a title, who can open one by its address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from permissions import roles
from permissions.models import Reach

REACHES_EXPLAINED = {
    Reach.RESTRICTED: _("Only the people listed on this page."),
    Reach.SIGNED_IN: _("Anyone who has the address and an account."),
    Reach.PUBLIC: _("Anyone who has the address; without an account, to read only."),
}


class TitleForm(forms.Form):
    title = forms.CharField(
        label=_("Title"), max_length=250, widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True})
    )


class LinkForm(forms.Form):
    explanations = REACHES_EXPLAINED

    reach = forms.ChoiceField(label=_("Who can open the document"), choices=Reach.choices, widget=forms.RadioSelect)
    link_role = forms.ChoiceField(label=_("What an account lets them do with this address"))

    def __init__(self, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        below_manager = roles.LADDERS["document"][:-1]
        self.fields["link_role"].choices = [  # type: ignore[attr-defined]
            (rung, f"{roles.NAMES[rung].capitalize()} ({roles.ABLE_TO[rung]})") for rung in below_manager
        ]
