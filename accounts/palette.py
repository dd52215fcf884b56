"""Twelve colours for people: white text on each reaches 4.5:1, each as a line on light or dark paper reaches 3:1."""

COLOURS = (
    "#a6533a", "#946115", "#777000", "#4f7c22", "#1c8048", "#0e7d75",
    "#157a9c", "#3a70c0", "#6464c4", "#8a58b8", "#a94e98", "#b04a6c",
)  # fmt: skip


def colour_of(number: int) -> str:
    """Always the same colour for the same account."""
    return COLOURS[number % len(COLOURS)]
