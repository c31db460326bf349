"""One page in plain words for patients and everybody else, from the same frozen figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from buddy_portal.design.charts import numbers
from evaluation.report.sentences import numbers_window
from evaluation.report.view import title_of

Content = dict[str, Any]
TOO_EARLY = {
    "during": "Some of the patients who were asked the second time were treated before the changes "
    "were in full use.",
    "before": "The patients who were asked the second time were treated before the changes were "
    "made.",
    "unknown": "It is not known whether the patients who were asked the second time were treated "
    "after the changes were made.",
}
NOT_A_PROOF = (
    "The trusts chose to take part, so they may have been about to improve anyway. Other work went "
    "on at the same time. So this is no proof that working in pairs was the reason."
)


@dataclass(frozen=True)
class PublicSummary:
    """Short sections, each a heading and its sentences. report: the title of the whole report."""

    title: str
    report: str
    sections: tuple[tuple[str, str], ...]
    attribution: str
    fictional: bool


def public_summary(content: Content) -> PublicSummary:
    """The summary. Every figure in it stands in the report with its interval and its numbers."""
    return PublicSummary(
        title=f"What changed for patients: {content['scheme']}",
        report=title_of(content),
        sections=(
            ("What was this?", _what(content)),
            ("What did we look at?", _looked_at(content)),
            ("What did we find?", _found(content["headline"])),
            ("How sure are we?", _how_sure(content)),
            ("What can we not know?", NOT_A_PROOF),
        ),
        attribution=content["attribution"],
        fictional=content["fictional"],
    )


def _what(content: Content) -> str:
    mentees = len({pair["mentee_code"] for pair in content["pairs"]})
    mentors = len({pair["mentor_code"] for pair in content["pairs"]})
    return (
        f"{numbers.counted(mentees, 'hospital trust')} that wished to do better for people with "
        f"cancer worked with {numbers.counted(mentors, 'other trust')} to learn what works there, "
        f"from {numbers_window(content['window'])}."
    )


def _looked_at(content: Content) -> str:
    headline = content["headline"]
    return (
        f"Each trust chose a few things that its patients were least happy with. We compared what "
        f"patients said about them in {content['baseline']['year']} and in "
        f"{content['follow_up']['year']}, {numbers.counted(headline['targets'], 'result')} in all, "
        f"with {numbers.counted(headline['comparators'], 'trust')} that took no part."
    )


def _found(headline: Content) -> str:
    effect, raw, ends = headline["effect"], headline["raw_change"], headline["ci"]
    if effect is None or raw is None:
        return "There was too little to compare, so we cannot say what changed."
    said = (
        f"Of every 100 patients, {_moved(raw)} happy with these things than before. At similar "
        f"trusts that took no part, we would have expected {_expected(raw - effect)}."
    )
    if ends is None:
        return f"{said} We cannot say how much of the difference is chance."
    between = f"between {numbers.signed(ends[0])} and {numbers.signed(ends[1])}"
    if ends[0] > 0:
        return (
            f"{said} The trusts in the scheme did better by about {numbers.plain(effect)} in 100; "
            f"the true figure is likely to lie {between}."
        )
    if ends[1] < 0:
        return (
            f"{said} The trusts in the scheme did less well, by about "
            f"{numbers.plain(abs(effect))} in 100 (likely {between})."
        )
    return (
        f"{said} We cannot tell whether the scheme made a difference: the answers fit anything "
        f"{between} in 100."
    )


def _moved(change: float) -> str:
    return f"about {numbers.plain(abs(change))} {'more' if change >= 0 else 'fewer'} were"


def _expected(change: float) -> str:
    amount = numbers.plain(abs(change))
    if amount == numbers.plain(0.0):
        return "about as many as before"
    return f"about {amount} {'more' if change > 0 else 'fewer'}"


def _how_sure(content: Content) -> str:
    least = content["headline"]["minimum_detectable_effect"]
    early = TOO_EARLY.get(content["follow_up"]["standing"], "")
    noticed = (
        f" A difference smaller than about {numbers.plain(least)} in 100 could easily have stayed "
        "unseen."
        if least is not None
        else ""
    )
    return (
        "Low scores tend to rise by themselves the year after. We allowed for this by looking at "
        f"trusts that took no part.{noticed} {early}".rstrip()
    )
