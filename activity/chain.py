"""The chains of audit events: one for each workspace, one for the instance; numbered without a gap, each holding the last."""

from django.db import transaction

from activity import seals
from activity.models import ChainHead, Event

INSTANCE, OF_WORKSPACE = "instance", "workspace:"


def chain_of(workspace: int | None) -> str:
    return INSTANCE if workspace is None else f"{OF_WORKSPACE}{workspace}"


@transaction.atomic
def append(event: Event) -> None:
    """Number, link and store an event, in the caller's transaction.

    The row of the chain's end is locked until the commit (on SQLite the transaction itself is the lock): others of the
    same chain wait, other chains and events without a chain do not. Whoever writes in two chains takes the workspace's
    first.
    """
    head = _locked(chain_of(event.workspace))
    event.chain, event.number, event.previous = head.chain, head.number + 1, head.hash
    event.seals = seals.seal(event.data)
    event.hash = seals.fingerprint(event)
    event.save(force_insert=True)
    ChainHead.objects.filter(pk=head.pk).update(number=event.number, hash=event.hash)


def _locked(chain: str) -> ChainHead:
    heads = ChainHead.objects.select_for_update().filter(pk=chain)
    head = heads.first()
    if head is None:
        ChainHead.objects.bulk_create([ChainHead(chain=chain)], ignore_conflicts=True)  # another may make it now
        head = heads.get()
    return head
