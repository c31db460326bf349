"""A survey year's questions, and one question over all trusts, in words, tables and a funnel."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from markupsafe import Markup

from buddy_portal.design.addresses import address_of
from buddy_portal.design.charts.figures import Figures
from buddy_portal.design.charts.funnel import (
    POSITION_WORDS,
    Funnel,
    FunnelLimits,
    FunnelPoint,
    draw_funnel,
    mark_places,
)
from buddy_portal.design.charts.numbers import Unit, counted, percent, plain, thousands
from buddy_portal.design.tables import Cell, Column, Row, Table
from trusts.models import Comparability, Question, Scale, SurveyYear
from trusts.presenters.spreads import NO_SPREAD, far_out_words, spread_words
from trusts.selectors.questions import TrustScore, YearOfQuestion

if TYPE_CHECKING:
    from trusts.selectors.funnels import Place, QuestionFunnel

NOT_SHOWN = "not shown"
MOST_NAMED = 2
# ODS codes of the trusts whose results a person may see; None for every trust.
Codes = frozenset[str] | None


def score_words(value: float | None, scale: str) -> str:
    """A percentage with one decimal, a mean with two and never with %."""
    return plain(value, 2) if scale == Scale.MEAN_0_10 else percent(value)


@dataclass(frozen=True)
class Seen:
    """What a person sees of the trusts: the rows by name, and the trusts named in the picture."""

    places: list[Place]
    hidden: list[TrustScore]
    named: list[Place]
    everything: bool

    def rows(self, position: str) -> tuple[list[Place], list[TrustScore]]:
        """The rows of one position, or all of them and those not shown."""
        if not position:
            return self.places, self.hidden
        return [place for place in self.places if place.position == position], []

    @property
    def first_named(self) -> str:
        return self.named[0].trust.code if self.named else ""

    @property
    def name_of_first(self) -> str:
        return self.named[0].trust.name if self.named else ""


def seen(found: QuestionFunnel, codes: Codes, asked: str) -> Seen:
    """What somebody sees who may see the trusts `codes` (None: all). `asked`: one to be named."""
    if codes is None:
        named = [place for place in found.places if place.trust.code == asked.upper()]
        return Seen(found.places, found.hidden, named, everything=True)
    places = [place for place in found.places if place.trust.code in codes]
    hidden = [trust for trust in found.hidden if trust.code in codes]
    return Seen(places, hidden, places[:MOST_NAMED], everything=False)


@dataclass(frozen=True)
class QuestionPage:
    """The sentences, numbers and picture of a question."""

    lede: str
    numbers: list[dict[str, str]]
    far_out: str
    has_scores: bool
    svg: Markup
    figures: Figures
    readout: str


def question_page(
    question: Question, year: SurveyYear, found: QuestionFunnel, seen: Seen
) -> QuestionPage:
    data = _funnel(question, year, found, seen)
    return QuestionPage(
        lede=_lede(question, year, found.places),
        numbers=_numbers(question, found) if _is_known(found) else [],
        far_out=far_out_words(found),
        has_scores=bool(found.places),
        svg=draw_funnel(data, chart_id="funnel"),
        figures=data.figures(),
        readout=_readout(data, question.scale),
    )


def _readout(data: Funnel, scale: str) -> str:
    """Each mark's place and words, from few answers to many, for the read-out by mouse and key."""
    marks = [
        [
            round(x),
            round(y),
            f"{point.label}: {score_words(point.score, scale)}, "
            f"{counted(point.answers, 'answer')}. {POSITION_WORDS[point.position]}.",
        ]
        for point, (x, y) in zip(data.points, mark_places(data) if data.points else (), strict=True)
    ]
    return json.dumps(sorted(marks), ensure_ascii=False)


def _funnel(question: Question, year: SurveyYear, found: QuestionFunnel, seen: Seen) -> Funnel:
    """The picture's data. Where not every trust may be seen, the others carry no name."""
    named = {place.trust.code for place in seen.named}
    lines = found.lines
    points = tuple(
        FunnelPoint(
            label=place.trust.name if seen.everything or place.trust.code in named else "A trust",
            answers=place.answers,
            score=place.score,
            position=place.position,
            mark="mentor" if place.trust.code in named else "other",
            words=_at_mark(place, question.scale) if place.trust.code in named else "",
        )
        for place in found.places
    )
    return Funnel(
        title=f"{question.label}, {year.year}",
        description=f"{question.number} of {counted(len(points), 'trust')} by how many answered.",
        points=points,
        limits=FunnelLimits(
            lines.answers, lines.lower_95, lines.upper_95, lines.lower_998, lines.upper_998
        ),
        centre=found.centre.score,
        names=(("mentor", "Trust named here"), ("other", "Other trust")),
        unit=Unit.SCORE if question.scale == Scale.MEAN_0_10 else Unit.PERCENT,
    )


def _at_mark(place: Place, scale: str) -> str:
    score = score_words(place.score, scale)
    return f"{place.trust.name} {score}, {counted(place.answers, 'answer')}"


def band_table(found: list[Place], asked: str, query: Mapping[str, str]) -> Table:
    """How many trusts lie in each band, with a link to those rows."""
    counts = Counter(place.position for place in found)
    return Table(
        caption="Where the trusts lie",
        columns=[Column("Position"), Column("Trusts", numeric=True), Column("Rows", card="")],
        rows=[
            Row(
                [
                    words,
                    thousands(counts[position]),
                    Cell(
                        f"See {counted(counts[position], 'row')}",
                        href="?" + urlencode({**query, "position": position}) + "#rows",
                    )
                    if counts[position]
                    else "",
                ],
                selected=position == asked,
            )
            for position, words in POSITION_WORDS.items()
        ],
    )


def _numbers(question: Question, found: QuestionFunnel) -> list[dict[str, str]]:
    """The summary numbers of a question."""
    centre, hidden = found.centre, len(found.hidden)
    known = centre.is_published or found.places
    return [
        {
            "number": score_words(centre.score, question.scale) if known else "-",
            "label": "country" if centre.is_published else "all trusts together",
            "note": "" if centre.answers is None else counted(centre.answers, "answer"),
        },
        {
            "number": thousands(len(found.places)),
            "label": "trusts shown",
            "note": f"{counted(hidden, 'trust')} not shown: few answers" if hidden else "",
        },
        _spread(found.lines.spread, question.scale),
    ]


def _is_known(found: QuestionFunnel) -> bool:
    """Whether any figure of the question has been imported, shown or not."""
    return bool(found.places or found.hidden or found.centre.is_published)


def _spread(value: float | None, scale: str) -> dict[str, str]:
    """The spread as a summary number; none at all is a word, not 0.0."""
    said = spread_words(value, scale)
    if said == NO_SPREAD:
        note = "beyond chance, with the outer fifth of trusts at each end drawn in"
        return {"number": said, "label": "spread between trusts", "note": note}
    note = "standard deviation, chance removed"
    return {"number": said, "of": "points", "label": "spread between trusts", "note": note}


def _lede(question: Question, year: SurveyYear, found: list[Place]) -> str:
    """What the funnel shows, in a sentence."""
    start = f"Question {question.number.removeprefix('Q')}, {year.year} survey."
    if not found:
        return f"{start} No trust’s score is shown."
    inside = sum(place.position == "inside" for place in found)
    return (
        f"{start} {thousands(inside)} of {counted(len(found), 'trust')} lie within the 95% limits."
    )


def notes(question: Question, year: SurveyYear, *, dispersed: bool) -> list[str]:
    """What a file of the rows says beneath them."""
    said = [f"{question.number} {question.label}", limits_note(question, dispersed=dispersed)]
    return [*said, year.survey.attribution] if year.survey.attribution else said


def limits_note(question: Question, *, dispersed: bool) -> str:
    """How the limits were worked out, in small print."""
    how = (
        "The limits are ours: they allow for chance and for the usual spread between trusts "
        "(Spiegelhalter 2005)."
        if dispersed
        else "These limits allow for chance alone."
    )
    if question.scale == Scale.MEAN_0_10:
        how += (
            " This question is a mean from 0 to 10. Single answers are taken to vary by 1.38 "
            "points, as the published ranges of 2018 imply."
        )
    return how


def year_table(rows: list[YearOfQuestion], scale: str, now: int, trust: str) -> Table:
    """The question over the years, with what may be compared."""
    columns = [Column("Survey year"), Column("Country", numeric=True)]
    if trust:
        columns.append(Column(trust, numeric=True))
    columns.append(Column(f"Compared with {now}"))
    return Table(
        caption="Over the years",
        columns=columns,
        rows=[_year_row(row, scale, with_trust=bool(trust)) for row in rows],
    )


def _year_row(row: YearOfQuestion, scale: str, *, with_trust: bool) -> Row:
    here = address_of("question_results", year_id=row.year_id, number=row.number)
    cells: list[Cell | str] = [
        Cell(str(row.year), href=here if row.verdict else ""),
        score_words(row.national, scale),
    ]
    if with_trust:
        cells.append(NOT_SHOWN if row.hidden else score_words(row.trust, scale))
    if row.verdict is None:
        cells.append("This page")
    else:
        verdict = row.verdict
        plain_yes = verdict.answer == Comparability.Answer.YES and not verdict.by_person
        cells.append(Cell(verdict.answer.label, note="" if plain_yes else verdict.reason))
    return Row(cells, selected=row.verdict is None)
