"""allauth's forms of second factors with our words."""

from typing import Any

from allauth.core import context
from allauth.mfa.base import forms as theirs
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm, LoginWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import shared_device
from accounts.sign_in_forms import OurWords

CODE = _("Code from your application, or a recovery code")


class CodeForm(OurWords, theirs.AuthenticateForm):
    words = {"code": CODE}


class CodeAgainForm(OurWords, theirs.ReauthenticateForm):
    words = {"code": CODE}


class ApplicationForm(OurWords, ActivateTOTPForm):
    words = {"code": _("Code that the application shows")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class PasskeyForm(OurWords, AddWebAuthnForm):
    words = {"name": _("Name of this passkey"), "passwordless": _("Sign in with it alone")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        alone = self.fields["passwordless"]
        alone.initial = True
        alone.help_text = _("No code by e-mail, no password. Untick it for a key that serves as a second step only.")


class PasskeyNameForm(OurWords, EditWebAuthnForm):
    words = {"name": _("Name of this passkey")}


class PasskeyDoorForm(LoginWebAuthnForm):
    """Signing in with a passkey alone; the box of the form above is carried here by the page's script."""

    shared_device = forms.BooleanField(required=False)

    def clean(self) -> Any:
        shared_device.choose(context.request, self.cleaned_data.get(shared_device.CHOICE, False))
        return super().clean()
