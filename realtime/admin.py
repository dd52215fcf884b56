"""Rooms in quarantine in the administration: why, since when, and the two ways out. Never their text."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from realtime import quarantine
from realtime.models import Quarantine, SetAside


class Shown(admin.ModelAdmin):  # type: ignore[type-arg]  # of either model
    """What is here is found and ended, never written by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Quarantine)
class QuarantineAdmin(Shown):
    list_display = ["room", "at", "reason"]
    readonly_fields = ("room", "at", "reason", "suspects")
    fields = readonly_fields
    actions = ["end", "end_without_suspects"]

    @admin.action(permissions=["change"], description=gettext_lazy("End the quarantine, and try everything again"))
    def end(self, request: HttpRequest, rooms: QuerySet[Quarantine]) -> None:
        self._end(request, rooms, without_suspects=False)

    @admin.action(
        permissions=["change"], description=gettext_lazy("End the quarantine, and set aside the rows that failed")
    )
    def end_without_suspects(self, request: HttpRequest, rooms: QuerySet[Quarantine]) -> None:
        self._end(request, rooms, without_suspects=True)

    def _end(self, request: HttpRequest, rooms: QuerySet[Quarantine], *, without_suspects: bool) -> None:
        names = list(rooms.values_list("room", flat=True))
        ended = sum(quarantine.end(room, without_suspects=without_suspects) for room in names)
        told = ngettext("%(count)d document is open again.", "%(count)d documents are open again.", ended)
        self.message_user(request, told % {"count": ended}, messages.SUCCESS)
        if not without_suspects:
            self.message_user(request, _("If one of them fails again, it comes back here."), messages.INFO)


@admin.register(SetAside)
class SetAsideAdmin(Shown):
    list_display = ["room", "number", "at", "reason"]
    readonly_fields = ("room", "number", "author", "at", "reason")
    fields = readonly_fields
