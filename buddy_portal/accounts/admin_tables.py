"""What is kept as structured data, shown in the admin site as tables and lists: to be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

NONE = "None"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> SafeString | str:
    """A plain table whose first column names the row; "None" where it has no row."""
    body = [
        (cells[0], format_html_join("", "<td>{}</td>", ((cell,) for cell in cells[1:])))
        for cells in rows
    ]
    if not body:
        return NONE
    return format_html(
        "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        format_html_join("", '<th scope="col">{}</th>', ((head,) for head in heads)),
        format_html_join("", '<tr><th scope="row">{}</th>{}</tr>', body),
    )


def lines(texts: Iterable[str]) -> SafeString | str:
    """A list, a line each; "None" where there is none."""
    found = [(text,) for text in texts]
    if not found:
        return NONE
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", found))
