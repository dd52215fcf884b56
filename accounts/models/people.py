"""People: the account one signs in with, and the profile shown beside the name."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.palette import colour_of

FORMER, WITHHELD = _("Former member"), _("A person who withdrew their name")


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """An account. `email` is absent for guests, who enter by a link and are never asked for one.

    With `stands_for`, it is no account: it stands, without a name, for somebody who took their name out of a document.
    """

    email = models.EmailField(_("e-mail address"), unique=True, null=True, blank=True)
    name = models.CharField(_("name"), max_length=100)
    language = models.CharField(_("language"), max_length=5, default="fr")
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    stands_for: Any = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, editable=False, related_name="stand_ins"
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_email")]

    def __str__(self) -> str:
        """Never the address: it is shown to everybody who reads what the account writes."""
        return self.name or str(WITHHELD if self.stands_for_id else FORMER)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """An administrator has no right on content: for an object, superusers are asked about like everybody else."""
        if obj is not None:
            return self.is_active and any(backend.has_perm(self, perm, obj) for backend in get_backends())
        return super().has_perm(perm)

    @property
    def is_guest(self) -> bool:
        """Whether they came by a link, with a name and nothing else (DESIGN §7)."""
        return self.email is None and bool(self.name)

    @property
    def is_closed(self) -> bool:
        """Whether its person left: nothing of them is in the row, which stays for what others have beside it."""
        return self.email is None and not self.name

    @property
    def initials(self) -> str:
        parts = str(self).split()
        return "".join(part[0] for part in (parts[:1] + parts[-1:] if len(parts) > 1 else parts)).upper()[:2]

    @property
    def colour(self) -> str:
        return colour_of(self.pk or 0)

    @property
    def quality(self) -> str:
        """Kind and organisation, as shown beside the name: "Citoyenneté", "Service public · Ville de Lyon"."""
        profile = getattr(self, "profile", None)
        if profile is None:
            return ""
        organisation = str(profile.organisation) if profile.organisation else ""
        return " · ".join(filter(None, [profile.get_kind_display(), organisation]))


class Profile(models.Model):
    """What a person says of themselves. It is shown beside the name and never grants anything (DESIGN §7).

    `organisation` is declared; `affiliation` is their membership of that very organisation, where there is one: then it is
    more than declared, and every page that shows the name knows it without another query (`accounts.grades`).
    """

    class Kind(models.TextChoices):
        PUBLIC_SERVANT = "public_servant", _("Public service")
        ENTREPRENEUR = "entrepreneur", _("Business")
        CITIZEN = "citizen", _("Citizen")
        RESEARCHER = "researcher", _("Research")
        ASSOCIATION = "association", _("Association")

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="profile")
    kind = models.CharField(_("I take part as"), max_length=20, choices=Kind.choices)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="profiles"
    )
    affiliation = models.OneToOneField(
        "accounts.Affiliation", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    if TYPE_CHECKING:

        def get_kind_display(self) -> str: ...

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return f"{self.user} ({self.kind})"


class Token(models.Model):
    """A key with which a program acts for an account; only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("key for programs")
        verbose_name_plural = _("keys for programs")

    def __str__(self) -> str:
        return f"{self.name} ({self.user})"
