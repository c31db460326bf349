"""Charts of what could be seen, of the spread between trusts, and of one question's funnels."""

from __future__ import annotations

from typing import Any

from buddy_portal.design.charts import numbers
from buddy_portal.design.charts.amounts import Amount, Amounts, draw_amounts
from buddy_portal.design.charts.forest import Forest, ForestRow, draw_forest
from buddy_portal.design.charts.funnel import (
    Funnel,
    FunnelLimits,
    FunnelPoint,
    Mark,
    draw_funnel,
)
from buddy_portal.design.charts.numbers import Unit
from evaluation.report.pictures import Chart, without_column
from evaluation.report.sentences import all_targets

Content = dict[str, Any]
MARKS: dict[str, Mark] = {"mentee": "need", "mentor": "mentor", "other": "other"}
MOST_QUESTIONS = 12
FUNNEL_WIDTH = 620.0


def detectable(content: Content, width: float) -> Chart | None:
    """The smallest change that could be noticed: all mentees together, and one target alone."""
    found = content.get("detectable")
    if not found or (found["scheme"] is None and not found["mentees"]):
        return None
    together = Amount(
        "All mentees, all their targets together",
        found["scheme"],
        strong=True,
        hidden="cannot be worked out",
    )
    alone = [
        Amount(
            mentee["name"],
            mentee["typical"],
            answers=mentee["answers"],
            hidden="cannot be worked out",
        )
        for mentee in found["mentees"]
    ]
    data = Amounts(
        title="The smallest change that would be noticed",
        description="Percentage points that would be noticed 4 times in 5.",
        rows=(together, *alone),
        unit=Unit.NUMBER,
        row_name="For whom",
        value_name="Points",
        answers_name="Answers, typical target",
    )
    sentence = (
        "Percentage points that would be noticed 4 times in 5, at the usual level of 5%. For each "
        "mentee: one target at a time, the typical one. A single target of a single trust shows "
        "large changes only."
    )
    svg = draw_amounts(data, chart_id="detectable-chart", width=width)
    return Chart("detectable-chart", data.title, sentence, str(svg), data.figures())


def variation(content: Content, width: float) -> Chart | None:
    """Whether trusts came closer together: all questions pooled, and the targeted ones."""
    pooled = content["variation"]
    targeted = {target["question"] for _pair, target in all_targets(content)}
    labels = {question["number"]: question["label"] for question in content["questions"]}
    found = [each for each in pooled["questions"] if each["question"] in targeted]
    if pooled["change"] is None and not found:
        return None
    top = ForestRow("All questions together", pooled["change"], _ends(pooled["ci"]), "overall")
    rows = [
        _spread_row(f"{each['question']} {labels.get(each['question'], '')}", each)
        for each in found[:MOST_QUESTIONS]
    ]
    data = Forest(
        title="Did trusts come closer together?",
        description="Change of the standard deviation between trusts, with 95% intervals.",
        rows=(top, *rows),
        below="Closer together",
        above="Further apart",
    )
    sentence = (
        "Change of the spread between trusts (standard deviation, percentage points) with 95% "
        f"intervals, over {numbers.counted(pooled['trusts'], 'trust')} scored in both years."
    )
    figures = without_column(data.figures(), 3)
    svg = draw_forest(data, chart_id="variation-chart", width=width)
    return Chart("variation-chart", data.title, sentence, str(svg), figures)


def _spread_row(label: str, found: Content) -> ForestRow:
    ends = (found["lower"], found["upper"])
    interval = None if None in ends else ends
    clear = interval is not None and (interval[0] > 0 or interval[1] < 0)
    return ForestRow(
        label,
        found["change"],
        interval,
        "clear" if clear else "unclear",
        group="Questions that plans targeted",
        hidden="cannot be worked out",
    )


def _ends(ci: list[float] | None) -> tuple[float, float] | None:
    return (ci[0], ci[1]) if ci else None


def funnels(content: Content, width: float) -> tuple[Chart, ...]:
    """The question that most mentees targeted: every trust, before and after."""
    found = content.get("funnels")
    if not found:
        return ()
    # Two of them stand side by side on a page, so that a wider drawing would only be shrunk.
    return tuple(_funnel(found, year, min(width, FUNNEL_WIDTH)) for year in found["years"])


def _funnel(found: Content, year: Content, width: float) -> Chart:
    name = f"{found['question']} {found['label']}"
    limits = ("answers", "lower_95", "upper_95", "lower_998", "upper_998")
    data = Funnel(
        title=f"{name}, {year['year']}",
        description=f"Every trust's score by how many answered, {year['year']}.",
        points=tuple(
            FunnelPoint(
                point["code"], point["n"], point["score"], point["position"], MARKS[point["role"]]
            )
            for point in year["points"]
        ),
        limits=FunnelLimits(**{limit: tuple(year[limit]) for limit in limits}),
        centre=year["national"],
    )
    sentence = (
        f"The question that most mentees targeted ({found['targeted_by']}). Each mark is one of "
        f"{numbers.counted(len(year['points']), 'trust')} scored in both years; all of them "
        f"together scored {numbers.percent(year['national'])}. The limits allow for luck and for "
        "ordinary differences between trusts."
    )
    chart_id = f"funnel-{year['year']}"
    svg = draw_funnel(data, chart_id=chart_id, width=width)
    return Chart(chart_id, data.title, sentence, str(svg), data.figures())
