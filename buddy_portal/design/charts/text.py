"""How wide a text will be, and how to break or cut it, for a picture that cannot measure.

Widths are those of Arial (Liberation Sans has the same), in thousandths of the font
size, measured from the font. A letter that is not listed counts as a capital M, so that
an estimate errs on the wide side.
"""

from functools import lru_cache
from typing import Final

_REGULAR: Final = {
    191: "'",
    222: "ijl‘’",
    260: "|",
    278: " !,./:;I[\\]ft·íï",
    333: "()-`r“”",
    334: "{}",
    355: '"',
    389: "*",
    400: "°",
    469: "^",
    500: "Jcksvxyzç",
    549: "±÷≤≥",
    556: "#$0123456789?L_abdeghnopqu£éèêëáàâäñóôöúü–",
    584: "+<=>~×−",
    604: "■○●",
    611: "FTZ",
    667: "&ABEKPSVXYÉ",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    990: "▲▼",
    1000: "—…←→",
    1015: "@",
}
_BOLD: Final = {
    238: "'",
    278: " ,./I\\ijl·íï‘’",
    280: "|",
    333: "!()-:;[]`ft",
    389: "*r{}",
    400: "°",
    474: '"',
    500: "z“”",
    549: "±÷≤≥",
    556: "#$0123456789J_aceksvxy£éèêëáàâäç–",
    584: "+<=>^~×−",
    604: "■○●",
    611: "?FLTZbdghnopquñóôöúü",
    667: "EPSVXYÉ",
    722: "&ABCDHKNRU",
    778: "GOQw",
    833: "M",
    889: "%m",
    944: "W",
    975: "@",
    990: "▲▼",
    1000: "—…←→",
}
_REGULAR_WIDTH: Final = {letter: w for w, letters in _REGULAR.items() for letter in letters}
_BOLD_WIDTH: Final = {letter: w for w, letters in _BOLD.items() for letter in letters}
_UNLISTED: Final = 1000

ELLIPSIS: Final = "…"


@lru_cache(maxsize=4096)
def width(text: str, size: float = 14, *, bold: bool = False) -> float:
    """The width of one line of text in pixels at a font size in pixels."""
    table = _BOLD_WIDTH if bold else _REGULAR_WIDTH
    return sum(table.get(letter, _UNLISTED) for letter in text) * size / 1000


def cut(text: str, room: float, size: float = 14, *, bold: bool = False) -> str:
    """The text, ended by an ellipsis where it does not fit into the room (pixels)."""
    if width(text, size, bold=bold) <= room:
        return text
    left = room - width(ELLIPSIS, size, bold=bold)
    for i, letter in enumerate(text):
        left -= width(letter, size, bold=bold)
        if left < 0:
            return text[:i].rstrip() + ELLIPSIS
    return text.rstrip() + ELLIPSIS


@lru_cache(maxsize=4096)
def wrap(
    text: str, room: float, size: float = 14, *, bold: bool = False, most: int = 3
) -> tuple[str, ...]:
    """Break a text at its spaces into at most `most` lines no wider than the room (pixels).

    What does not fit on the last line is cut with an ellipsis, and so is a single word
    wider than the room. The whole text belongs in the table beneath the picture.
    """
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most - 1:
        taken = 1
        while taken < len(words) and (width(" ".join(words[: taken + 1]), size, bold=bold) <= room):
            taken += 1
        lines.append(cut(" ".join(words[:taken]), room, size, bold=bold))
        words = words[taken:]
    if words:
        lines.append(cut(" ".join(words), room, size, bold=bold))
    return tuple(lines)
