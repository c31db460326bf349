"""Seeded damage to tables: what people, spreadsheets and networks do to files."""

from __future__ import annotations

import random
from collections.abc import Callable

NAUGHTY = (
    "=1+1", "@SUM(A1)", "＝1", "NaN", "inf", "-inf", "1e999", "1e-999", "-5", "−5", "104.2",
    "0x10", "1_000", "１２", "٣", "2l4", "1 882", "1,882", "449.5", "1/2", "*", "", " ", "\u202e",
    "\N{NO-BREAK SPACE}", "'; DROP TABLE scores; --", "<script>alert(1)</script>", "null", "None",
    "True", "ZQ99", "Q71", "Q0", "2015", "20I6", "below Expected Lower Range", "😀", "a" * 300,
    '"', '""', "\\", "\t", "%", "50%", "9" * 60, "-0", "+5", ".", ",", "1.2.3", "\x1b[31m", "\x7f",
)  # fmt: skip


def mutated(content: bytes, seed: int) -> bytes:
    """A copy of a text table with one to four kinds of damage done to it."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 4)):
        content = chance.choice(_DAMAGE)(content, chance)
    return content


def _lines(change: Callable[[list[bytes], random.Random], None]):
    def on_lines(content: bytes, chance: random.Random) -> bytes:
        lines = content.split(b"\r\n")
        if len(lines) > 2:
            change(lines, chance)
        return b"\r\n".join(lines)

    return on_lines


def _cell(lines: list[bytes], chance: random.Random) -> None:
    for _ in range(chance.randint(1, 6)):
        row = chance.randrange(len(lines))
        cells = lines[row].split(b",")
        cells[chance.randrange(len(cells))] = chance.choice(NAUGHTY).encode()
        lines[row] = b",".join(cells)


def _repeat(lines: list[bytes], chance: random.Random) -> None:
    lines.insert(chance.randrange(len(lines)), chance.choice(lines))


def _drop(lines: list[bytes], chance: random.Random) -> None:
    del lines[chance.randrange(len(lines))]


def _shift(lines: list[bytes], chance: random.Random) -> None:
    row = chance.randrange(len(lines))
    cells = lines[row].split(b",")
    if chance.random() < 0.5:
        cells.insert(chance.randrange(len(cells)), b"")
    else:
        cells.pop(chance.randrange(len(cells)))
    lines[row] = b",".join(cells)


def _column(lines: list[bytes], chance: random.Random) -> None:
    place = chance.randrange(lines[0].count(b",") + 1)
    for row, line in enumerate(lines):
        cells = line.split(b",")
        if place < len(cells):
            cells.append(cells.pop(place))
        lines[row] = b",".join(cells)


def _byte(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 5)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _encoding(content: bytes, chance: random.Random) -> bytes:
    text = content.decode("utf-8", "replace")
    return text.encode(chance.choice(["utf-16", "utf-16-le", "cp1252", "utf-8-sig"]), "replace")


def _divider(content: bytes, chance: random.Random) -> bytes:
    return content.replace(b",", chance.choice([b";", b"\t", b"|", b" "]))


_DAMAGE = (
    _lines(_cell),
    _lines(_cell),
    _lines(_cell),
    _lines(_repeat),
    _lines(_drop),
    _lines(_shift),
    _lines(_column),
    _byte,
    _cut,
    _encoding,
    _divider,
)
