"""The administration's door: our own sign-in page, then a second factor shown in this session."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Administration(AdminSite):
    site_title = site_header = gettext_lazy("Looking after the site")
    index_title = gettext_lazy("Accounts, organisations, what is set aside")

    def has_permission(self, request: HttpRequest) -> bool:
        from accounts import second_factor

        return super().has_permission(request) and second_factor.was_shown(request)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """By the page of everybody, which tells the person by mail, and open sockets."""
        return HttpResponseRedirect(reverse("account_change_password"))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Django's own form knows neither codes, nor second factors, nor limits on attempts: it is never drawn."""
        from accounts import second_factor

        index = reverse("admin:index", current_app=self.name)
        wanted = request.GET.get("next", index)
        wanted = wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else index
        if not request.user.is_authenticated:
            return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': wanted})}")
        if not super().has_permission(request):
            raise PermissionDenied(_("The administration is for the people who look after this site."))
        return second_factor.ask(request, wanted) or HttpResponseRedirect(wanted)
