"""What programs put on a clipboard: the shapes of their HTML, our sentences. And how a test pastes it."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import editor

Node = dict[str, Any]

LONG = "Les guichets ouvrent chaque samedi matin de neuf heures à midi dans toutes les mairies."

_FOLDER = Path(__file__).parent / "clipboard"


def _page(name: str) -> str:
    return (_FOLDER / f"{name}.html").read_text(encoding="utf-8")


WORD = _page("word")  # each kind of thing that Word for Windows writes
REVIEWED = _page("reviewed")  # Word again, with remarks and tracked changes
WORD_ONLINE = _page("word_online")
LIBREOFFICE = _page("libreoffice")
GOOGLE = _page("google")
OUTLOOK = _page("outlook")


def word(body: str) -> str:
    """Another page of Word, with the same styles and lists."""
    begin = WORD.index("<!--StartFragment-->")
    return f"{WORD[:begin]}{body}</body></html>"


def item(drawn: str, words: str, level: int, numbers: str, place: str = "Middle") -> str:
    """A line of a list as Word draws it."""
    return (
        f"<p class=MsoListParagraphCxSp{place} style='margin-left:{36 * level}.0pt;mso-list:{numbers}'>"
        "<![if !supportLists]><span style='font-family:Symbol;mso-bidi-font-family:Symbol'>"
        f"<span style='mso-list:Ignore'>{drawn}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span>"
        f"</span></span><![endif]>{words}<o:p></o:p></p>"
    )


PASTE = """(element, kinds) => {
    const data = new DataTransfer();
    for (const [kind, content] of Object.entries(kinds)) data.setData(kind, content);
    element.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def paste(page: Page, *, within: str = ".ProseMirror", **kinds: str) -> None:
    """`html`, `plain`, `rtf`: what the clipboard holds, where the caret is."""
    page.locator(within).first.evaluate(PASTE, {f"text/{kind}": content for kind, content in kinds.items()})


def shape(page: Page, within: str = ".ProseMirror") -> str:
    """The text as a few signs say it: `h1(…) ul(li(p(…)))`; marks in capitals."""
    tree: Node = page.evaluate("document.querySelector('tablee-editor').editor.getJSON()")
    return " ".join(_said(node) for node in tree.get("content", []))


_SHORT = {
    "paragraph": "p", "bulletList": "ul", "orderedList": "ol", "listItem": "li", "taskList": "tasks", "taskItem": "task",
    "tableRow": "tr", "tableCell": "td", "tableHeader": "th", "blockquote": "quote", "footnote": "note",
}  # fmt: skip


def _said(node: Node) -> str:
    if node["type"] == "text":
        marks = "".join(f"{mark['type'].upper()}:" for mark in node.get("marks", []))
        return f"<{marks}{node['text']}>" if marks else str(node["text"])
    attrs, content = node.get("attrs", {}), node.get("content", [])
    name: str = _SHORT.get(node["type"]) or node["type"]
    name += str(attrs["level"]) if node["type"] == "heading" else ""
    name += f"@{attrs['start']}" if attrs.get("start", 1) != 1 else ""
    name += "+" if attrs.get("checked") else ""
    spans = attrs.get("colspan", 1), attrs.get("rowspan", 1)
    name += f"/{spans[0]}x{spans[1]}" if spans != (1, 1) else ""
    inline = any(child["type"] in {"text", "footnote", "hardBreak"} for child in content)
    return f"{name}({('' if inline else ' ').join(_said(child) for child in content)})"


def written(page: Page, document: str) -> Page:
    editor(page, document)
    page.locator(".ProseMirror").click()
    return page


def text(page: Page) -> Locator:
    return page.locator(".ProseMirror").first


def told(page: Page, words: str) -> Locator:
    """The message that says it, in the live region of the page."""
    message = page.locator("[data-part=notices][role=status] .doc-notice").filter(has_text=words)
    expect(message).to_be_visible()
    return message


def untold(page: Page) -> None:
    expect(page.locator("[data-part=notices] .doc-notice")).to_have_count(0)


def saved(page: Page) -> None:
    page.wait_for_selector("html[data-saved=true][data-sync=true]")
