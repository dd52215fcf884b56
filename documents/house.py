"""Which templates a workspace may use, and which one a file of it is made in."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from accounts.organisations import spoken_for
from documents.formats.options import NO_TEMPLATE, Options, no_such_template
from documents.models import Template
from workspaces.models import Workspace


def usable_in(workspace: Workspace) -> "QuerySet[Template]":
    """Its own, and the one of an organisation that its managers chose."""
    known = Q(workspace=workspace) | Q(chosen_in__workspace=workspace)
    return Template.objects.filter(known).distinct()


def offered_to(user: Any, workspace: Workspace) -> "QuerySet[Template]":
    """What a manager may choose for a workspace: what is usable there, and what the organisations they act for have."""
    known = Q(workspace=workspace) | Q(chosen_in__workspace=workspace) | Q(organisation__in=spoken_for(user))
    return Template.objects.filter(known).distinct().select_related("organisation")


def chosen_for(workspace: Workspace) -> Template | None:
    return Template.objects.filter(chosen_in__workspace=workspace).first()


def template_for(workspace: Workspace, options: Options) -> Template | None:
    """None for Tablée's own. Raises `ValidationError` for one that is not usable there, whether it exists or not."""
    if options.template == NO_TEMPLATE:
        return None
    if not options.template:
        return chosen_for(workspace)
    found = usable_in(workspace).filter(pk=UUID(options.template)).first()
    if found is None:
        raise ValidationError({"template": no_such_template(options.template)})
    return found


def content_of(template: Template) -> bytes | None:
    """What the writer takes; None where the file is not there any more."""
    try:
        with template.file.open("rb") as file:
            return bytes(file.read())
    except OSError:
        return None
