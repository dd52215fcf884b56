"""What waits on an object, for those who manage it; and what is over, which is not kept."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from permissions import roles
from permissions.models import Shareable
from permissions.models_asked import invitation_models, request_models

KEPT = timedelta(days=30)  # a link that is over says why for so long; then nobody remembers the address


def pending(subject: Shareable, key: Any) -> dict[str, Any]:
    """What `permissions/_pending.html` draws; `key` is what addresses call the object. Two queries."""
    invitations = subject.invitations.waiting().select_related("invited_by")  # type: ignore[attr-defined]
    requests = subject.access_requests.waiting()  # type: ignore[attr-defined]
    return {
        "key": key,
        "invitation_page": f"{subject.kind}_invitation",
        "request_page": f"{subject.kind}_request",
        "invitations": list(invitations),
        "requests": list(requests.select_related("asked_by__profile__organisation")),
        "roles": [(rung, roles.NAMES[rung]) for rung in roles.LADDERS[subject.kind]],
    }


def forget_ended() -> None:
    """Delete invitations and requests that ended a while ago, with their addresses and messages."""
    limit = timezone.now() - KEPT
    over = Q(accepted_at__lt=limit) | Q(revoked_at__lt=limit) | Q(expires_at__lt=limit)
    for model in invitation_models():
        model.objects.filter(over).delete()
    for model in request_models():
        model.objects.filter(answered_at__lt=limit).delete()
