"""What happened before there were chains is chained now, in the order of its rows."""

from django.db import migrations
from django.db.models import F

# The audit verbs of that time: activity.verbs goes on changing.
AUDIT = [
    "workspace.created", "document.trashed", "document.restored", "document.exported",
    "access.granted", "access.revoked", "access.shared",
]


def chain_what_exists(apps, schema_editor):
    """It proves nothing about the time before, but from now on nobody changes it unseen."""
    from activity import seals

    Event, ChainHead = apps.get_model("activity", "Event"), apps.get_model("activity", "ChainHead")
    Event.objects.update(actor_key=F("actor_id"))
    ends = {}
    for event in Event.objects.filter(verb__in=AUDIT).order_by("pk").iterator(chunk_size=500):
        event.chain = "instance" if event.workspace is None else f"workspace:{event.workspace}"
        number, event.previous = ends.get(event.chain, (0, ""))
        event.number, event.seals = number + 1, seals.seal(event.data)
        event.hash = seals.fingerprint(event)
        event.save()
        ends[event.chain] = event.number, event.hash
    ChainHead.objects.bulk_create(
        ChainHead(chain=chain, number=number, hash=hash) for chain, (number, hash) in ends.items()
    )


class Migration(migrations.Migration):

    dependencies = [
        ('activity', '0002_chains'),
    ]

    operations = [
        migrations.RunPython(chain_what_exists, migrations.RunPython.noop),
    ]
