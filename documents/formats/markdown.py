"""Reading Markdown (CommonMark, tables, strikethrough, task lists) into a node tree, from the parser's tokens."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from documents.formats.flow import Flow, Marks, begin_with_paragraph, link, never_empty
from documents.formats.nodes import Node, clean, whole

_DEEPEST = 60  # blocks within blocks
_MARKS = {"strong": "bold", "em": "italic", "s": "strike"}
_TASK = re.compile(r"\[([ xX])\](?:[ \u00a0]|$)")
_LANGUAGE = re.compile(r"[\w+#.-]{1,30}")


def _parser() -> MarkdownIt:
    """HTML in the text stays text; every address passes here, and ours is the judge of which may be a link."""
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def read(markdown: str) -> Node:
    """The document that this Markdown says."""
    flow = Flow()
    text = clean(markdown)
    tokens = _parser().parse(text)
    if max((token.level for token in tokens), default=0) >= _DEEPEST - 2:  # the parser drops what lies deeper
        for line in text.split("\n"):
            flow.text(line)
            flow.close()
    else:
        _blocks(iter(tokens), flow, "")
    return {"type": "doc", "content": never_empty(flow.done())}


def _blocks(tokens: Iterator[Token], flow: Flow, until: str) -> None:
    """Reads up to the closing token `until`, which it consumes."""
    for token in tokens:
        kind = token.type
        if kind == until:
            return
        if kind == "heading_open":
            heading = Flow(type="heading", attrs={"level": int(token.tag[1])})
            _blocks(tokens, heading, "heading_close")
            for block in heading.done():
                flow.block(block)
        elif kind == "paragraph_open":
            _blocks(tokens, flow, "paragraph_close")
            flow.close()
        elif kind == "inline":
            _inline(token.children or [], flow)
        elif kind in ("bullet_list_open", "ordered_list_open"):
            _list(tokens, flow, token)
        elif kind == "blockquote_open":
            inside = Flow()
            _blocks(tokens, inside, "blockquote_close")
            if blocks := inside.done():
                flow.block({"type": "blockquote", "content": blocks})
        elif kind in ("fence", "code_block"):
            _code(token, flow)
        elif kind == "hr":
            flow.block({"type": "horizontalRule"})
        elif kind == "table_open":
            _table(tokens, flow)


def _inline(tokens: list[Token], flow: Flow) -> None:
    marks: Marks = ()
    for token in tokens:
        kind = token.type
        name = kind.removesuffix("_open").removesuffix("_close")
        if kind == "link_open":
            marks = (*marks, *link(token.attrGet("href"), token.attrGet("title")))
        elif kind == "link_close":
            marks = tuple(mark for mark in marks if mark[0] != "link")
        elif name in _MARKS:
            without = tuple(mark for mark in marks if mark[0] != _MARKS[name])
            marks = (*without, (_MARKS[name], ())) if kind.endswith("_open") else without
        elif kind == "softbreak":
            flow.text(" ", marks)
        elif kind == "hardbreak":
            flow.line_break()
        elif kind == "code_inline":
            flow.verbatim(token.content, (*marks, ("code", ())))
        elif kind == "image":
            _inline(token.children or [], flow)  # no attachment yet: its description stands for it
        else:
            flow.text(token.content, marks)


def _list(tokens: Iterator[Token], flow: Flow, opening: Token) -> None:
    items: list[Node] = []
    for token in tokens:
        if token.type == "list_item_open":
            inside = Flow()
            _blocks(tokens, inside, "list_item_close")
            items.append(_item(begin_with_paragraph(inside.done())))
        else:
            break
    ordered = opening.type == "ordered_list_open"
    start = whole(opening.attrGet("start"), 1, 0, 2**31 - 1)
    run: list[Node] = []
    for item in [*items, None]:
        if run and (item is None or item["type"] != run[-1]["type"]):
            flow.block(_list_of(run, ordered=ordered, start=start))
            start += len(run)
            run = []
        if item is not None:
            run.append(item)


def _item(blocks: list[Node]) -> Node:
    """`[ ]` and `[x]` at the start make a task."""
    first = (blocks[0].get("content") or [{}])[0]
    found = _TASK.match(first.get("text", "")) if not first.get("marks") else None
    if not found:
        return {"type": "listItem", "content": blocks}
    first["text"] = first["text"][found.end() :]
    if not first["text"]:
        del blocks[0]["content"][0]
    return {"type": "taskItem", "attrs": {"checked": found[1] != " "}, "content": blocks}


def _list_of(items: list[Node], *, ordered: bool, start: int) -> Node:
    if items[0]["type"] == "taskItem":
        return {"type": "taskList", "content": items}
    if not ordered:
        return {"type": "bulletList", "content": items}
    return {"type": "orderedList", **({"attrs": {"start": start}} if start != 1 else {}), "content": items}


def _code(token: Token, flow: Flow) -> None:
    text = token.content.removesuffix("\n")
    name = _LANGUAGE.match(token.info.strip())
    attrs = {"attrs": {"language": name[0]}} if name else {}
    flow.block({"type": "codeBlock", **attrs, **({"content": [{"type": "text", "text": text}]} if text else {})})


def _table(tokens: Iterator[Token], flow: Flow) -> None:
    rows: list[Node] = []
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append({"type": "tableRow", "content": []})
        elif token.type in ("th_open", "td_open"):
            inside = Flow()
            _blocks(tokens, inside, token.type.replace("open", "close"))
            kind = "tableHeader" if token.type == "th_open" else "tableCell"
            rows[-1]["content"].append({"type": kind, "content": never_empty(inside.done())})
    flow.block({"type": "table", "content": rows})
