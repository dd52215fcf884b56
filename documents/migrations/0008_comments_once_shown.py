from typing import Any

from django.db import migrations, models
from django.db.models import Q


def never_shown(apps: Any, schema_editor: Any) -> None:
    """What waits; of what was hidden, what guests wrote may have waited before: nobody is shown its place anew."""
    comments = apps.get_model("documents", "Comment").objects
    by_guests = Q(state="hidden", author__email=None, author__isnull=False, thread__document__guests_wait=True)
    waited = comments.filter(Q(state="waiting") | by_guests).values("pk")
    comments.filter(pk__in=list(waited.values_list("pk", flat=True))).update(was_shown=False)


class Migration(migrations.Migration):
    dependencies = [("documents", "0007_words_of_passages")]

    operations = [
        migrations.AddField("comment", "was_shown", models.BooleanField(default=True)),
        migrations.RunPython(never_shown, migrations.RunPython.noop),
    ]
