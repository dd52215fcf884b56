"""An answer that leaves before the work is done, so that the time it takes tells nothing about what was found."""

import logging
from collections.abc import Callable
from typing import Any

from allauth.core import context
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)


class AnsweredFirst(HttpResponse):
    """`then` is done once the body has been sent; what it raises is for the log, nobody waits for it any more."""

    def __init__(self, *args: Any, request: HttpRequest, then: Callable[[], Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._request, self._then = request, [then]

    def close(self) -> None:
        """Servers call it after the last byte; before Django's own end, which gives the database connection back."""
        while self._then:
            try:
                with context.request_context(self._request):  # mails complete their links with it
                    self._then.pop()()
            except Exception:
                logger.exception("what was to be done after an answer failed")
        super().close()
