"""The sentences of a report: key points, limits, and what stands beside each figure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from buddy_portal.design.charts import numbers
from evaluation.report.merger_words import merger_limits
from evaluation.report.protocol_words import protocol_limits

Content = dict[str, Any]
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


def key_points(content: Content) -> list[str]:
    """What a reader with one minute should know, most important first."""
    headline = content["headline"]
    said = [f"On the questions that mentees targeted: {_lowered(headline['verdict'])}"]
    if headline["raw_change"] is not None:
        said.append(rise_sentence(headline))
    says_least = headline["verdict_code"] == "no_clear_difference"
    if headline["minimum_detectable_effect"] is not None and not says_least:
        least = numbers.plain(headline["minimum_detectable_effect"])
        said.append(
            f"With this many trusts and answers we could only have detected about {least} points "
            "or more, so the size is uncertain."
        )
    return [*said, *exposures(content), *_left_out(content)]


def rise_sentence(headline: Content) -> str:
    """The raw change and what of it was to be expected anyway."""
    return (
        f"Their scores changed by {numbers.points(headline['raw_change'])}, on "
        f"{numbers.counted(headline['targets'], 'target')} of "
        f"{numbers.counted(headline['mentees'], 'mentee')}. Of this, about "
        f"{numbers.signed(headline['national_change'])} is the change of the country and about "
        f"{numbers.signed(headline['expected_bounce_back'])} what such scores do by themselves."
    )


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _left_out(content: Content) -> list[str]:
    """Pairs that the headline says nothing about, because no plan of theirs was approved."""
    without = [pair["mentee"] for pair in content["pairs"] if not pair["plan_approved"]]
    if not without:
        return []
    return [
        f"{numbers.counted(len(without), 'pair')} had no approved plan and so no targets: "
        f"{listed(without)}. The headline says nothing about "
        f"{'it' if len(without) == 1 else 'them'}."
    ]


def exposure_marks(content: Content) -> list[str]:
    """What stands on every page where a survey's patients were asked at the wrong time."""
    marks = {
        "during": "Partial exposure",
        "before": "Follow-up asked before the plans",
        "unknown": "Exposure not known",
    }
    said = [marks[content["follow_up"]["standing"]]] if _is_early(content) else []
    baseline = content["baseline"]["standing"]
    if baseline == "during":
        said.append("Baseline during the plans")
    elif baseline == "after":
        said.append("Baseline after the plans")
    elif baseline == "unknown":
        said.append("Dates of the baseline not known")
    return said


def exposures(content: Content) -> list[str]:
    """What the two sample windows mean for the result; nothing where both are clean."""
    said = [follow_up_sentence(content)] if _is_early(content) else []
    if content["baseline"]["standing"] != "before":
        said.append(baseline_sentence(content))
    return said


def _is_early(content: Content) -> bool:
    return bool(content["follow_up"]["standing"] != "after")


def follow_up_sentence(content: Content) -> str:
    """When the follow-up's patients were treated, and what that means."""
    year, window = content["follow_up"], numbers_window(content["window"])
    if year["standing"] == "unknown":
        return (
            f"Exposure not known: it is not on record when the patients of the {year['year']} "
            "survey were treated. Its scores may not be those of the time after the plans."
        )
    asked = (
        f"the {year['year']} survey asked patients treated from {numbers_window(year['sample'])}"
    )
    if year["standing"] == "during":
        return (
            f"Partial exposure: {asked}, while plans were carried out from {window}. Some of these "
            "patients were treated before the plans were in full use."
        )
    if year["standing"] == "before":
        return (
            f"The follow-up came too early: {asked}, before the plans were carried out from "
            f"{window}. It cannot show what the plans changed."
        )
    return f"The follow-up came after the plans: {asked}, and plans were carried out from {window}."


def baseline_sentence(content: Content) -> str:
    """A baseline whose patients were treated inside the plan window is no clean before."""
    year, window = content["baseline"], content["window"]
    if year["standing"] == "unknown":
        return (
            f"It is not on record when the patients of the baseline survey of {year['year']} were "
            "treated, so it may already hold a part of the change."
        )
    facts = (
        f"the {year['year']} survey asked patients treated from {numbers_window(year['sample'])}, "
        f"while plans were carried out from {numbers_window(window)}"
    )
    if year["standing"] == "after":
        return f"The baseline came after the plans: {facts}. It shows no time before them."
    whole = window[0] <= year["sample"][0] and year["sample"][1] <= window[1]
    where = "lay inside" if whole else "overlapped"
    return (
        f"The baseline {where} the plan window: {facts}. It may already hold a part of the change."
    )


def numbers_window(days: list[str]) -> str:
    """Two ISO days as "1 April to 30 June 2015"."""
    first, last = (datetime.date.fromisoformat(day) for day in days)
    return numbers.uk_date_range(first, last)


def limits(content: Content) -> list[tuple[str, str]]:
    """The limits of the evaluation, each a short head and a sentence; as large as the results."""
    targets = list(all_targets(content))
    unassessed = sum(target["verdict_code"] in NOT_ASSESSED for _pair, target in targets)
    found = [
        ("Bounce-back", BOUNCE_BACK),
        (
            "Volunteers",
            "Trusts that come forward may have improved anyway. No comparison of trusts can rule "
            "this out.",
        ),
        ("When patients were asked", _when_asked(content)),
        (
            "Small numbers",
            f"{unassessed} of {numbers.counted(len(targets), 'target')} on the percentage scale "
            "could not be assessed. Scores from 20 answers or fewer are not shown; from 21 to 29 "
            f"answers they have an interval but no verdict.{_held_back(content)}",
        ),
        ("Many comparisons", _by_chance(content["target_count"])),
        (
            "Who answers",
            "Scores are not adjusted for changes in which patients answered from year to year.",
        ),
        (
            "Averages",
            "A change of the average can hide gaps between groups of patients. Where groups are "
            "large enough to be shown, the section on gaps shows them, with what it cannot see.",
        ),
        ("Other work", "Other programmes may have run in the same trusts at the same time."),
    ]
    return [
        *found,
        *protocol_limits(content),
        *merger_limits(content),
        *_changed_baselines(content),
    ]


def _held_back(content: Content) -> str:
    held = content.get("held_back", 0)
    if not held:
        return ""
    return (
        f" {numbers.counted(held, 'score')} changed since an earlier report by so few answers that "
        "the two together would tell about single patients: not shown either."
    )


def _when_asked(content: Content) -> str:
    said = follow_up_sentence(content)
    if content["baseline"]["standing"] != "before":
        said = f"{said} {baseline_sentence(content)}"
    return said[:1].upper() + said[1:]


def _by_chance(count: Content) -> str:
    expected = numbers.plain(count["rose_by_chance"])
    return (
        f"{numbers.counted(count['rose'], 'target')} of {count['tested']} tested rose clearly "
        f"beyond what was expected, before allowing for the many comparisons; about {expected} "
        "would by chance. Verdicts allow for it (Benjamini and Hochberg, 5%)."
    )


def _changed_baselines(content: Content) -> list[tuple[str, str]]:
    changed = [
        f"{pair['mentee']}, {target['question']} ({_change_words(change)})"
        for pair, target in all_targets(content)
        if (change := target["changed_since_approval"])
    ]
    if not changed:
        return []
    return [
        (
            "Baselines changed since approval",
            "The stored baseline score is another one today than when the plan was approved: "
            f"{'; '.join(changed)}. The score of today is used.",
        )
    ]


def _change_words(change: Content) -> str:
    if change["now"] is None:
        return "no longer shown"
    return f"{numbers.percent(change['frozen'])} then, {numbers.percent(change['now'])} today"


def all_targets(content: Content) -> Iterable[tuple[Content, Content]]:
    """Every (pair, target) of a report's content, in the order of its pages."""
    for pair in content["pairs"]:
        for target in pair["targets"]:
            yield pair, target


def listed(names: list[str]) -> str:
    """ "A, B and C"."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
