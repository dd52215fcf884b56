"""What an act refuses because others changed the text meanwhile."""

from django.core.exceptions import ValidationError


class Changed(ValidationError):
    """What the person saw is not there any more: look again, and send it again. The API answers 409."""
