"""The words of every e-mail about an account; two templates give them their shape (text and HTML)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

_TYPE_IT = _("Type this code on the page that you left open. It is good for a few minutes.")


@dataclass(frozen=True)
class Mail:
    """`link` names the page that the reader may go to, if any."""

    subject: Any
    text: Any = _TYPE_IT
    link: str = ""
    link_words: Any = ""


MAILS = {
    "account/email/login_code": Mail(_("%(code)s: your code to sign in")),
    "account/email/email_confirmation": Mail(_("%(code)s: your code to confirm your address")),
    "account/email/email_confirmation_signup": Mail(_("%(code)s: your code to open your account")),
    "account/email/password_reset_code": Mail(_("%(code)s: your code to choose another password")),
    "account/email/unknown_account": Mail(
        _("There is no account with this address yet"),
        _("Someone, you perhaps, tried to sign in with this address, but no account goes with it."),
        "account_signup",
        _("Create an account"),
    ),
    "account/email/account_already_exists": Mail(
        _("You already have an account"),
        _("Someone, you perhaps, tried to open an account with this address, which already has one."),
        "account_login",
        _("Sign in"),
    ),
}
