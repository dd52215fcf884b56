"""The words of every e-mail about an account; two templates give them their shape (text and HTML)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

_NOT_YOU = _("Was it not you? Look at the security of your account, and write to the people who look after this site.")
_WRITE_TO_US = _("If this is a mistake, write to the people who look after this site.")
_FORGET_IT = _("If you did not ask for anything, you can forget this message.")
_TYPE_IT = _("Type this code on the page that you left open. It is good for a few minutes.")


@dataclass(frozen=True)
class Mail:
    """`link` names the page that the reader may go to, if any; `closing` is the last sentence."""

    subject: Any
    text: Any = _TYPE_IT
    link: str = ""
    link_words: Any = ""
    closing: Any = _FORGET_IT

    @property
    def awaited(self) -> bool:
        """Whether somebody asked for it, on a page that says that it is on its way."""
        return self.closing is _FORGET_IT


def _changed(subject: Any, text: Any) -> Mail:
    """Tells that how one signs in has changed: the reader alone knows whether it was them."""
    return Mail(subject, text, "security", _("Security of my account"), _NOT_YOU)


MAILS = {
    "account/email/login_code": Mail(_("%(code)s: your code to sign in")),
    "account/email/email_confirmation": Mail(_("%(code)s: your code to confirm your address")),
    "account/email/email_confirmation_signup": Mail(_("%(code)s: your code to open your account")),
    "account/email/password_reset_code": Mail(_("%(code)s: your code to choose another password")),
    "account/email/proof_code": Mail(_("%(code)s: your code to show that it is you")),
    "account_closed": Mail(
        _("Your account is closed"),
        _("Nobody signs in with it any more, and your name is erased."),
        closing=_("If it was not you, write to the people who look after this site."),
    ),
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
    "account/email/password_set": _changed(
        _("Your account has a password now"),
        _("A password was chosen for your account. Codes by e-mail go on working."),
    ),
    "account/email/password_changed": _changed(
        _("Your password has changed"), _("The password of your account has just been changed.")
    ),
    "account/email/password_reset": _changed(
        _("Your password has changed"), _("Another password was chosen with a code sent to this address.")
    ),
    "account/email/email_changed": _changed(
        _("The address of your account has changed"), _("You sign in with another address from now on.")
    ),
    "account/email/email_confirm": _changed(
        _("Your address is confirmed"), _("This address was confirmed for your account.")
    ),
    "account/email/email_deleted": _changed(
        _("An address was taken off your account"), _("It can no longer be used to sign in.")
    ),
    "mfa/email/totp_activated": _changed(
        _("A second step was added to your account"),
        _("From now on, signing in asks for a code from your application too."),
    ),
    "mfa/email/totp_deactivated": _changed(
        _("A second step was taken off your account"), _("Signing in no longer asks for a code from an application.")
    ),
    "mfa/email/recovery_codes_generated": _changed(
        _("You have new recovery codes"), _("The former ones are worth nothing any more.")
    ),
    "mfa/email/webauthn_added": _changed(
        _("A passkey was added to your account"), _("It can be used to sign in from now on.")
    ),
    "mfa/email/webauthn_removed": _changed(
        _("A passkey was taken off your account"), _("It can no longer be used to sign in.")
    ),
    "socialaccount/email/account_connected": _changed(
        _("Another way to sign in was added to your account"),
        _("ProConnect or FranceConnect can be used to sign in from now on."),
    ),
    "socialaccount/email/account_disconnected": _changed(
        _("A way to sign in was taken off your account"),
        _("ProConnect or FranceConnect can no longer be used to sign in."),
    ),
    "factor_removed": Mail(
        _("A second step was taken off your account"),
        _("The people who look after this site have taken it off. You can add another on the security page."),
        closing=_WRITE_TO_US,
    ),
    "suspended": Mail(
        _("Your account is suspended"),
        _("The people who look after this site have suspended your account: %(reason)s"),
        closing=_WRITE_TO_US,
    ),
    "reinstated": Mail(
        _("Your account is open again"),
        _("The people who look after this site have opened your account again: %(reason)s"),
        closing=_WRITE_TO_US,
    ),
    "acting_started": Mail(
        _("%(administrator)s acts for you"),
        _(
            "%(administrator)s, who looks after this site, acts in your place for %(minutes)s minutes at most: %(reason)s"
        ),
        closing=_(
            "All that is done meanwhile is recorded under their name, and shown on the security page of your account."
        ),
    ),
}
