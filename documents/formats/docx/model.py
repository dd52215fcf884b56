"""What an export is asked for and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

ImageSource: TypeAlias = Callable[[str], tuple[bytes, str] | None]  # attachment id -> bytes and content type


@dataclass(frozen=True)
class Contributor:
    """Somebody in the list of contributors, by the name shown everywhere."""

    name: str
    organisation: str = ""


@dataclass(frozen=True)
class DocumentInfo:
    """What stands around the text: title page, header, document properties."""

    title: str
    authors: tuple[str, ...]
    organisation: str
    modified: datetime
    language: str = "fr-FR"
    signature: str = ""  # in whose name it was made, and by whom; said on the title page
    contributors: tuple[Contributor, ...] = ()  # as `Layout.contributors` lists them
    origin: str = ""  # where the file comes from (`formats/origin.py`): with it its blocks are known when it comes back
    address: str = ""  # https://… of the site: what a link such as /documents/… is completed with
    parts: int = 1  # how many documents the text is made of


@dataclass(frozen=True)
class Layout:
    """What stands around the text on request. Without a word on the contents, a long text with many titles has them."""

    cover: bool = False
    contents: bool | None = None
    contributors: bool = False


PLAIN = Layout()


@dataclass(frozen=True)
class Export:
    content: bytes
    left_out: list[str]  # one sentence for each thing that could not be written as it stands
