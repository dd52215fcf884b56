"""What a person is asked about themselves: at sign-up, and on their profile."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.actions import choose_language, complete_profile
from accounts.models import Profile, User

KINDS_EXPLAINED = {
    Profile.Kind.PUBLIC_SERVANT: _("I work for the State, a local authority or a public body."),
    Profile.Kind.ENTREPRENEUR: _("I run a business or work in one."),
    Profile.Kind.CITIZEN: _("I speak for myself."),
    Profile.Kind.RESEARCHER: _("I teach, study or do research."),
    Profile.Kind.ASSOCIATION: _("I act in an association or a collective."),
}


class ProfileSignupForm(forms.Form):
    """The part of the sign-up form that is ours; allauth adds the e-mail address."""

    field_order = ["name", "email", "kind", "organisation"]
    explanations = KINDS_EXPLAINED

    name = forms.CharField(
        label=_("Your name"),
        max_length=100,
        help_text=_("As others will read it beside what you write."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    kind = forms.ChoiceField(
        label=_("I take part as"),
        choices=Profile.Kind.choices,
        widget=forms.RadioSelect,
        help_text=_("Shown beside your name, so that people know who is speaking. It gives no right."),
    )
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        help_text=_("Shown beside your name too. Leave it empty if you speak for yourself."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        choose_language(user, get_language() or settings.LANGUAGE_CODE)
        said = self.cleaned_data
        complete_profile(user, name=said["name"], kind=said["kind"], organisation=said["organisation"])


class ProfileForm(ProfileSignupForm):
    """The same questions once signed in, and the language."""

    field_order = ["name", "kind", "organisation", "language"]

    language = forms.ChoiceField(label=_("Language of the site"), choices=settings.LANGUAGES, widget=forms.RadioSelect)

    @classmethod
    def about(cls, user: User, data: Any = None) -> "ProfileForm":
        profile = getattr(user, "profile", None)
        known = {"name": user.name, "language": user.language}
        if profile is not None:
            known |= {"kind": profile.kind, "organisation": str(profile.organisation or "")}
        return cls(data, initial=known)


class ReasonForm(forms.Form):
    """What an administrator says to the person, and to the record, before changing something of their account."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("The person reads it in a mail; it is recorded."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ActForForm(ReasonForm):
    minutes = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[(minutes, _("%d minutes") % minutes) for minutes in (15, 30, 60)],
        initial=15,
    )
