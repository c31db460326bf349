"""A pack or minutes as a page: the same facts as its PDF. No queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from buddy_portal.design.tables import Column, Row, Table


@dataclass(frozen=True)
class PaperChart:
    """A picture with its words, and its heading."""

    title: str
    facts: str
    words: str
    picture: Markup


@dataclass(frozen=True)
class PaperSection:
    """A part of a paper."""

    anchor: str
    heading: str
    sentence: str
    table: Table | None
    charts: tuple[PaperChart, ...]
    folded: bool


@dataclass(frozen=True)
class PaperPage:
    """A paper as a page shows it."""

    title: str
    facts: Mapping[str, Any]
    figures: list[dict[str, str]]
    sections: list[PaperSection]


def paper_page(facts: Mapping[str, Any]) -> PaperPage:
    """The facts of a paper, made today or kept since it was sent."""
    return PaperPage(
        title=f"{facts['part']}: {facts['title']}",
        facts=facts,
        figures=[{"number": number, "label": label} for number, label in facts["figures"]],
        sections=[
            _section(section, place) for place, section in enumerate(facts["sections"], start=1)
        ],
    )


def _section(section: Mapping[str, Any], place: int) -> PaperSection:
    heading = section["heading"]
    return PaperSection(
        anchor=f"part-{place}",
        heading=heading,
        sentence=section["sentence"],
        table=_table(section) if section["rows"] else None,
        charts=tuple(
            PaperChart(
                title=chart["title"],
                facts=chart["facts"],
                words=chart["words"],
                # Drawn by our own charts when the paper was made, and kept with it.
                picture=Markup(chart["picture"]),  # noqa: S704
            )
            for chart in section["charts"]
        ),
        folded=section.get("folded", False),
    )


def _table(section: Mapping[str, Any]) -> Table:
    return Table(
        caption=section["heading"],
        columns=[Column(label or "No.") for label in section["head"]],
        rows=[Row(list(row)) for row in section["rows"]],
    )
