"""What is new to somebody: the passages of a text, marked as seen when they say so, and the documents of a workspace."""

from collections.abc import Callable
from html import escape
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.actions.visits import mark_seen
from documents.formats.nodes import Node
from documents.since import changed_in
from documents.views.access import visible_document
from workspaces.access import visible_workspace

A_PAGE = 20


def new_passages() -> Callable[[Node, str], str]:
    """Draws `documents.since.marked`: each passage is an insertion, and the first part of it has an anchor."""
    drawn: set[int] = set()
    title = escape(_("New since your last visit"))

    def around(node: Node, html: str) -> str:
        number = node.get("since")
        if not isinstance(number, int):
            return html
        anchor = "" if number in drawn else f' id="nouveau-{number}"'
        drawn.add(number)
        return f'<ins class="since"{anchor} title="{title}">{html}</ins>'

    return around


@login_required
@require_POST
def seen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Up to the number that the page was made of: what came since is still new."""
    document = visible_document(request, pk)
    number = request.POST.get("number", "")
    mark_seen(document, int(number) if number.isascii() and number.isdecimal() else None, by=request.user)
    return redirect("document_read", pk)


@login_required
@require_safe
def workspace(request: HttpRequest, slug: str) -> HttpResponse:
    place = visible_workspace(request, slug)
    page = Paginator(changed_in(place, request.user), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "documents/since.html", {"workspace": place, "page": page})
