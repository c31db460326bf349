"""Reads a picture back: its elements, and the boxes that its words fill."""

from dataclasses import dataclass
from xml.etree import ElementTree

from buddy_portal.design.charts.text import width

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class WordBox:
    words: str
    left: float
    right: float
    top: float
    foot: float

    def meets(self, other: "WordBox") -> bool:
        """Do the boxes overlap by more than a hair?"""
        return (
            min(self.right, other.right) - max(self.left, other.left) > 1
            and min(self.foot, other.foot) - max(self.top, other.top) > 2
        )


def parse(picture: str) -> ElementTree.Element:
    return ElementTree.fromstring(str(picture))  # noqa: S314 - our own output


def word_boxes(picture: str) -> list[WordBox]:
    """The box of every text that is seen (the white halo behind a text is not)."""
    boxes: list[WordBox] = []
    _collect(parse(picture), 0.0, 0.0, boxes)
    return boxes


def _collect(element: ElementTree.Element, dx: float, dy: float, boxes: list[WordBox]) -> None:
    moved = element.get("transform", "")
    if moved.startswith("translate("):
        x, y = moved[10:-1].split()
        dx, dy = dx + float(x), dy + float(y)
    if element.tag == f"{SVG}text" and not element.get("aria-hidden"):
        boxes.append(_box(element, dx, dy))
    for child in element:
        _collect(child, dx, dy, boxes)


def _box(element: ElementTree.Element, dx: float, dy: float) -> WordBox:
    words = "".join(element.itertext())
    size = float(element.get("font-size", "14"))
    long = width(words, size, bold=element.get("font-weight") == "600")
    shift = {"start": 0.0, "middle": long / 2, "end": long}[element.get("text-anchor", "start")]
    left = float(element.get("x", "0")) + dx - shift
    y = float(element.get("y", "0")) + dy
    return WordBox(words, left, left + long, y - 0.75 * size, y + 0.2 * size)
