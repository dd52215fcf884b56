"""What an export could not write as it stands, one sentence for each."""


class Report:
    """Sentences in the order of the text, none twice."""

    def __init__(self) -> None:
        self._sentences: dict[str, None] = {}

    def add(self, sentence: str, about: str = "") -> None:
        """`about` is a few words of the passage, so that its author finds it."""
        shown = f"{about[:79].rstrip()}…" if len(about) > 80 else about or "…"
        self._sentences[sentence.replace("%s", shown)] = None

    def sentences(self) -> list[str]:
        return list(self._sentences)
