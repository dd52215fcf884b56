"""Organisations in the administration: verified there, named a first manager there; their members are their own affair."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import members
from accounts.models import Affiliation, Domain, Organisation, User, new_group
from accounts.organisations import name_first_manager, rename_organisation, verify_organisation, withdraw_verification

VERIFIED, WITHDRAWN = _("“%s” is verified."), _("“%s” is no longer verified.")


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at runtime
    first_manager = forms.EmailField(
        label=_("First manager"),
        required=False,
        help_text=_("Only for an organisation without a manager: the exact address of an account other than yours."),
    )

    class Meta:
        model = Organisation
        fields = ["name", "siret"]
        labels = {"verified_by": _("Verified by"), "created_at": _("Opened on")}

    def clean_siret(self) -> str | None:
        """Two organisations without a number do not have the same one."""
        return self.cleaned_data["siret"] or None

    def clean_first_manager(self) -> User | None:
        address = self.cleaned_data["first_manager"]
        return members.person_at(address) if address else None


class Seen:
    """What an administrator reads and does not change."""

    extra = 0
    can_delete = False

    def has_add_permission(self, *_: Any) -> bool:
        return False

    def has_change_permission(self, *_: Any) -> bool:
        return False


class AffiliationInline(Seen, admin.TabularInline[Affiliation, Organisation]):
    model = Affiliation
    fields = ["user", "role", "how", "since"]
    readonly_fields = ["since"]


class DomainInline(Seen, admin.TabularInline[Domain, Organisation]):
    model = Domain
    fields = ["name"]


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin[Organisation]):
    form = OrganisationForm
    list_display = ["name", "siret", "public", "verified_at", "created_at"]
    list_filter = [("verified_at", admin.EmptyFieldListFilter), "public"]
    search_fields = ["name", "siret"]
    readonly_fields = ["public", "verified_at", "verified_by", "created_at"]
    fields = ["name", "siret", "first_manager", "public", "verified_at", "verified_by", "created_at"]
    inlines = [DomainInline, AffiliationInline]
    actions = ["verify_public_body", "verify_other", "withdraw"]

    def has_delete_permission(self, request: HttpRequest, obj: Organisation | None = None) -> bool:
        """Only what was declared by mistake: what its members hold together would end without a word of it anywhere."""
        known = obj is not None and (obj.verified or obj.memberships.exists())
        return super().has_delete_permission(request, obj) and not known

    def save_model(self, request: HttpRequest, obj: Organisation, form: Any, change: bool) -> None:
        name, person = obj.name, form.cleaned_data["first_manager"]
        if change:
            obj.name = form.initial["name"]
        else:
            obj.group = new_group()
        super().save_model(request, obj, form, change)
        if name != obj.name:
            self._tried(request, partial(rename_organisation, obj, name, by=request.user))
        if person is not None:
            self._tried(request, partial(name_first_manager, obj, person, by=request.user))

    @admin.action(description=_("Verify: a public body"))
    def verify_public_body(self, request: HttpRequest, chosen: QuerySet[Organisation]) -> None:
        for one in chosen:
            self._tried(request, partial(verify_organisation, one, public=True, by=request.user), VERIFIED % one)

    @admin.action(description=_("Verify: another organisation"))
    def verify_other(self, request: HttpRequest, chosen: QuerySet[Organisation]) -> None:
        for one in chosen:
            self._tried(request, partial(verify_organisation, one, public=False, by=request.user), VERIFIED % one)

    @admin.action(description=_("Withdraw the verification"))
    def withdraw(self, request: HttpRequest, chosen: QuerySet[Organisation]) -> None:
        for one in chosen:
            self._tried(request, partial(withdraw_verification, one, by=request.user), WITHDRAWN % one)

    def _tried(self, request: HttpRequest, act: Any, done: str = "") -> None:
        """A refusal is told above the list, not raised through the administration; so is what was `done`."""
        try:
            act()
        except (PermissionDenied, ValidationError) as refusal:
            words = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
            self.message_user(request, " ".join(words), messages.ERROR)
        else:
            if done:
                self.message_user(request, done)
