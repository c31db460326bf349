"""Who was in the room, in words, tables and charts. No queries; no count that may not be shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from markupsafe import Markup

from buddy_portal.design.charts.dot_rows import DotRow, DotRows, draw_dot_rows
from buddy_portal.design.charts.figures import Figures
from buddy_portal.design.charts.numbers import percent
from buddy_portal.design.tables import Cell, Column, Row, Table
from improvement_plans.characteristics import CHARACTERISTICS
from improvement_plans.listening.presence import GroupPresence, Presence, Reading
from improvement_plans.models import EngagementEvent, EventState
from improvement_plans.selectors.engagement import ShownPopulation
from trusts.models import Trust

ROOM, SERVED = "In the room", "People the trust serves"
FILE_COLUMNS = (
    "Characteristic",
    "Group",
    "In the room",
    "Share of the room, %",
    "Share of people served, %",
    "Reading",
    "Source of people served",
)
NOTE = (
    "A count of 1 to 9 people is shown as “fewer than 10”. Where another count would give it "
    "away, that one is not shown either."
)


NOT_APART = (
    "Not shown, and not compared with events: these numbers differ by fewer than 10 people from "
    "others that were shown before, and the two together would point at those few. Other numbers "
    "are shown where each group that changes differs by 10 or more from all that were shown before."
)
_CORRECTING = (
    "The event is written up, so its figures have been shown. A correction that moves fewer than "
    "10 people takes the division off the page for good, because the two versions together would "
    "point at them."
)


def said_of_counts(said: str, event: EngagementEvent) -> str:
    """What stands above a form that counts people; of a correction also what it leads to."""
    return f"{said} {_CORRECTING}" if event.state == EventState.WRITTEN_UP else said


@dataclass(frozen=True)
class ShownPresence:
    """One characteristic as the page shows it."""

    title: str
    sentence: str
    svg: Markup | None
    figures: Figures | None
    source: str


def shown_presences(presences: Iterable[Presence]) -> list[ShownPresence]:
    """Each characteristic with its sentence, its chart and its figures."""
    return [_shown(each) for each in presences]


def _shown(found: Presence) -> ShownPresence:
    name = found.characteristic.name
    if not found.groups:
        return ShownPresence(name, found.why_not, None, None, "")
    data = DotRows(
        title=f"Who was in the room: {name.lower()}",
        description=sentence_of(found),
        series=(ROOM, SERVED) if found.is_compared else (ROOM,),
        rows=tuple(
            DotRow(
                _row_words(each, is_compared=found.is_compared),
                (each.share, each.served_share) if found.is_compared else (each.share,),
            )
            for each in found.groups
        ),
        row_name="Group",
    )
    svg = draw_dot_rows(data, chart_id=f"room-{found.characteristic.key}", width=720)
    source = f"People served: {found.source}, {found.year}." if found.source else ""
    return ShownPresence(name, sentence_of(found), svg, _figures(found, data.title), source)


def _row_words(group: GroupPresence, *, is_compared: bool) -> str:
    """With why there is no mark of the room, where a mark of the people served stands alone."""
    if is_compared and group.share is None and group.served_share is not None:
        return f"{group.words} ({group.came.words})"
    return group.words


def _figures(found: Presence, title: str) -> Figures:
    """The counts and shares, and what they say of each group."""
    rows = tuple(
        (
            each.words,
            each.came.words,
            percent(each.share),
            percent(each.served_share),
            each.reading.value if each.reading is not Reading.UNKNOWN else "-",
        )
        for each in found.groups
    )
    headers = ("Group", ROOM, "Share of the room", "Share of people served", "Reading")
    return Figures(title, headers, rows, (False, True, True, True, False))


def sentence_of(found: Presence) -> str:
    """Who was not there and who was there less than their share."""
    if not found.groups:
        return found.why_not
    nobody, fewer = found.read_as(Reading.NOBODY), found.read_as(Reading.SMALLER)
    parts = []
    if nobody:
        parts.append(f"Nobody was there from: {_listed(nobody)}.")
    if fewer:
        parts.append(f"Fewer than their share of people served: {_listed(fewer)}.")
    if parts:
        return " ".join(parts)
    if found.is_compared:
        return "No group is seen to be missing."
    return "People of every group were there."


def missing_points(presences: Iterable[Presence]) -> list[str]:
    """Who was not in the room, one line a characteristic; nothing where nobody is missing."""
    return [
        f"{each.characteristic.name}: {sentence_of(each)}"
        for each in presences
        if each.read_as(Reading.NOBODY, Reading.SMALLER)
    ]


def _listed(names: Sequence[str]) -> str:
    return "; ".join(names)


def file_rows(presences: Iterable[Presence]) -> list[list[str | float | None]]:
    """The figures for a file: counts as words, because some of them are."""
    return [
        [
            found.characteristic.name,
            each.words,
            each.came.words,
            None if each.share is None else round(each.share, 1),
            None if each.served_share is None else round(each.served_share, 1),
            each.reading.value,
            f"{found.source}, {found.year}" if found.source else "",
        ]
        for found in presences
        for each in found.groups
    ]


def count_table(event: EngagementEvent, presences: Sequence[Presence]) -> Table:
    """Which characteristics have been counted, with the way to count each."""
    counted = {found.characteristic.key: found for found in presences}
    return Table(
        caption="Who was counted",
        columns=[Column("By"), Column("Counted"), Column("Enter", card="")],
        rows=[
            Row(
                [
                    known.name,
                    sentence_of(counted[key]) if key in counted else "Not counted",
                    Cell(
                        "Count again" if key in counted else "Count",
                        href=reverse("event_count", args=[event.pk, key]),
                    ),
                ]
            )
            for key, known in CHARACTERISTICS.items()
        ],
    )


def population_tables(populations: Iterable[ShownPopulation]) -> list[tuple[str, Table]]:
    """The people served, a table for each characteristic, with its source."""
    return [
        (
            f"{each.source}, {each.year}",
            Table(
                caption=CHARACTERISTICS[each.characteristic].name,
                show_caption=True,
                columns=[
                    Column("Group"),
                    Column("People", numeric=True),
                    Column("Share", numeric=True),
                ],
                rows=[Row([words, count, percent(share)]) for words, count, share in each.groups],
                empty="Too few people to show." if each.is_shown else NOT_APART,
            ),
        )
        for each in populations
    ]


def population_links(trust: Trust, missing: Sequence[str]) -> list[tuple[str, str, bool]]:
    """Every characteristic with the page to enter it, and whether it is still missing."""
    return [
        (known.name, reverse("population_give", args=[trust.ods_code, key]), key in missing)
        for key, known in CHARACTERISTICS.items()
    ]
