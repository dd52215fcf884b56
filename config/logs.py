"""What Django says of a request that it refused, or that failed, without what it holds of a person or of a secret."""

import logging
import re
from typing import Any

from django.views.debug import ExceptionReporter

# The token of an invitation, or of a mail that can be stopped; the e-mail address by which a program names somebody.
TELLING = re.compile(r"(?<=/invitation/)[^/\s]+|(?<=/avis/arreter/)[^/\s]+|[^/\s]+(?:@|%40)[^/\s]+")


class QuietAddresses(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes; its words are changed for all who keep it."""
        if isinstance(record.args, tuple):
            record.args = tuple(TELLING.sub("***", one) if isinstance(one, str) else one for one in record.args)
        return True


class Report(ExceptionReporter):
    """An error told to those who run the site by mail: where it happened, and nothing of what somebody sent, or is called."""

    def __init__(self, request: Any, *about: Any, is_email: bool = False) -> None:
        kind, value, trace = about
        super().__init__(None if is_email else request, kind, value, trace, is_email)
