"""Every refusal of the API has one shape: `{detail, code, fields}`, the sentence in the person's language."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as BadBody


def add_handlers(api: NinjaAPI) -> None:
    def answer(request: HttpRequest, status: int, detail: str, code: str, **fields: Any) -> HttpResponse:
        return api.create_response(request, {"detail": detail, "code": code, "fields": fields}, status=status)

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return answer(request, 401, _("Sign in, or send a valid key."), "unauthenticated")

    @api.exception_handler(PermissionDenied)
    def refused(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
        return answer(request, 403, str(error) or _("You are not allowed to do this."), "forbidden")

    @api.exception_handler(Http404)
    def none(request: HttpRequest, error: Http404) -> HttpResponse:
        return answer(request, 404, _("There is nothing at this address, or not for you."), "not_found")

    @api.exception_handler(ValidationError)
    def wrong(request: HttpRequest, error: ValidationError) -> HttpResponse:
        fields = error.message_dict if hasattr(error, "error_dict") else {}
        return answer(request, 422, " ".join(error.messages), getattr(error, "code", None) or "invalid", **fields)

    @api.exception_handler(BadBody)
    def malformed(request: HttpRequest, error: BadBody) -> HttpResponse:
        fields = {".".join(map(str, one["loc"][1:])) or "body": [one["msg"]] for one in error.errors}
        return answer(request, 422, _("The request is not as the documentation asks for."), "malformed", **fields)

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> HttpResponse:
        return answer(request, error.status_code, str(error), "error")
