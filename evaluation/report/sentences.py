"""The sentences of a report: key points, limits, and what stands beside each figure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from buddy_portal.design.charts import numbers

BOUNCE_BACK = (
    "Questions were chosen because their scores were low, and low scores tend to rise by "
    "themselves the year after (regression to the mean). How much of this to expect is learnt from "
    "the trusts outside the scheme; it is an estimate, not a fact."
)
IN_PLAIN_WORDS = (
    "For each mentee we worked out what a trust with the same starting scores would be expected to "
    "score at the follow-up. We learnt this from the trusts outside the scheme: how much of a "
    "trust's overall standing lasts, and how much of an unusually low answer on one question "
    "lasts, less when few people answered. What is left over is the result. The margin of error "
    "adds how far apart ordinary trusts land on the same questions by luck, and how much our "
    "expectation would move if any one outside trust were left out."
)
NOT_ASSESSED = frozenset({"cannot_be_assessed", "not_compared"})


def key_points(content: dict[str, Any]) -> list[str]:
    """What a reader with one minute should know, most important first."""
    headline = content["headline"]
    said = [f"On the questions that mentees targeted: {_lowered(headline['verdict'])}"]
    if headline["raw_change"] is not None:
        said.append(rise_sentence(headline))
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


def rise_sentence(headline: dict[str, Any]) -> str:
    """The raw change and what of it was to be expected anyway."""
    return (
        f"Their scores changed by {numbers.signed(headline['raw_change'])} points on "
        f"{numbers.counted(headline['targets'], 'target')} of "
        f"{numbers.counted(headline['mentees'], 'mentee')}. About "
        f"{numbers.signed(headline['national_change'])} of that is the country's change and about "
        f"{numbers.signed(headline['expected_bounce_back'])} is what such scores gain by "
        "themselves."
    )


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


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
    unassessed = sum(target["verdict_code"] in NOT_ASSESSED for _pair, target in targets)
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
        ("Many comparisons", _by_chance(content["target_count"])),
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


def _by_chance(count: dict[str, Any]) -> str:
    expected = numbers.plain(count["rose_by_chance"])
    return (
        f"{numbers.counted(count['rose'], 'target')} of {count['tested']} tested rose clearly "
        f"beyond what was expected, before allowing for the many comparisons; about {expected} "
        "would by chance. Verdicts allow for it (Benjamini and Hochberg, 5%)."
    )


def all_targets(content: dict[str, Any]) -> Iterable[tuple[dict[str, Any], dict[str, Any]]]:
    """Every (pair, target) of a report's content, in the order of its pages."""
    for pair in content["pairs"]:
        for target in pair["targets"]:
            yield pair, target
