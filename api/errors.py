"""Every refusal has one shape, `{detail, code, fields}`: in the API, and in the JSON that a page's script asks for."""

import logging

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as BadBody

from api.schemas import Refusal
from documents.refusals import Changed

logger = logging.getLogger(__name__)

TOLD = (AuthenticationError, BadBody, HttpError, Http404, OperationalError, PermissionDenied, ValidationError)


def add_handlers(api: NinjaAPI) -> None:
    def answer(request: HttpRequest, exception: Exception | type[Exception]) -> HttpResponse:
        found = refusal_of(exception)
        if found is None:
            raise exception
        return api.create_response(request, found[1], status=found[0])

    for kind in TOLD:
        api.add_exception_handler(kind, answer)


def refusal_of(exception: Exception | type[Exception]) -> tuple[int, Refusal] | None:
    """The status and the sentence, in the person's language; None for what is a fault of ours."""
    match exception:
        case AuthenticationError():
            return 401, Refusal(detail=_("Sign in, or send a valid key."), code="unauthenticated")
        case PermissionDenied():
            return 403, Refusal(detail=str(exception) or _("You are not allowed to do this."), code="forbidden")
        case Http404():
            return 404, Refusal(detail=_("There is nothing at this address, or not for you."), code="not_found")
        case Changed():
            return 409, _refused_by_the_act(exception)
        case ValidationError():
            return 422, _refused_by_the_act(exception)
        case BadBody():
            return 422, _malformed(exception)
        case HttpError(status_code=400):  # ninja's word for a body that is not JSON
            detail = _("The request is not as the documentation asks for.")
            return 422, Refusal(detail=detail, code="malformed")
        case HttpError():
            return exception.status_code, Refusal(detail=str(exception), code="error")
        case OperationalError():
            logger.error("the database did not take a request", exc_info=exception)
            return 503, Refusal(detail=_("What you sent was not kept. Wait a moment, then send it again."), code="busy")
    return None


def _refused_by_the_act(error: ValidationError) -> Refusal:
    fields = error.message_dict if hasattr(error, "error_dict") else {}
    first = next(iter(error.error_dict.values()))[0] if fields else error.error_list[0]
    return Refusal(detail=" ".join(error.messages), code=first.code or "invalid", fields=fields)


def _malformed(error: BadBody) -> Refusal:
    fields = {".".join(map(str, one["loc"][1:])) or "body": [one["msg"]] for one in error.errors}
    return Refusal(detail=_("The request is not as the documentation asks for."), code="malformed", fields=fields)
