"""Forms of workspaces: opening one, describing it, saying who can open it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from permissions.models import Reach

REACHES_EXPLAINED = {
    Reach.RESTRICTED: _("Only the people you add see the workspace and its documents."),
    Reach.SIGNED_IN: _("Anyone who has an account can read it; the people you add can do more."),
    Reach.PUBLIC: _("Anyone can read it, even without an account. For what is meant to be public."),
}


class DescriptionForm(forms.Form):
    name = forms.CharField(label=_("Name of the workspace"), max_length=200)
    description = forms.CharField(
        label=_("What you want to do there together"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReachForm(forms.Form):
    explanations = REACHES_EXPLAINED

    reach = forms.ChoiceField(
        label=_("Who can open the workspace"),
        choices=Reach.choices,
        initial=Reach.RESTRICTED,
        widget=forms.RadioSelect,
        help_text=_("You can change this at any time."),
    )


class WorkspaceForm(ReachForm, DescriptionForm):
    """Fields of the last base come first."""
