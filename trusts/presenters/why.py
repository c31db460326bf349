"""Why a pair: the plain sentence, the question rows with their bars, and the score's parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from buddy_portal.design.dates import day
from trusts.presenters.pairing import coverage_bar, distance_words, share_words, short_name, whose
from trusts.selectors.why import Why

WIDTH, MIDDLE, HEIGHT = 300, 150, 32
LONGEST_BAR = MIDDLE - 4
# Fill and edge of the two bars.
NEED, STRENGTH = ("#7c2855", "#7c2855"), ("#00a499", "#00524d")
PART_BAR_WIDTH = 54
PARTS = {
    "coverage": "Needs covered",
    "similarity": "Alike: size, type, tumour groups",
    "travel": "Travel",
    "reciprocity": "Gives back",
}


@dataclass(frozen=True)
class QuestionRow:
    """One need and the strength that meets it, in finished words."""

    label: str
    note: str
    mentee: str
    mentor: str
    reliability: str
    mentor_reliability: str
    bars: Markup
    need: str
    strength: str
    covered: str


def sentence(why: Why) -> str:
    """The pair in one sentence that a sponsor can read out."""
    said, mentor, mentee = why.said, short_name(why.mentor), short_name(why.mentee)
    first = [line for line in said.questions if line.priority == 2]
    met = sum(bool(line.strength) for line in first)
    choices = ""
    if first:
        all_of = f"all {len(first)}" if met == len(first) else f"{met} of the {len(first)}"
        choices = f", including {all_of} that {mentee} chose first"
    coverage = share_words(said.covered / said.need if said.need else None)
    return (
        f"{mentor} is strong in {said.needs_met} of the {said.needs} things that "
        f"{whose(mentee)} patients rate low{choices}. Weighted by need, it covers {coverage}."
    )


def numbers(why: Why) -> list[dict[str, Any]]:
    """The summary numbers of one pair."""
    said = why.said
    return [
        {
            "number": "-" if said.score is None else str(said.score),
            "of": "of 1,000",
            "label": "score of this pair",
        },
        {
            "number": str(said.needs_met),
            "of": f"of {said.needs}",
            "label": "needs covered",
            "note": f"{share_words(said.covered / said.need if said.need else None)} by weight",
        },
        *_sure(why),
        {"number": distance_words(said.distance_km), "label": "distance"},
    ]


def _sure(why: Why) -> list[dict[str, Any]]:
    if why.sure is None:
        return []
    return [
        {
            "number": str(why.sure["kept"]),
            "of": f"of {why.sure['draws']}",
            "label": "redraws keep this pair",
            "note": str(why.sure["word"]).lower(),
        }
    ]


def legend(why: Why) -> list[tuple[Markup, str]]:
    """What the two bars of a question are."""
    return [
        (_swatch(*NEED), f"{whose(short_name(why.mentee))} need (bar to the left)"),
        (_swatch(*STRENGTH), f"{whose(short_name(why.mentor))} strength (bar to the right)"),
    ]


def _swatch(fill: str, edge: str) -> Markup:
    return Markup(
        '<svg class="app-svg" xmlns="http://www.w3.org/2000/svg" width="18" height="12" '
        'viewBox="0 0 18 12" aria-hidden="true" focusable="false">'
        '<rect x="0.5" y="0.5" width="17" height="11" fill="{fill}" stroke="{edge}"/></svg>'
    ).format(fill=fill, edge=edge)


def question_rows(why: Why) -> list[QuestionRow]:
    """Question by question, the largest need first. Figures add up as they are shown."""
    longest = max((line.need for line in why.said.questions), default=1.0)
    return [
        QuestionRow(
            label=why.labels.get(line.question, line.question),
            note=", ".join(
                part
                for part in (
                    line.question,
                    _section_words(line.section, line.section_share),
                    _choice_words(line.priority),
                )
                if part
            ),
            mentee=_distance(line.mentee_distance),
            mentor=_distance(line.mentor_distance),
            reliability=_places(line.mentee_reliability, 2),
            mentor_reliability=_places(line.mentor_reliability, 2),
            bars=_bars(line.need / longest, line.strength),
            need=_places(line.need, 3),
            strength="not shown" if line.strength is None else _places(line.strength, 2),
            covered=_places(line.covered, 3),
        )
        for line in why.said.questions
    ]


def sums(why: Why) -> dict[str, str]:
    """The last row of the question table."""
    return {
        "count": str(len(why.said.questions)),
        "need": _places(why.said.need, 3),
        "covered": _places(why.said.covered, 3),
        "coverage": share_words(why.said.covered / why.said.need if why.said.need else None),
    }


def part_rows(why: Why) -> list[dict[str, Any]]:
    """From coverage to the score; the points are whole and add up to it."""
    from trusts.matching import whole_points  # brings numpy

    said = why.said
    points = whole_points([part.points for part in said.parts], said.score or round(said.points))
    return [
        {
            "name": _part_name(part.part, why),
            "share": share_words(part.share) if part.share is not None else "not known",
            "weight": str(round(part.weight)),
            "points": str(whole),
            "bar": coverage_bar(part.share, PART_BAR_WIDTH),
        }
        for part, whole in zip(said.parts, points, strict=True)
    ]


def _part_name(part: str, why: Why) -> str:
    """The part of the score, with what it is made of where that is not in the table above."""
    if part == "travel" and why.said.distance_km is not None:
        return f"{PARTS[part]}: {distance_words(why.said.distance_km)}"
    if part == "reciprocity":
        mentor, mentee = short_name(why.mentor), short_name(why.mentee)
        return f"{PARTS[part]}: {whose(mentee)} strengths that {mentor} needs"
    return PARTS[part]


def not_covered(why: Why) -> list[tuple[str, str]]:
    """The needs that this mentor does not meet, and who else is strong there."""
    rows = []
    for line in why.said.questions:
        if line.strength:
            continue
        mentor = short_name(why.mentor)
        state = (
            f"{whose(mentor)} result is not shown."
            if line.strength is None
            else f"{mentor} is not clearly above the country here."
        )
        others = [short_name(trust) for trust in why.alternatives.get(line.question, ())]
        help_from = f" {' and '.join(others)} would be." if others else ""
        rows.append((why.labels.get(line.question, line.question), f"{state}{help_from}"))
    return rows


def checks(why: Why) -> list[str]:
    """The rules of the scheme that the pair passes, or those that it does not."""
    if why.said.gates:
        return list(why.said.gates)
    places = "1 place" if why.capacity == 1 else f"{why.capacity} places"
    return [
        "Different integrated care boards, no declared conflict",
        f"{short_name(why.mentor)} offered {places}",
        "Neither trust has declined the other",
    ]


def cautions(why: Why) -> list[str]:
    """What the two trusts should settle before they begin: a journey longer than either offered."""
    distance = why.said.distance_km
    if distance is None:
        return []
    names = {trust.ods_code: short_name(trust) for trust in (why.mentor, why.mentee)}
    by_video = (
        "Both work by video call."
        if why.both_remote
        else "Not both work by video call, so agree first how you will meet."
    )
    return [
        f"{names[code]} would travel {limit} km at most, and the two are "
        f"{distance_words(distance)} apart. {by_video}"
        for code, limit in why.journeys.items()
        if distance > limit
    ]


def weights_words(why: Why) -> str:
    """Which version of the weights this is, and whether the score has moved since the proposal."""
    version = f"Version {why.said.weights_version} of the scheme’s weights"
    if why.proposed is None:
        return f"{version}."
    words = f"{version}, with which the pair was proposed on {day(why.proposed.proposed_at)}."
    if why.proposed.score in (None, why.said.score):
        return words
    return (
        f"{words} It scored {why.proposed.score} then: survey results, applications or the rules "
        "have changed since."
    )


def _section_words(section: str, share: float) -> str:
    """ "Support (1 of 4 questions)": why a need there counts a quarter."""
    size = round(1 / share)
    return section if size == 1 or not section else f"{section} (1 of {size} questions)"


def _choice_words(priority: int) -> str:
    return {2: "first choice", 0: "left out"}.get(priority, "")


def _distance(value: float | None) -> str:
    """In units of the usual spread between trusts, signed, one decimal."""
    if value is None:
        return "not shown"
    rounded = f"{abs(value):.1f}"
    if float(rounded) == 0:
        return "0.0"
    return f"+{rounded}" if value > 0 else f"−{rounded}"


def _places(value: float | None, places: int) -> str:
    return "-" if value is None else f"{value:.{places}f}"


def _bars(need: float, strength: float | None) -> Markup:
    """Need to the left, strength to the right, on one axis."""
    left, right = round(LONGEST_BAR * need, 1), round(LONGEST_BAR * (strength or 0), 1)
    drawn = Markup(
        '<svg class="app-svg" xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" '
        'viewBox="0 0 {w} {h}" aria-hidden="true" focusable="false">'
        '<rect x="{start}" y="8" width="{left}" height="16" fill="{fill}"/>'
    ).format(w=WIDTH, h=HEIGHT, start=round(MIDDLE - left, 1), left=left, fill=NEED[0])
    if right:
        drawn += Markup(
            '<rect x="{x}" y="8" width="{right}" height="16" fill="{fill}" stroke="{edge}"/>'
        ).format(x=MIDDLE, right=right, fill=STRENGTH[0], edge=STRENGTH[1])
    else:
        words = "not shown" if strength is None else "none"
        drawn += Markup(
            '<text x="{x}" y="21" font-size="13" font-family="Arial, sans-serif" '
            'fill="#4c6272">{words}</text>'
        ).format(x=MIDDLE + 6, words=words)
    return drawn + Markup(
        '<line x1="{x}" y1="0" x2="{x}" y2="{h}" stroke="#4c6272"/></svg>'
    ).format(x=MIDDLE, h=HEIGHT)
