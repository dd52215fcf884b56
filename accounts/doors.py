"""Pages that need an account: a visitor goes to sign in; a guest is told what an account gives."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

View = Callable[..., HttpResponse]


def has_account(user: Any) -> bool:
    """Neither a visitor nor a guest."""
    return bool(user.is_authenticated and not user.is_guest)


def account_required(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.user.is_guest:
            if not request.accepts("text/html"):
                raise PermissionDenied(_("This needs an account."))
            return render(request, "accounts/needs_account.html", status=403)
        return view(request, *args, **kwargs)

    return guarded
