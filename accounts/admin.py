"""Accounts in the administration: who they are, and which keys act for them; rights on content are not given here."""

from typing import Any

from django.contrib import admin

from accounts.models import Organisation, Profile, Token, User


class ProfileInline(admin.StackedInline[Profile, User]):
    model = Profile
    autocomplete_fields = ["organisation"]


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    list_display = ["name", "email", "is_active", "date_joined"]
    list_filter = ["is_active", "is_staff", "profile__kind"]
    search_fields = ["name", "email"]
    fields = ["name", "email", "language", "is_active", "is_staff", "date_joined", "last_login"]
    readonly_fields = ["date_joined", "last_login"]
    inlines = [ProfileInline]


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin[Organisation]):
    list_display = ["name", "created_at"]
    search_fields = ["name"]


@admin.register(Token)
class TokenAdmin(admin.ModelAdmin[Token]):
    """To end a key, by deleting it; only `manage.py create_token` makes one, since it is shown once."""

    list_display = ["name", "user", "created_at", "used_at"]
    fields = ["name", "user", "created_at", "used_at"]
    readonly_fields = ("name", "user", "created_at", "used_at")

    def has_add_permission(self, request: Any) -> bool:
        return False
