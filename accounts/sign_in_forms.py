"""allauth's forms with our words: one name for an address, no grey words inside fields (they vanish when one types)."""

from typing import Any

from allauth.account import forms as theirs
from django.utils.translation import gettext_lazy as _

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = WORDS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            if name in {"password", "oldpassword"}:
                field.help_text = ""  # the page itself leads to what helps


class CodeLoginForm(OurWords, theirs.LoginForm):
    """An address alone: without a password field, allauth sends a code."""


class PasswordLoginForm(OurWords, theirs.LoginForm):
    """allauth takes the password away when sign-up asks none; ours is optional, and has a page of its own."""

    def _setup_password_field(self) -> None:
        pass


class AskForCodeForm(OurWords, theirs.RequestLoginCodeForm):
    pass


class SignupForm(OurWords, theirs.SignupForm):
    pass


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
