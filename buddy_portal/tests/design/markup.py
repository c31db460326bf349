"""Reading HTML in tests: as a list of what a browser would make of it, and by simple questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    text: str = ""
    inside: list[Element] = field(default_factory=list)

    def get(self, name: str) -> str | None:
        return self.attributes.get(name)

    @property
    def words(self) -> str:
        """All text inside, blanks made single."""
        return " ".join(f"{self.text} {' '.join(e.words for e in self.inside)}".split())

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """Every element below with this tag and these attributes (`class_` asks for one class)."""
        found = []
        for element in self.inside:
            if (not tag or element.tag == tag) and element.has(attributes):
                found.append(element)
            found += element.all(tag, **attributes)
        return found

    def one(self, tag: str = "", **attributes: str) -> Element:
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} of {tag} {attributes}"
        return found[0]

    def has(self, attributes: dict[str, str]) -> bool:
        for name, value in attributes.items():
            if name == "class_":
                if value not in (self.get("class") or "").split():
                    return False
            elif self.get(name.replace("_", "-")) != value:
                return False
        return True


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]
        self.events: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.open[-1].inside.append(element)
        self.events.append(("start", tag, tuple(sorted((n, v or "") for n, v in attrs))))
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        self.events.append(("end", tag))
        if tag not in VOID and len(self.open) > 1 and self.open[-1].tag == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].text += data
        if data.strip():
            self.events.append(("text", " ".join(data.split())))


def read(html: str) -> Element:
    """The tree of a piece of HTML."""
    reader = _Reader()
    reader.feed(str(html))
    reader.close()
    return reader.root


def what_it_says(html: str) -> list[object]:
    """Tags, attributes and words in order, without regard to blanks and quotation marks."""
    reader = _Reader()
    reader.feed(str(html))
    reader.close()
    return reader.events


def inline_code(html: str) -> list[str]:
    """Everything that a strict Content Security Policy would block in a page."""
    found = []
    for element in read(html).all():
        for name in element.attributes:
            if name == "style" or name.startswith("on"):
                found.append(f"{element.tag} {name}")
        is_data = element.get("type") in {"application/json", "importmap"}
        if element.tag == "script" and not element.get("src") and not is_data:
            found.append("script")
        if element.tag == "style":
            found.append("style")
        if (element.get("href") or "").lower().strip().startswith("javascript:"):
            found.append(f"{element.tag} javascript:")
    return found
