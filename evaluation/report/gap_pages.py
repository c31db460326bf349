"""Gaps between groups of patients in words, a chart and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from buddy_portal.design.charts import numbers
from buddy_portal.design.charts.figures import Figures
from buddy_portal.design.charts.forest import Emphasis, Forest, ForestRow, draw_forest
from evaluation.report.pictures import Chart, without_column

Content = dict[str, Any]
MOST_QUESTIONS = 6
WHOSE = {"mentees": "Mentees that targeted it", "country": "England"}
NOTHING = (
    "No scores by area deprivation that may be shown were imported for the targeted questions of "
    "both years, so gaps between groups of patients are not part of this evaluation. An average "
    "that rises can still leave some patients behind."
)
WHAT = (
    "A gap is the score of patients from the most deprived fifth of areas less that of patients "
    "from the least deprived fifth: below zero, the most deprived report less good care. Only "
    "groups of more than 20 answers are shown; a hidden group stays hidden in every sum."
)


@dataclass(frozen=True)
class GapsView:
    """The section on gaps."""

    words: tuple[str, ...]
    chart: Chart | None
    gaps: Figures | None
    slopes: Figures | None


def gaps_view(content: Content, width: float) -> GapsView:
    """The section; a report of before it was part of reports says that there is nothing."""
    rows: list[Content] = content.get("gaps", {}).get("rows", [])
    if not rows:
        return GapsView((NOTHING,), None, None, None)
    return GapsView((WHAT, *_found(rows)), _chart(rows, width), _gaps(rows), _slopes(rows))


def _found(rows: list[Content]) -> tuple[str, ...]:
    """How many changes of a mentees' gap are clear, and what could have been."""
    own = [row for row in rows if row["who"] == "mentees" and row["change"]["value"] is not None]
    if not own:
        return ("No mentee's groups are large enough to be shown in both years.",)
    clear = [row for row in own if row["change"]["lower"] > 0 or row["change"]["upper"] < 0]
    sizes = [row["change"]["detectable"] for row in own if row["change"]["detectable"] is not None]
    said = (
        f"Of {numbers.counted(len(own), 'targeted question')} whose gap can be shown for the "
        f"mentees, it changed clearly on {numbers.thousands(len(clear))}."
    )
    if sizes:
        said += (
            " With these numbers of answers, only changes of a gap of about "
            f"{numbers.plain(min(sizes))} points or more could have been noticed."
        )
    return (said,)


def _chart(rows: list[Content], width: float) -> Chart | None:
    shown = [row for row in rows if row["who"] == "mentees"][:MOST_QUESTIONS]
    if not shown:
        return None
    data = Forest(
        title="Gaps of the mentees before and after",
        description="Most deprived fifth less least deprived fifth, with 95% intervals.",
        rows=tuple(_forest_row(row, year) for row in shown for year in row["years"]),
        below="Most deprived score lower",
        above="Most deprived score higher",
        row_name="Question and year",
    )
    sentence = (
        "Percentage points, with 95% intervals: patients from the most deprived fifth of areas "
        "less those from the least deprived fifth, mentees that targeted the question together."
    )
    svg = draw_forest(data, chart_id="gaps-chart", width=width)
    figures = without_column(data.figures(), 3)
    return Chart("gaps-chart", data.title, sentence, str(svg), figures)


def _forest_row(row: Content, year: Content) -> ForestRow:
    gap = year["gap"]
    ends = None if gap["lower"] is None else (gap["lower"], gap["upper"])
    clear = ends is not None and (ends[0] > 0 or ends[1] < 0)
    emphasis: Emphasis = "clear" if clear else "unclear"
    return ForestRow(
        label=f"{row['question']}, {year['year']}",
        estimate=gap["value"],
        interval=ends,
        emphasis=emphasis,
        group=f"{row['question']} {row['label']}",
    )


def _gaps(rows: list[Content]) -> Figures:
    before, after = (str(year["year"]) for year in rows[0]["years"])
    return Figures(
        "Gaps between the most and the least deprived fifth",
        (
            "Question",
            "Whose patients",
            f"Gap {before} (answers)",
            f"Gap {after} (answers)",
            "Change",
            "95% interval",
            "Could be noticed",
        ),
        tuple(_gap_row(row) for row in rows),
        (False, False, True, True, True, True, True),
    )


def _gap_row(row: Content) -> tuple[str, ...]:
    first, last = row["years"]
    change = row["change"]
    trusts = f" ({numbers.counted(row['trusts'], 'trust')})" if row["trusts"] else ""
    return (
        f"{row['question']} {row['label']}",
        WHOSE[row["who"]] + trusts,
        _gap_words(first),
        _gap_words(last),
        numbers.signed(change["value"]),
        numbers.signed_interval(change["lower"], change["upper"]),
        numbers.plain(change["detectable"]),
    )


def _gap_words(year: Content) -> str:
    counts = f"{numbers.thousands(year['n_most'])} and {numbers.thousands(year['n_least'])}"
    return f"{numbers.signed(year['gap']['value'])} ({counts})"


def _slopes(rows: list[Content]) -> Figures | None:
    """Over all five fifths, where every one of them is shown in both years."""
    whole = [row for row in rows if all(year["slope"] for year in row["years"])]
    if not whole:
        return None
    before, after = (str(year["year"]) for year in whole[0]["years"])
    return Figures(
        "Slope over all five fifths",
        (
            "Question",
            "Whose patients",
            f"Slope {before} (95% interval)",
            f"Slope {after} (95% interval)",
            f"Ratio {before}",
            f"Ratio {after}",
        ),
        tuple(
            (
                f"{row['question']} {row['label']}",
                WHOSE[row["who"]],
                *(_slope_words(year["slope"]) for year in row["years"]),
                *(_ratio_words(year["slope"]) for year in row["years"]),
            )
            for row in whole
        ),
        (False, False, True, True, True, True),
    )


def _slope_words(slope: Content) -> str:
    ends = numbers.signed_interval(slope["slope_lower"], slope["slope_upper"])
    return f"{numbers.signed(slope['slope'])} ({ends})"


def _ratio_words(slope: Content) -> str:
    if slope["relative"] is None:
        return numbers.MISSING
    ends = numbers.interval(slope["relative_lower"], slope["relative_upper"], 2)
    return f"{numbers.plain(slope['relative'], 2)} ({ends})"
