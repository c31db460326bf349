"""Which characters a font can draw: its own table of characters (OpenType "cmap"), read directly.

People type emoji and letters of every script into forms, and a PDF/UA-1 may hold no character
without a picture. Two forms of the table are read, 4 and 12, which every current font has.
"""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

FORM_OF_16_BITS, FORM_OF_32_BITS = 4, 12


@cache
def characters_of(folder: Path) -> frozenset[int]:
    """The code points that every TrueType file of a folder can draw; empty without any file."""
    drawn = [_characters(path.read_bytes()) for path in sorted(folder.glob("*.ttf"))]
    return frozenset.intersection(*drawn) if drawn else frozenset()


def _characters(font: bytes) -> frozenset[int]:
    start = _table_start(font, b"cmap")
    count = struct.unpack_from(">H", font, start + 2)[0]
    found: set[int] = set()
    for place in range(count):
        at = start + struct.unpack_from(">I", font, start + 8 + 8 * place)[0]
        form = struct.unpack_from(">H", font, at)[0]
        if form == FORM_OF_16_BITS:
            found |= _of_16_bits(font, at)
        elif form == FORM_OF_32_BITS:
            found |= _of_32_bits(font, at)
    return frozenset(found)


def _table_start(font: bytes, tag: bytes) -> int:
    for place in range(struct.unpack_from(">H", font, 4)[0]):
        name, _sum, start, _length = struct.unpack_from(">4sIII", font, 12 + 16 * place)
        if name == tag:
            return int(start)
    raise ValueError(f"The font has no table {tag.decode()}.")


def _of_16_bits(font: bytes, at: int) -> set[int]:
    """Segments from a first to a last character; the one that ends with 0xFFFF is no segment."""
    twice = struct.unpack_from(">H", font, at + 6)[0]
    lasts = struct.unpack_from(f">{twice // 2}H", font, at + 14)
    firsts = struct.unpack_from(f">{twice // 2}H", font, at + 16 + twice)
    pairs = zip(firsts, lasts, strict=True)
    return {code for first, last in pairs if last != 0xFFFF for code in range(first, last + 1)}


def _of_32_bits(font: bytes, at: int) -> set[int]:
    groups = struct.unpack_from(">I", font, at + 12)[0]
    spans = (struct.unpack_from(">II", font, at + 16 + 12 * place) for place in range(groups))
    return {code for first, last in spans for code in range(first, last + 1)}
