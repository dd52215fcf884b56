"""The form by which a page offers to ask for access: where nothing can be seen, or to rise on what can be."""

from typing import Any

from django import template
from django.urls import reverse

from accounts.doors import has_account
from permissions import roles
from permissions.backend import rung
from permissions.forms import AskForm
from permissions.models import Shareable

register = template.Library()


@register.inclusion_tag("permissions/_ask.html", takes_context=True)
def ask_for_access(context: Any, subject: Shareable | None = None, key: Any = None) -> dict[str, Any]:
    """With an object: the rungs above one's own. Without: what the address of the page may be, said by its form alone."""
    request = context["request"]
    user = request.user
    if not has_account(user) or getattr(user, "seeing_as", None) is not None:
        return {}  # who only looks as somebody else asks for nothing
    if subject is not None:
        form, url = AskForm(subject.kind, above=rung(user, subject)), reverse(f"{subject.kind}_ask", args=[key])
        return {"form": form, "asking_url": url, "request": request, "seen": True} if form.possible else {}
    match = request.resolver_match
    kind = match.url_name.removesuffix("_read") if match is not None and match.url_name else ""
    if kind not in roles.LADDERS:
        return {}
    return {"form": AskForm(kind), "asking_url": reverse(f"{kind}_ask", kwargs=match.kwargs), "request": request}
