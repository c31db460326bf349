"""The rows of a table as HTML. Written in Python, for a long list is mostly its rows.

The component templates/components/table.html draws all else; a cell costs a sixth of what it costs
there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from markupsafe import Markup, escape

from buddy_portal.design.tables import Cell, Column, Row
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
    opened = [_opened(column) for column in columns]
    parts: list[str] = []
    for row in rows:
        parts.append(_row(row))
        for place, cell in enumerate(row.cells):
            if place == 0:
                parts += (f'<th scope="row" role="rowheader"{head}>', _value(cell, tag), "</th>\n")
            else:
                start = opened[place][cell != ""]
                parts += (start, _value(cell, tag), "</td>\n")
        parts.append("</tr>\n")
    return Markup("".join(parts))  # noqa: S704 - every text in it is escaped below


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
