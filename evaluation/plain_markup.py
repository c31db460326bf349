"""A lead's words as plain data: paragraphs, lists, emphasis and links, and nothing else.

The text is read as Markdown with every other rule switched off, and turned into values, never into
HTML: pages and the PDF print these values as text, so no tag that somebody types can become live.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypedDict
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from markdown_it.token import Token

RULES = ("list", "emphasis", "link", "escape", "newline")
SCHEMES = frozenset({"https", "http", "mailto"})
LISTS = {"bullet_list_open": "list", "ordered_list_open": "numbered"}


class Span(TypedDict):
    """A run of text that looks the same throughout; `href` is empty where it is no link."""

    text: str
    strong: bool
    em: bool
    href: str


class Block(TypedDict):
    """A paragraph (one item), a list or a numbered list."""

    kind: str
    items: list[list[Span]]


def blocks_of(text: str) -> list[Block]:
    """What a text says, block by block. Lists inside lists are shown as one list."""
    from markdown_it import MarkdownIt  # not at start: only pages with such words need it

    reader = MarkdownIt("zero").enable(list(RULES))
    blocks: list[Block] = []
    depth = 0
    for token in reader.parse(text):
        if token.type in LISTS:
            if not depth:
                blocks.append({"kind": LISTS[token.type], "items": []})
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
        elif token.type == "inline":
            spans = _spans(token.children or ())
            if depth:
                blocks[-1]["items"].append(spans)
            else:
                blocks.append({"kind": "paragraph", "items": [spans]})
    return blocks


def _spans(tokens: Sequence[Token]) -> list[Span]:
    spans: list[Span] = []
    strong = em = 0
    href = ""
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            strong += token.nesting
        elif token.type in ("em_open", "em_close"):
            em += token.nesting
        elif token.type == "link_open":
            href = _safe(str(token.attrGet("href") or ""))
        elif token.type == "link_close":
            href = ""
        elif words := _words(token):
            spans.append({"text": words, "strong": strong > 0, "em": em > 0, "href": href})
    return spans


def _words(token: Token) -> str:
    return " " if token.type in ("softbreak", "hardbreak") else token.content


def _safe(address: str) -> str:
    """The address of a link that may be followed; nothing for any other."""
    try:
        return address if urlsplit(address).scheme.lower() in SCHEMES else ""
    except ValueError:
        return ""


def plain_text(blocks: Iterable[Block]) -> list[str]:
    """The same words without any look, one line a paragraph or list item."""
    return ["".join(span["text"] for span in item) for block in blocks for item in block["items"]]
