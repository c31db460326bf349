"""The charts of a report, each with its words and the table beneath it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypeVar

from buddy_portal.design.charts import numbers
from buddy_portal.design.charts.dumbbell import Dumbbell, DumbbellRow, draw_dumbbell
from buddy_portal.design.charts.figures import Figures
from buddy_portal.design.charts.forest import Emphasis, Forest, ForestRow, draw_forest
from buddy_portal.design.charts.waterfall import Step, Waterfall, draw_waterfall
from evaluation.report import sentences, tables
from evaluation.report.merger_words import mentees_by_code, scores_code

Content = dict[str, Any]
# Wide enough for the words beside the marks, narrow enough to be read on an A4 page.
PRINTED_WIDTH = 700
# On a page of the portal: still readable when a phone draws it 640 pixels wide.
SHOWN_WIDTH = 900
# For a phone: the words stand above their lines, and nothing has to be swiped.
PHONE_WIDTH = 288
CLEAR = 0.05
Cell = TypeVar("Cell")


@dataclass(frozen=True)
class Chart:
    """A picture with its words and the table beneath it; `phone` is one for a narrow screen."""

    chart_id: str
    caption: str
    sentence: str
    svg: str
    figures: Figures
    phone: str = ""


def waterfall(content: Content) -> Chart | None:
    """From the raw change to what is left; None where nothing could be worked out."""
    headline = content["headline"]
    if headline["effect"] is None or headline["raw_change"] is None:
        return None
    ends = headline["ci"]
    years = f"{content['baseline']['year']} to {content['follow_up']['year']}"
    data = Waterfall(
        title="What is left of the change",
        description=sentences.rise_sentence(headline),
        steps=(
            Step("Raw change", f"their targets, {years}", headline["raw_change"], "total"),
            Step("Country", "trusts outside", -headline["national_change"], "change"),
            Step("Bounce-back", "by itself", -headline["expected_bounce_back"], "change"),
            Step(
                "What is left",
                "with 95% interval" if ends else "no interval can be given",
                headline["effect"],
                "result",
                interval=(ends[0], ends[1]) if ends else None,
            ),
        ),
    )
    sentence = (
        f"Percentage points, mean of {numbers.counted(headline['mentees'], 'mentee')} on their "
        f"{numbers.counted(headline['targets'], 'assessed target')}. Compared with "
        f"{numbers.counted(headline['comparators'], 'trust')} outside the scheme."
    )
    svg = draw_waterfall(data, chart_id="waterfall", width=PRINTED_WIDTH)
    figures = replace(tables.headline(content), caption=data.title)
    return Chart("waterfall", data.title, sentence, str(svg), figures)


def forest(content: Content, width: float) -> Chart | None:
    """Every mentee's targets together, beside all mentees and their other questions."""
    rows = [*_mentee_rows(content), *_check_rows(content)]
    if not any(row.estimate is not None for row in rows):
        return None
    headline = content["headline"]
    top = _forest_row("All mentees, targeted questions", headline, "overall", "")
    data = Forest(
        title="Beyond what was expected, mentee by mentee",
        description="Percentage points beyond expectation, with 95% intervals.",
        rows=(top, *rows),
        below="Less than expected",
        above="More than expected",
        row_name="Mentee",
    )
    without_answers = without_column(data.figures(), 3)
    shown = sum(row.estimate is not None for row in _mentee_rows(content))
    sentence = (
        f"Percentage points beyond expectation with 95% intervals. Of "
        f"{numbers.counted(shown, 'mentee')} about {numbers.plain(CLEAR * shown)} would stand "
        "clear of the line by chance."
    )
    svg = draw_forest(data, chart_id="forest", width=width)
    return Chart("forest", data.title, sentence, str(svg), without_answers)


def without_column(figures: Figures, place: int) -> Figures:
    """The same table without one of its columns."""
    return Figures(
        figures.caption,
        _without(figures.headers, place),
        tuple(_without(row, place) for row in figures.rows),
        _without(figures.numeric, place),
    )


def _without(cells: tuple[Cell, ...], place: int) -> tuple[Cell, ...]:
    return cells[:place] + cells[place + 1 :]


def _mentee_rows(content: Content) -> list[ForestRow]:
    names, seen = mentees_by_code(content), dict[str, ForestRow]()
    for pair in content["pairs"]:
        code = scores_code(pair)
        if pair["result"] and code not in seen:
            seen[code] = _forest_row(
                names[code], pair["result"], None, "Each mentee, targeted questions"
            )
    return list(seen.values())


def _check_rows(content: Content) -> list[ForestRow]:
    wanted = ("all_questions", "targeted_minus_untargeted")
    return [
        _forest_row(way["label"], way, None, "Checks, all mentees")
        for way in content["sensitivity"]
        if way["name"] in wanted
    ]


def _forest_row(label: str, found: Content, emphasis: Emphasis | None, group: str) -> ForestRow:
    ends, clear = found["ci"], found["p"] is not None and found["p"] < CLEAR
    return ForestRow(
        label=label,
        estimate=found["effect"],
        interval=(ends[0], ends[1]) if ends else None,
        emphasis=emphasis or ("clear" if clear else "unclear"),
        group=group,
        hidden="cannot be assessed",
    )


def dumbbell(content: Content, chart_id: str, pair: Content, width: float) -> Chart:
    """A pair's targets before and after, beside what was expected and what was wanted."""
    before, after = str(content["baseline"]["year"]), str(content["follow_up"]["year"])
    data = Dumbbell(
        title="Before, after, expected and target",
        description=f"Scores of {pair['mentee']} on the targets of its plan, {before} and {after}.",
        rows=tuple(
            DumbbellRow(
                label=target["label"],
                note=target["question"],
                before=target.get("before"),
                after=target.get("after"),
                expected=target.get("expected"),
                target=target["target"],
                before_answers=target.get("n_before"),
                after_answers=target.get("n_after"),
                hidden="not compared" if target["verdict_code"] == "not_compared" else "not shown",
            )
            for target in pair["targets"]
        ),
        before_label=before,
        after_label=after,
    )
    svg = draw_dumbbell(data, chart_id=chart_id, width=width)
    on_paper = width <= PRINTED_WIDTH
    phone = "" if on_paper else draw_dumbbell(data, chart_id=f"{chart_id}-s", width=PHONE_WIDTH)
    return Chart(chart_id, data.title, data.description, str(svg), data.figures(), str(phone))
