"""What an export could not write as it stands, one sentence for each."""


class Report:
    """Sentences in the order of the text, none twice."""

    def __init__(self) -> None:
        self._sentences: dict[str, None] = {}

    def add(self, sentence: str, about: str = "") -> None:
        """`about` is a few words of the passage, so that its author finds it."""
        if "%s" in sentence:
            sentence = sentence.replace(
                "%s", f"« {about[:79]}… »" if len(about) > 80 else f"« {about} »" if about else "…"
            )
        self._sentences[sentence] = None

    def sentences(self) -> list[str]:
        return list(self._sentences)
