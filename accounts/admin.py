"""Accounts in the administration: who they are, and which keys act for them; rights on content are not given here."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import factor_admin, organisation_admin  # noqa: F401  they have files of their own
from accounts.models import ActFor, Profile, Token, User
from accounts.suspension import suspend_account
from activity.record import record

admin.site.unregister(Group)  # each belongs to an organisation or a group of people, and is equal to its members


class ProfileInline(admin.StackedInline[Profile, User]):
    model = Profile
    readonly_fields = ["organisation"]  # declared by the person; whether it is confirmed hangs on it


class WithReason(ActionForm):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, required=False)


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    """Suspending is an act of ours, never a box to untick: it closes what is open, is told and recorded."""

    list_display = ["name", "email", "is_active", "date_joined"]
    list_filter = ["is_active", "is_staff", "profile__kind"]
    search_fields = ["name", "email"]
    fields = ["name", "email", "language", "is_active", "is_staff", "date_joined", "last_login", "acts"]
    readonly_fields = ["is_active", "date_joined", "last_login", "acts"]
    inlines = [ProfileInline]
    actions = ["suspend"]
    action_form = WithReason

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Who may open the administration is a matter for chief administrators; an address is its owner's alone."""
        chief = getattr(request.user, "is_superuser", False)
        closed = [] if chief else ["is_staff"]
        return [*self.readonly_fields, *closed, *(["email"] if obj is not None else [])]

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        by: Any = request.user
        if "is_staff" in form.changed_data:
            named = obj.is_staff
            record(
                "account.administrator_named" if named else "account.administrator_removed", by=by, on=obj, about=obj
            )

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Whoever changes an address can sign in with it: not that of another administrator."""
        allowed = super().has_change_permission(request, obj)
        other = obj is not None and obj.is_staff and obj.pk != request.user.pk
        return allowed and (not other or getattr(request.user, "is_superuser", False))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """An account is closed (`manage.py close_account`): others keep what they have beside it, and it is recorded."""
        return False

    @admin.display(description=gettext_lazy("What can be done"))
    def acts(self, person: User) -> str:
        if person.pk is None or person.is_closed:  # only being made, or gone
            return "-"
        words = _("Suspend this account") if person.is_active else _("Open this account again")
        return format_html(
            '<a href="{}">{}</a> · <a href="{}">{}</a>',
            reverse("account_suspension", args=[person.pk]), words,
            reverse("acting", args=[person.pk]), _("Act for this person"),
        )  # fmt: skip

    @admin.action(description=gettext_lazy("Suspend, with the reason beside"), permissions=["change"])
    def suspend(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        by: Any = request.user
        done = 0
        for person in chosen:
            try:
                suspend_account(person, by=by, reason=request.POST.get("reason", ""))
                done += 1
            except (PermissionDenied, ValidationError) as refusal:
                sentence = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
                self.message_user(request, f"{person} · {sentence}", messages.ERROR)
        if done:
            words = ngettext("%d account is suspended.", "%d accounts are suspended.", done) % done
            self.message_user(request, words)


@admin.register(Token)
class TokenAdmin(admin.ModelAdmin[Token]):
    """To end a key, by deleting it; only `manage.py create_token` makes one, since it is shown once."""

    list_display = ["name", "user", "created_at", "used_at"]
    fields = ["name", "user", "created_at", "used_at"]
    readonly_fields = ("name", "user", "created_at", "used_at")

    def has_add_permission(self, request: Any) -> bool:
        return False


@admin.register(ActFor)
class ActForAdmin(admin.ModelAdmin[ActFor]):
    """To read: who acted for whom, why and when."""

    list_display = ["administrator", "person", "started_at", "until", "ended_at"]
    fields = ("administrator", "person", "reason", "started_at", "until", "ended_at")
    readonly_fields = ("administrator", "person", "reason", "started_at", "until", "ended_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ActFor | None = None) -> bool:
        return False
