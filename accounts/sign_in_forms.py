"""allauth's forms with our words: one name for an address, no grey words inside fields (they vanish when one types)."""

from typing import Any, ClassVar

from allauth.account import forms as theirs
from allauth.core import context
from allauth.socialaccount.forms import DisconnectForm
from allauth.socialaccount.forms import SignupForm as TheirNewcomerForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts import shared_device

INVITED = "invited_email"  # in the session: the address of the invitation that one comes from

WORDS = {
    "email": _("E-mail address"),
    "login": _("E-mail address"),
    "code": _("Code received by e-mail"),
    "password": _("Password"),
    "oldpassword": _("Your password today"),
    "password1": _("New password"),
    "password2": _("New password, again"),
}


class OurWords:
    """Before a form of allauth: renames its fields."""

    fields: dict[str, Any]
    words: ClassVar[dict[str, Any]] = {}  # those of one form, before those of all

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.words.get(name) or WORDS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            if name in {"password", "oldpassword"}:
                field.help_text = ""  # the page itself leads to what helps
            if name == "password1":
                field.help_text = " ".join(filter(None, password_validators_help_texts()))


class AsksIfShared(OurWords):
    """Before a form of a door: adds the box "This is a shared device", as it was last left in this browser."""

    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[shared_device.CHOICE] = forms.BooleanField(
            label=_("This is a shared device"),
            help_text=_("Nothing is kept in this browser, and you are signed out when it closes."),
            required=False,
            initial=shared_device.was_shared(context.request),
        )

    def keep_choice(self, request: HttpRequest) -> None:
        shared_device.choose(request, self.cleaned_data[shared_device.CHOICE])


class CodeLoginForm(AsksIfShared, theirs.LoginForm):
    """An address alone: without a password field, allauth sends a code."""

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        self.keep_choice(request)
        answer: HttpResponse = super().login(request, redirect_url=redirect_url)
        return answer


class PasswordLoginForm(AsksIfShared, theirs.LoginForm):
    """allauth takes the password away when sign-up asks none; ours is optional, and has a page of its own."""

    def _setup_password_field(self) -> None:
        pass

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """allauth sets its own length of session after ours."""
        self.keep_choice(request)
        answer: HttpResponse = super().login(request, redirect_url=redirect_url)
        shared_device.limit_session(request)
        return answer


class AskForCodeForm(OurWords, theirs.RequestLoginCodeForm):
    pass


class SignupForm(AsksIfShared, theirs.SignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].initial = self.fields["email"].initial or context.request.session.get(INVITED)

    def save(self, request: HttpRequest) -> Any:
        self.keep_choice(request)
        return super().save(request)


class OtherAddressForm(OurWords, theirs.AddEmailForm):
    pass


class ForgottenPasswordForm(OurWords, theirs.ResetPasswordForm):
    pass


class AnotherPasswordForm(OurWords, theirs.ResetPasswordKeyForm):
    pass


class ChoosePasswordForm(OurWords, theirs.SetPasswordForm):
    pass


class ChangePasswordForm(OurWords, theirs.ChangePasswordForm):
    pass


class LoginCodeForm(OurWords, theirs.ConfirmLoginCodeForm):
    pass


class AddressCodeForm(OurWords, theirs.ConfirmEmailVerificationCodeForm):
    pass


class PasswordCodeForm(OurWords, theirs.ConfirmPasswordResetCodeForm):
    pass


class AgainForm(OurWords, theirs.ReauthenticateForm):
    pass


class NewcomerForm(AsksIfShared, TheirNewcomerForm):
    """Who comes from ProConnect or FranceConnect for the first time: what these said is filled in, the rest is asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if any(address.verified for address in self.sociallogin.email_addresses):
            self.fields["email"].disabled = True  # another one would have to be proved

    def save(self, request: HttpRequest) -> Any:
        self.keep_choice(request)
        return super().save(request)


class UnlinkForm(DisconnectForm):
    def clean(self) -> Any:
        """allauth keeps the last identity of who has no password: here a code by e-mail lets in all the same."""
        return forms.Form.clean(self)
