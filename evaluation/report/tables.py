"""The tables of a report that belong to no single pair; every cell a finished text."""

from __future__ import annotations

from typing import Any

from buddy_portal.design.charts import numbers
from buddy_portal.design.charts.figures import Figures
from evaluation.report.merger_words import mentees_by_code
from evaluation.report.sentences import numbers_window

Content = dict[str, Any]
Ends = tuple[float | None, float | None]


def headline(content: Content) -> Figures:
    """From the raw change, step by step, to what is left of it."""
    found, against = content["headline"], content["against_country"]
    outside = numbers.counted(found["comparators"], "trust")
    rows = (
        ("Raw change", found["raw_change"], None, "Follow-up less baseline, as it was"),
        (
            "Country",
            found["national_change"],
            None,
            f"Change of {outside} outside the scheme on the same questions",
        ),
        (
            "Expected bounce-back",
            found["expected_bounce_back"],
            None,
            "What such scores gain or lose by themselves",
        ),
        ("What is left", found["effect"], found["ci"], _p_words(found)),
        (
            "For comparison: less the country only",
            against["effect"],
            against["ci"],
            f"{against['label']} (difference in differences)"
            if against["effect"] is not None
            else "Cannot be worked out",
        ),
    )
    return Figures(
        "From the raw change to what is left",
        ("Step", "Points", "95% interval", "What it means"),
        tuple(
            (name, numbers.signed(value), numbers.signed_interval(*ends(interval)), words)
            for name, value, interval, words in rows
        ),
        (False, True, True, False),
    )


def _p_words(found: Content) -> str:
    if found["effect"] is None:
        return "Cannot be worked out"
    if found["p"] is None:
        return "No margin of error can be given"
    return f"Mentees' targets less both, p = {numbers.p_value(found['p'])}".replace(
        "= less than", "less than"
    )


def pairs(content: Content) -> Figures:
    """Who with whom, when, and what became of the pair and its plan."""
    return Figures(
        "The pairs",
        ("Mentee", "Mentor", "Plan carried out", "Plan", "Pair", "Targets", "Actions complete"),
        tuple(_pair_row(pair) for pair in content["pairs"]),
        (False, False, False, False, False, True, True),
    )


def _pair_row(pair: Content) -> tuple[str, ...]:

    targets = len(pair["targets"]) + sum(row["target"] is not None for row in pair["means"])
    return (
        pair["mentee"],
        pair["mentor"],
        numbers_window(pair["window"]) if pair["window"] else numbers.MISSING,
        pair["plan_state"],
        pair["state"],
        numbers.thousands(targets),
        numbers.share(pair["actions_complete"], pair["actions"])
        if pair["actions"]
        else numbers.MISSING,
    )


def sensitivity(content: Content) -> Figures:
    """The headline's question asked in other ways; mentees left out are called by their names."""
    names = mentees_by_code(content)
    return Figures(
        "Other ways of looking",
        ("Way", "Points", "95% interval", "Bounce-back"),
        tuple(
            (
                f"Without {names[way['left_out']]}" if way["left_out"] in names else way["label"],
                numbers.signed(way["effect"]),
                numbers.signed_interval(*ends(way["ci"])),
                "allowed for" if way["adjusted_for_bounce_back"] else "not allowed for",
            )
            for way in content["sensitivity"]
        ),
        (False, True, True, False),
    )


def variation(content: Content) -> Figures:
    """How far trusts lie apart on each question, before and after."""
    found = {question["question"]: question for question in content["variation"]["questions"]}
    in_order = [question for question in content["questions"] if question["number"] in found]
    return Figures(
        "Variation between trusts, by question",
        ("Question", "Trusts", "Before", "After", "Change", "95% interval"),
        tuple(_variation_row(question, found[question["number"]]) for question in in_order),
        (False, True, True, True, True, True),
    )


def _variation_row(question: Content, found: Content) -> tuple[str, ...]:
    return (
        f"{question['number']} {question['label']}",
        numbers.thousands(found["trusts"]),
        numbers.plain((found["before"] or {}).get("tau"), 2),
        numbers.plain((found["after"] or {}).get("tau"), 2),
        numbers.signed(found["change"], 2),
        numbers.signed_interval(found["lower"], found["upper"], 2),
    )


def ends(ci: list[float] | None) -> Ends:
    """Both ends of an interval; two gaps where there is none."""
    return (ci[0], ci[1]) if ci else (None, None)
