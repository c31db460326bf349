"""The sentences of a report: key points, limits, and what stands beside each figure."""

from __future__ import annotations

import datetime
from typing import Any

from buddy_portal.design.charts import numbers
from evaluation.report import verdicts
from evaluation.report.content import all_targets

BOUNCE_BACK = (
    "This is not adjusted for regression to the mean: questions were chosen because their scores "
    "were low, and low scores tend to rise by themselves the year after. Part of any rise here "
    "would have been seen without the scheme."
)


def key_points(content: dict[str, Any]) -> list[str]:
    """What a reader with one minute should know, most important first."""
    headline = content["headline"]
    said = [headline_sentence(headline), BOUNCE_BACK]
    if headline["minimum_detectable_effect"] is not None:
        least = numbers.plain(headline["minimum_detectable_effect"])
        said.append(
            f"With this many trusts and answers we could only have detected about {least} points "
            "or more, so the size is uncertain."
        )
    if content["follow_up"]["standing"] != "after":
        said.append(exposure_sentence(content["follow_up"]))
    if content["baseline"]["standing"] == "during":
        said.append(baseline_sentence(content))
    return said


def headline_sentence(headline: dict[str, Any]) -> str:
    """The result against the country in one sentence, with its interval."""
    if headline["effect"] is None:
        return f"The result cannot be given. {headline['reason'] or ''}".strip()
    raw = numbers.signed(headline["raw_change"])
    country = numbers.signed(headline["national_change"])
    start = (
        f"On the {headline['targets']} targets that can be assessed, the "
        f"{numbers.counted(headline['mentees'], 'mentee')} changed by {raw} points; "
        f"trusts outside the scheme changed by {country} points on the same questions."
    )
    if headline["ci"] is None:
        return f"{start} The difference is {numbers.signed(headline['effect'])} points."
    interval = numbers.signed_interval(*headline["ci"])
    points = numbers.points(headline["effect"])
    tail = {
        verdicts.MORE: f"Mentees rose by more than the country: about {points}",
        verdicts.LESS: f"Mentees rose by less than the country: about {points}",
    }.get(headline["verdict"], f"There is no clear evidence of a difference: about {points}")
    return f"{start} {tail} (95% interval {interval})."


def exposure_sentence(year: dict[str, Any]) -> str:
    """What the follow-up survey's sample window means for the result."""
    if year["standing"] == "during":
        return f"Partial exposure. {year['sentence']}"
    return str(year["sentence"])


def baseline_sentence(content: dict[str, Any]) -> str:
    """A baseline whose patients were treated inside the plan window is no clean before."""
    year = content["baseline"]
    sample = numbers_window(year["sample"])
    window = numbers_window(content["window"])
    return (
        f"The baseline lay inside the plan window: the {year['year']} survey asked patients "
        f"treated from {sample}, while plans were carried out from {window}. The baseline may "
        "already hold a part of the change."
    )


def numbers_window(days: list[str]) -> str:
    """Two ISO days as "1 April to 30 June 2015"."""
    first, last = (datetime.date.fromisoformat(day) for day in days)
    return numbers.uk_date_range(first, last)


def limits(content: dict[str, Any]) -> list[tuple[str, str]]:
    """The limits of the evaluation, each a short head and a sentence; as large as the results."""
    targets = list(all_targets(content))
    unassessed = sum(
        target["verdict"] in (verdicts.CANNOT_BE_ASSESSED, verdicts.NOT_COMPARED)
        for _pair, target in targets
    )
    return [
        ("Bounce-back", BOUNCE_BACK),
        (
            "Volunteers",
            "Trusts that come forward may have improved anyway. No comparison of trusts can rule "
            "this out.",
        ),
        (
            "When patients were asked",
            _when_asked(content),
        ),
        (
            "Small numbers",
            f"{unassessed} of {numbers.counted(len(targets), 'target')} could not be assessed. "
            "Scores from fewer than 10 answers are not shown; from 10 to 29 answers they have an "
            "interval but no verdict.",
        ),
        (
            "Many comparisons",
            "With many targets, some differ from the country by chance alone: about 1 in 20.",
        ),
        (
            "Who answers",
            "Scores are not adjusted for changes in which patients answered from year to year.",
        ),
        ("Other work", "Other programmes may have run in the same trusts at the same time."),
    ]


def _when_asked(content: dict[str, Any]) -> str:
    said = exposure_sentence(content["follow_up"])
    if content["baseline"]["standing"] == "during":
        said = f"{said} {baseline_sentence(content)}"
    return said
