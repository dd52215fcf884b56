"""Domains of e-mail addresses, compared letter by letter; and those where anybody gets an address."""

from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator
from django.utils.translation import gettext as _

# Where everybody gets an address, for ever or for ten minutes: having one proves nothing.
OPEN_TO_ALL = frozenset(Path(__file__).with_name("open_domains.txt").read_text().split())

_well_formed = DomainNameValidator(accept_idna=False)


def domain_of(address: str) -> str:
    """What stands after the last @, in small letters; "" if it holds anything but ASCII: look-alikes match nothing."""
    domain = address.rpartition("@")[2]
    return domain.lower() if domain.isascii() else ""


def tidy(text: str) -> str:
    """A domain as a manager types it: "@Lyon.fr " is lyon.fr. Raises `ValidationError` for no domain, or an open one."""
    domain = text.strip().removeprefix("@")
    try:
        _well_formed(domain)
    except ValidationError:
        sentence = _("Write what stands after the @ of your addresses, for instance “lyon.fr”.")
        raise refusal(sentence, "domain_unknown") from None
    if domain.lower() in OPEN_TO_ALL:
        sentence = _("Anybody can get an address at %(domain)s: it says nothing of a person.")
        raise refusal(sentence % {"domain": domain}, "domain_open")
    return domain.lower()


def refusal(sentence: str, code: str) -> ValidationError:
    return ValidationError({"domain": ValidationError(sentence, code=code)})


def confirmed_domains(user: Any) -> set[str]:
    """The domains of the addresses that the account has proved to be its own."""
    addresses = EmailAddress.objects.filter(user=user.pk, verified=True).values_list("email", flat=True)
    return {domain_of(address) for address in addresses} - {""}
