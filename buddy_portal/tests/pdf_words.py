"""The words on each page of a PDF, read through its fonts' own tables of letters."""

import io
import re

import pikepdf

_PAIR = re.compile(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F ]+)>")


def words_of_pages(pdf: bytes) -> list[str]:
    """One text a page, in the order in which it was drawn; a new line for each piece."""
    with pikepdf.open(io.BytesIO(pdf)) as book:
        return [_words_of(page) for page in book.pages]


def _words_of(page: pikepdf.Page) -> str:
    fonts = page.Resources.get("/Font", {})
    letters = {name: _letters(font) for name, font in fonts.items()}
    current: dict[int, str] = {}
    said = []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            current = letters[str(operands[0])]
        elif str(operator) in {"Tj", "TJ"}:
            parts = operands[0] if str(operator) == "TJ" else operands
            said.append("".join(_read(part, current) for part in parts))
        elif str(operator) == "ET":
            said.append("\n")
    return "".join(said)


def _read(part: object, letters: dict[int, str]) -> str:
    if not isinstance(part, pikepdf.String):
        return ""
    codes = bytes(part)
    return "".join(
        letters.get(int.from_bytes(codes[at : at + 2], "big"), "") for at in range(0, len(codes), 2)
    )


def _letters(font: pikepdf.Object) -> dict[int, str]:
    table = font.ToUnicode.read_bytes().decode("ascii", "ignore")
    pieces = table[table.find("beginbfchar") :]
    return {
        int(code, 16): bytes.fromhex(letter.replace(" ", "")).decode("utf-16-be")
        for code, letter in _PAIR.findall(pieces)
    }
