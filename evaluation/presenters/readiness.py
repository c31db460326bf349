"""The readiness page: one line for each thing, what state it is in, and where to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from buddy_portal.design import dates
from buddy_portal.design.charts import numbers
from buddy_portal.design.tables import Cell, Column, Row, Table
from buddy_portal.design.tags import Tag
from evaluation.selectors.readiness import Readiness, YearReadiness

READY = Tag("Ready", "blue", "tick")
LOOK = Tag("Look at this", "amber", "triangle")
MISSING = Tag("Missing", "red", "square")
FEW_COMPARATORS, MOST_NAMED = 10, 6


@dataclass(frozen=True)
class Line:
    """One thing that the evaluation needs, or suffers from."""

    what: str
    tag: Tag
    words: str
    mend: str = ""
    href: str = ""


def readiness_table(found: Readiness, query: str, *, manages_schemes: bool) -> Table:
    """Every line, what is missing first, with the ways to mend it that are open to the person."""
    order = {MISSING: 0, LOOK: 1, READY: 2}
    lines = sorted(
        _lines(found, query, manages_schemes=manages_schemes), key=lambda line: order[line.tag]
    )
    return Table(
        caption="What the evaluation would find today",
        columns=[Column("What"), Column("State"), Column("What it means"), Column("Mend it")],
        rows=[
            Row(
                [
                    line.what,
                    Cell(tag=line.tag),
                    line.words,
                    Cell(line.mend, href=line.href) if line.href else "-",
                ]
            )
            for line in lines
        ],
    )


def can_compile(found: Readiness) -> bool:
    """Whether a compile could say anything at all."""
    return all(year.trusts for year in found.years) and bool(found.targets)


def left_out_words(found: Readiness) -> str:
    """What a compile today would leave out of the headline, in words."""
    if not found.targets:
        return "Nothing can be compiled: no approved plan has a target."
    if not found.left_out:
        return f"All {numbers.counted(len(found.targets), 'target')} would be used."
    named = [
        f"{each.pair.mentee}, {each.target.question} ({_lowered(each.problem)})"
        for each in found.left_out[:MOST_NAMED]
    ]
    more = len(found.left_out) - len(named)
    if more:
        named.append(f"and {more} more")
    return (
        f"{len(found.left_out)} of {numbers.counted(len(found.targets), 'target')} would be left "
        f"out of the headline: {'; '.join(named)}."
    )


def compile_page(found: Readiness) -> dict[str, object]:
    """The words of the page that asks before the compile."""
    baseline, follow_up = (year.found.year for year in found.years)
    protocol = "None: the report will say so"
    if found.versions:
        protocol = (
            f"Frozen on {dates.day(found.versions[0].frozen_at)}, version {len(found.versions)}"
        )
    return {
        "heading": "Compile the evaluation",
        "said": left_out_words(found),
        "rows": [
            ("From and to", f"{baseline} survey to {follow_up} survey"),
            ("Pairs", str(len(found.pairs))),
            ("Trusts to compare with", str(found.comparators)),
            ("Protocol", protocol),
        ],
    }


CANCEL_PAGE: dict[str, object] = {
    "heading": "Cancel this evaluation",
    "said": "The compile stops and leaves nothing behind. You can ask for it again at any time.",
    "rows": [],
}


def _lowered(sentence: str) -> str:
    return f"{sentence[:1].lower()}{sentence[1:]}".rstrip(".")


def _lines(found: Readiness, query: str, *, manages_schemes: bool) -> Iterator[Line]:
    yield _protocol(found, query)
    for name, year in zip(("Baseline", "Follow-up"), found.years, strict=True):
        yield _scores(name, year)
        yield _sample(name, year)
    yield _prior(found, manages_schemes=manages_schemes)
    yield _comparators(found)
    yield from _pairs(found)
    yield from _targets(found)
    yield _questions(found)
    yield from _mergers(found)


def _protocol(found: Readiness, query: str) -> Line:
    href = reverse("evaluation_protocol", args=[found.scheme.pk]) + query
    if not found.versions:
        words = "Not frozen. Targets and comparisons could still be chosen to suit the result."
        return Line("Protocol", MISSING, words, "Freeze the protocol", href)
    first = found.versions[0]
    if first.scores_were_in:
        words = "Frozen after follow-up scores were in. The report says so."
        return Line("Protocol", LOOK, words, "See the protocol", href)
    words = f"Frozen on {dates.day(first.frozen_at)} by {first.frozen_by_name}."
    return Line("Protocol", READY, words, "See the protocol", href)


def _scores(name: str, year: YearReadiness) -> Line:
    what = f"{name} scores, {year.found.year}"
    if not year.trusts:
        href = f"{reverse('survey_upload')}?{urlencode({'year': year.year_id})}"
        return Line(what, MISSING, "No scores have been imported.", "Import scores", href)
    words = f"{numbers.counted(year.trusts, 'trust')} with scores."
    return Line(what, READY, words, "See the results", reverse("survey_year", args=[year.year_id]))


def _sample(name: str, year: YearReadiness) -> Line:
    what, expected = f"{name} sample window", "before" if name == "Baseline" else "after"
    href = reverse("survey_year_edit", args=[year.year_id])
    standing = year.found.standing
    if standing == "unknown":
        words = "It is not on record when these patients were treated."
        return Line(what, MISSING, words, "Enter the sample window", href)
    if standing == expected:
        return Line(what, READY, f"These patients were treated {standing} the plans.")
    words = {
        "during": "It overlaps the plan window: partial exposure, marked on every page of the "
        "report.",
        "before": "These patients were treated before the plans: the survey cannot show what the "
        "plans changed.",
        "after": "These patients were treated after the plans: it shows no time before them.",
    }[standing]
    return Line(what, LOOK, words, "Check the sample window", href)


def _prior(found: Readiness, *, manages_schemes: bool) -> Line:
    href = reverse("scheme_edit", args=[found.scheme.pk]) if manages_schemes else ""
    if found.prior is None:
        words = "None is named. The expected bounce-back is learnt from the baseline alone."
        return Line("Year before the baseline", LOOK, words, "Name a year", href)
    year, trusts = found.prior
    if not trusts:
        words = f"No scores of {year} have been imported, so it would not be used."
        return Line(
            "Year before the baseline", LOOK, words, "Import scores", reverse("survey_upload")
        )
    words = f"{year}: {numbers.counted(trusts, 'trust')} with scores."
    return Line("Year before the baseline", READY, words)


def _comparators(found: Readiness) -> Line:
    what = "Trusts to compare with"
    if not all(year.trusts for year in found.years):
        return Line(what, LOOK, "Known once both surveys are in.")
    words = f"{numbers.counted(found.comparators, 'trust')} outside the scheme with both surveys."
    if found.comparators < FEW_COMPARATORS:
        return Line(what, MISSING, f"{words} Under {FEW_COMPARATORS} no verdict can be said.")
    return Line(what, READY, words)


def _pairs(found: Readiness) -> Iterator[Line]:
    if not found.pairs:
        href = reverse("pairing", args=[found.scheme.pk])
        yield Line("Pairs", MISSING, "No pair has been agreed.", "Pair trusts", href)
    for pair in found.pairs:
        what, address = (
            f"{pair.mentee} with {pair.mentor}",
            reverse("pair_detail", args=[pair.pair_id]),
        )
        if not pair.stayed:
            words = "Ended early. It is analysed as enrolled, and left out in a second reckoning."
            yield Line(what, LOOK, words, "See the pair", address)
        plan = found.plans.get(pair.pair_id)
        if plan is not None:
            address = reverse("plan_detail", args=[plan])
        if not pair.plan_approved:
            words = "No approved plan, so no targets. The headline says nothing about this mentee."
            yield Line(what, MISSING, words, "See the plan" if plan else "See the pair", address)
        elif not pair.targets:
            yield Line(what, MISSING, "The plan has no target.", "See the plan", address)


def _targets(found: Readiness) -> Iterator[Line]:
    for each in found.left_out:
        plan = found.plans.get(each.pair.pair_id)
        comparability = reverse("comparability", args=[found.scheme.pk])
        suppressed = not each.problem.startswith("Not")
        href = reverse("plan_detail", args=[plan]) if suppressed and plan else comparability
        mend = "See the plan" if suppressed and plan else "See which questions compare"
        yield Line(f"{each.pair.mentee}, {each.target.question}", LOOK, each.problem, mend, href)


def _questions(found: Readiness) -> Line:
    href = reverse("comparability", args=[found.scheme.pk])
    left_out = [question.number for question in found.questions if not question.comparable]
    if not left_out:
        words = f"All {numbers.counted(len(found.questions), 'question')} may be compared."
        return Line("Questions", READY if found.questions else MISSING, words)
    words = f"Not compared: {', '.join(left_out)}."
    return Line("Questions", LOOK, words, "See which questions compare", href)


def _mergers(found: Readiness) -> Iterator[Line]:
    for merger in found.mergers:
        words = f"{merger.predecessor} became part of {merger.successor}"
        if merger.counted_under:
            words += (
                ". In every year their scores are put together, weighted by their answers; where "
                "one of them is not shown, the whole is not shown."
            )
        else:
            words += f", but is not counted with it: {merger.why_not}."
        href = reverse("trust_detail", args=[merger.successor_code])
        yield Line(f"Merger of {merger.predecessor}", LOOK, words, "See the trust", href)
