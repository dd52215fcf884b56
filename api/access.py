"""How every endpoint finds its object: through what the caller may see."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.models import User
from api.schemas import DocumentOut, GrantOut, WorkspaceOut
from documents.models import Document
from permissions.actions import holders
from permissions.backend import rung
from permissions.models import Shareable
from permissions.queries import prefetch
from workspaces.models import Workspace


def visible_workspace(user: Any, slug: str) -> Workspace:
    return get_object_or_404(Workspace.objects.visible_to(user), slug=slug)


def visible_document(user: Any, pk: UUID) -> Document:
    document = get_object_or_404(Document.objects.select_related("workspace").visible_to(user), pk=pk)
    prefetch(user, [document])
    return document


def person(key: str, subject: Shareable, caller: Any) -> User:
    """An active account by its exact e-mail; by its number only among those who hold a role on `subject` already.

    Otherwise a list of numbers would give everybody's name. Raises `Http404`; `ValidationError` for neither form.
    """
    if key.isascii() and key.isdecimal():
        held = [holder for holder, _role in holders(subject) if str(holder.pk) == key]
        if not held and str(caller.pk) != key:
            raise Http404
        return next(iter(held), None) or User.objects.get(pk=caller.pk)
    try:
        validate_email(key)
    except ValidationError:
        sentence = _("“%(key)s” is neither a number nor an e-mail address.") % {"key": key}
        raise ValidationError(sentence, code="person_unknown") from None
    found = User.objects.filter(email__iexact=key, is_active=True).first()
    if found is None:
        raise Http404
    return found


def workspace_out(workspace: Workspace, user: Any) -> WorkspaceOut:
    return WorkspaceOut(
        slug=workspace.slug,
        name=workspace.name,
        description=workspace.description,
        reach=workspace.reach,
        role=rung(user, workspace),
        url=workspace.get_absolute_url(),
    )


def document_out(document: Document, user: Any) -> DocumentOut:
    return DocumentOut(
        id=document.pk,
        title=document.title,
        workspace=document.workspace.slug,
        role=rung(user, document),
        reach=document.reach,
        link_role=document.link_role,
        language=document.language,
        words=document.words,
        created_at=document.created_at,
        edited_at=document.edited_at,
        url=document.get_absolute_url(),
    )


def grants_out(subject: Any) -> list[GrantOut]:
    """Addresses are not told: a list of members is not a list of e-mails."""
    return [GrantOut(id=user.pk, name=str(user), role=role) for user, role in holders(subject)]
