"""What allauth keeps, in the administration: second factors can be taken off by a chief, the rest is not shown at all.

Whoever could add an address or an identity to an account could sign in with it, around "act for" and its record.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.second_factor import has_one
from accounts.telling import tell
from activity.record import record

for kept_apart in (Authenticator, EmailAddress, SocialAccount, SocialApp, SocialToken, UserSession):
    if admin.site.is_registered(kept_apart):
        admin.site.unregister(kept_apart)


@admin.register(Authenticator)
class AuthenticatorAdmin(admin.ModelAdmin[Authenticator]):
    """For who lost both telephone and recovery codes: deleting one is told to the person by mail, and recorded."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    search_fields = ["user__name", "user__email"]
    fields = ("user", "type", "created_at", "last_used_at")
    readonly_fields = ("user", "type", "created_at", "last_used_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Authenticator | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Authenticator | None = None) -> bool:
        return bool(getattr(request.user, "is_superuser", False))

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        by: Any = request.user
        record("account.second_factor_removed", by=by, on=obj.user, about=obj.user, kind=obj.type)
        tell(obj.user, "factor_removed")
        super().delete_model(request, obj)
        if not has_one(obj.user):  # recovery codes alone stand in for nothing, and would be asked for
            Authenticator.objects.filter(user=obj.user).delete()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Authenticator]) -> None:
        for one in queryset:
            self.delete_model(request, one)
