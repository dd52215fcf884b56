"""What the worker does for documents in the background (django-tasks): it may be called again."""

from django_tasks import task


@task(queue_name="exports")
def make_export(key: str) -> str:
    """What became of the file."""
    from documents.actions.making_exports import make_export as make

    return make(key)


@task(queue_name="exports")
def draw_template(key: str) -> str:
    """Whether the first page of a sample could be drawn."""
    from documents.actions.drawing_templates import draw_template as draw

    return draw(key)
