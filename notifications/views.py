"""Pages of notices: the list, going to one, reading all of them."""

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from notifications.actions import mark_all_read, mark_read, mark_unread
from notifications.lines import lines
from notifications.seen import seen_by

A_PAGE = 30


@login_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """The newest first; older ones are reached by the last one shown, so that no page costs more than the first."""
    unread_alone = request.GET.get("voir") == "non-lus"
    before = request.GET.get("avant", "")
    found = seen_by(request.user)
    if unread_alone:
        found = found.filter(read_at=None)
    if before.isascii() and before.isdecimal():
        found = found.filter(pk__lt=int(before[:18]))
    rows = list(found[: A_PAGE + 1])
    shown, more = rows[:A_PAGE], len(rows) > A_PAGE
    kept = {"voir": "non-lus"} if unread_alone else {}
    context: dict[str, Any] = {
        "days": [(day, list(told)) for day, told in groupby(lines(shown, request.user), key=lambda line: line.day)],
        "unread_alone": unread_alone,
        "older": urlencode(kept | {"avant": shown[-1].pk}) if more else "",
        "is_first": not before,
    }
    return render(request, "notifications/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """GET leads to what it is about, and marks it read; POST marks it read or unread and stays.

    A mail outlives its notice, and may be read under another account: it says itself where it leads.
    """
    theirs = seen_by(request.user).filter(pk=pk)
    found = theirs.first()
    if found is None and request.method != "POST" and (way := _own_path(request.GET.get("vers", ""))):
        return redirect(way)
    if found is None:
        raise Http404
    if request.method == "POST":
        (mark_unread if "unread" in request.POST else mark_read)(theirs)
        return redirect("notices")
    told = lines([found], request.user)
    if request.method == "GET":
        mark_read(theirs)
    return redirect(told[0].path if told else "notices")


def _own_path(asked: str) -> str:
    """An address is followed inside the site alone."""
    ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if ours else ""


@login_required
@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """The number beside the bell, for pages that stay open: it was read with the account."""
    return render(request, "notifications/number.html")


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    count = mark_all_read(request.user)
    words = ngettext("%(count)s notice is marked as read.", "%(count)s notices are marked as read.", count)
    messages.success(request, words % {"count": count} if count else _("There was nothing left to read."))
    return redirect("notices")
