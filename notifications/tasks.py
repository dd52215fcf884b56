"""What the worker does in the background (django-tasks): tell people of an event, send one mail. Each may run again."""

from django_tasks import task


@task()
def announce(event: int) -> int:
    """How many people were told; none where it was done before."""
    from notifications.announcing import announce_event

    return announce_event(event)


@task()
def send(mailing: str) -> str:
    """What became of the mail."""
    from notifications.sending import send_mailing

    return send_mailing(mailing)


@task()
def forget_of(person: int) -> int:
    """Somebody's rights changed: how many notices went."""
    from notifications.lost import forget_lost_of

    return forget_lost_of(person)


@task()
def forget_in(kind: str, key: str) -> int:
    """Rights on a place changed for many: how many notices went."""
    from notifications.lost import forget_lost_in

    return forget_lost_in(kind, key)
