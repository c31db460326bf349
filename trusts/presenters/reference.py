"""Words about a list of trusts that was checked or taken over."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from buddy_portal.design.tables import Cell, Column, Row, Table
from trusts.services.reference import ReferenceImport

MOST_REFUSED = 200


def rows_words(found: ReferenceImport) -> str:
    """ "3 rows": those that an import would store."""
    rows = found.new + found.changed
    return f"{rows:,} row{'' if rows == 1 else 's'}"


def numbers(found: ReferenceImport) -> list[dict[str, Any]]:
    """What the check counted, for the figures at the top."""
    counts = (
        (found.rows_read, "rows read"),
        (found.new, "new"),
        (found.changed, "changed"),
        (found.unchanged, "the same as stored"),
        (len(found.refused), "refused cells"),
    )
    return [{"number": f"{number:,}", "label": label} for number, label in counts]


def refused_table(found: ReferenceImport) -> Table:
    """Every refused cell with what is wrong in it."""
    rows = [
        Row(
            [
                Cell(f"{cell.row:,}", strong=True),
                cell.column,
                Cell(markup=Markup("<code>{}</code>").format(cell.value or "blank")),
                cell.reason,
            ]
        )
        for cell in found.refused[:MOST_REFUSED]
    ]
    columns = [Column(name) for name in ("Row", "Column", "What it says", "Why it is refused")]
    return Table(caption="Refused rows", columns=columns, rows=rows, show_caption=True)
