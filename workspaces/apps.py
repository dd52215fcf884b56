"""Workspaces: where people meet around documents."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkspacesConfig(AppConfig):
    name = "workspaces"
    verbose_name = _("Workspaces")

    def ready(self) -> None:
        from accounts import personal_data
        from workspaces import panels, personal
        from workspaces.models import Workspace

        personal_data.register("workspaces", erase=personal.erase)

        panels.SUBJECTS["workspace"] = panels.Subject(
            visible=lambda place: Workspace.objects.filter(pk=place.workspace.pk),
            address=lambda place, key: place.workspace.get_absolute_url(),
        )
        panels.register(panels.Panel(_("People"), "workspaces/panels/people.html", panels.people, order=80))
        panels.register(panels.Panel(_("Activity"), "workspaces/panels/activity.html", panels.happened, order=90))
