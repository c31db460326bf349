"""The rows of a table as HTML. Written in Python, for a long list is mostly its rows.

The component templates/components/table.html draws all else; a cell costs a sixth of what it costs
there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from markupsafe import Markup, escape

from buddy_portal.design.tables import Cell, Column, LastingRow, Row
from buddy_portal.design.tags import Tag

DrawTag = Callable[..., str]


def table_rows(rows: Iterable[Row], columns: Sequence[Column], draw_tag: DrawTag) -> Markup:
    """Each row with its head first. Texts are escaped; what is marked safe stays as it is."""
    tags: dict[Tag, str] = {}

    def tag(kind: Tag) -> str:
        if kind not in tags:
            tags[kind] = str(draw_tag(kind=kind))
        return tags[kind]

    head = ' class="app-num"' if columns and columns[0].numeric else ""
    opened = (head, *[_opened(column) for column in columns])
    drawn = [
        _lasting(row, opened, tag) if isinstance(row, LastingRow) else _drawn(row, opened, tag)
        for row in rows
    ]
    return Markup("".join(drawn))  # noqa: S704 - every text in it is escaped below


Opened = tuple[Any, ...]
"""What the head of a row is marked with, then how the cell of each column begins."""


def _lasting(row: LastingRow, opened: Opened, tag: DrawTag) -> str:
    """A row that lasts is drawn once in columns that begin alike."""
    found = row.drawn.get(opened)
    if found is None:
        found = row.drawn[opened] = _drawn(row, opened, tag)
    return found


def _drawn(row: Row, opened: Opened, tag: DrawTag) -> str:
    parts = [_row(row)]
    for place, cell in enumerate(row.cells):
        if place == 0:
            begins = f'<th scope="row" role="rowheader"{opened[0]}>'
            parts += (begins, _value(cell, tag), "</th>\n")
        else:
            parts += (opened[place + 1][cell != ""], _value(cell, tag), "</td>\n")
    parts.append("</tr>\n")
    return "".join(parts)


def _opened(column: Column) -> tuple[str, str]:
    """How a cell of the column begins: an empty one, and one that a phone puts a word before."""
    start = '<td role="cell" class="n"' if column.numeric else '<td role="cell"'
    return f"{start}>", f'{start} data-l="{escape(column.card_label)}">'


def _row(row: Row) -> str:
    anchor = f' id="{escape(row.anchor)}"' if row.anchor else ""
    return f'<tr role="row"{anchor} class="is-sel">' if row.selected else f'<tr role="row"{anchor}>'


def _value(cell: Cell | str, tag: DrawTag) -> str:
    if isinstance(cell, str):
        return escape(cell)
    # Plain strings from here on: joined to Markup, what is escaped would be escaped again.
    text = str(escape(cell.text))
    if cell.strong:
        text = f"<b>{text}</b>"
    if cell.href:
        text = f'<a href="{escape(cell.href)}">{text}</a>'
    if cell.tag:
        text += tag(cell.tag)
    if cell.markup is not None:
        text += str(escape(cell.markup))
    if cell.note:
        text += f'<span class="app-sub2">{escape(cell.note)}</span>'
    return text
