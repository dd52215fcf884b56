"""Workspaces in the administration, and what deleting means there: a package is kept first, and is named."""

from abc import abstractmethod
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from workspaces.deletion import delete_workspace
from workspaces.models import Workspace
from workspaces.package import Package


class KeepsPackage(admin.ModelAdmin[Any]):
    """Deleting keeps a package first; one at a time, so that each is looked at."""

    delete_confirmation_template = "workspaces/delete_confirmation.html"

    @abstractmethod
    def keep_and_delete(self, obj: Any, *, by: Any) -> Package: ...

    def get_actions(self, request: HttpRequest) -> Any:
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Without the transaction that Django puts around: making the package takes longer than others can wait."""
        answer: HttpResponse = self._delete_view(request, object_id, extra_context)  # type: ignore[attr-defined]
        return answer

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        kept = self.keep_and_delete(obj, by=request.user)
        self.message_user(request, _("The package %(package)s keeps what was deleted.") % {"package": kept.name})


@admin.register(Workspace)
class WorkspaceAdmin(KeepsPackage):
    """Nothing is changed here: an administrator has no right on content."""

    list_display = ["name", "slug", "reach", "created_at"]
    list_filter = ["reach"]
    search_fields = ["name", "slug"]
    readonly_fields = (
        *("name", "slug", "description", "created_by", "created_at"),
        *("reach", "link_role", "link_until", "restricted"),
    )
    fields = readonly_fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def keep_and_delete(self, obj: Workspace, *, by: Any) -> Package:
        return delete_workspace(obj, by=by)
