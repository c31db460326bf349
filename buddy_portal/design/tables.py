"""What the table component is given: columns, rows and cells as plain values.

Presenters build these; the component only draws. Cells may be strings, or `Cell` for more.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from buddy_portal.design.tags import Tag


@dataclass(frozen=True)
class Column:
    """One column. `label` is the head; `card` the word before the value on a phone."""

    label: str
    numeric: bool = False
    card: str | None = None
    sort_href: str = ""
    sorted: str = ""  # "ascending", "descending" or nothing

    @property
    def card_label(self) -> str:
        return self.label if self.card is None else self.card


@dataclass(frozen=True)
class Cell:
    """A value with a link, a second line, a tag or a button row of the page's own markup."""

    text: str = ""
    href: str = ""
    note: str = ""
    tag: Tag | None = None
    strong: bool = False
    markup: Markup | None = None


@dataclass(frozen=True)
class Row:
    """The first cell is the row's head. `anchor` is an id that a page can come back to."""

    cells: Sequence[Cell | str]
    selected: bool = False
    anchor: str = ""


@dataclass(frozen=True, eq=False)
class LastingRow(Row):
    """A row that its maker keeps and gives again for equal values, with how it was drawn."""

    drawn: dict[Hashable, str] = field(default_factory=dict)
    """By the columns in which it was drawn: see design.table_rows."""


@dataclass(frozen=True)
class Table:
    """A whole table. `caption` always exists; `show_caption` decides whether it is seen."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    show_caption: bool = False
    cards: bool = True
    sticky: bool = False
    total: Row | None = None
    # (name of the kind, address): the page's own address with ?download=csv, for example.
    downloads: Sequence[tuple[str, str]] = field(default_factory=tuple)
    empty: str = "Nothing to show yet."

    def __post_init__(self) -> None:
        for row in [*self.rows, *([self.total] if self.total else [])]:
            if len(row.cells) != len(self.columns):
                raise ValueError(
                    f"A row of “{self.caption}” has {len(row.cells)} cells "
                    f"for {len(self.columns)} columns."
                )


@dataclass(frozen=True)
class Order:
    """In which order rows stand: the key of a column, and whether the largest comes first."""

    key: str
    descending: bool = False

    @property
    def asked(self) -> str:
        """As it stands in the address: `score`, or `-score` for the largest first."""
        return f"-{self.key}" if self.descending else self.key


def order_of(asked: str, keys: Iterable[str], default: str) -> Order:
    """The order asked for in the address; anything unknown gives the default."""
    key = asked.removeprefix("-")
    if key not in set(keys):
        asked, key = default, default.removeprefix("-")
    return Order(key, descending=asked.startswith("-"))


def sortable(
    columns: Mapping[str, Column],
    order: Order,
    query: Mapping[str, Any],
    *,
    parameter: str = "sort",
) -> list[Column]:
    """The columns with a link that sorts by each; other parts of the address are kept.

    A key that begins with an underscore is not sorted by. A column sorted upwards links to
    downwards, all others to upwards.
    """
    kept = {key: value for key, value in query.items() if key not in {parameter, "page"}}
    return [_with_link(column, key, order, kept, parameter) for key, column in columns.items()]


def _with_link(
    column: Column, key: str, order: Order, kept: Mapping[str, Any], parameter: str
) -> Column:
    if key.startswith("_"):
        return column
    here = key == order.key
    target = Order(key, descending=here and not order.descending)
    return Column(
        label=column.label,
        numeric=column.numeric,
        card=column.card,
        sort_href="?" + urlencode({**kept, parameter: target.asked}, doseq=True),
        sorted=("descending" if order.descending else "ascending") if here else "",
    )


def sort_rows(
    things: Iterable[Any], order: Order, by: Mapping[str, Callable[[Any], Any]]
) -> list[Any]:
    """Things in the order asked for; those without a value (None) always last."""
    key = by[order.key]
    known = [thing for thing in things if key(thing) is not None]
    unknown = [thing for thing in things if key(thing) is None]
    return sorted(known, key=key, reverse=order.descending) + unknown
