"""How the scheme went: what was done, what those who took part say, and thanks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from buddy_portal.design.charts import numbers
from buddy_portal.design.charts.amounts import Amount, Amounts, draw_amounts
from buddy_portal.design.charts.figures import Figures
from evaluation.report.pictures import Chart
from evaluation.report.sentences import listed

Content = dict[str, Any]
HIDDEN = "not shown, fewer than 5 answers"
NO_SURVEY = "No team survey of this scheme was closed when the report was compiled."


@dataclass(frozen=True)
class Told:
    """What a team survey says. title: the cohort that was asked, or "". quotes: (words, whose)."""

    title: str
    words: str
    chart: Chart | None
    figures: Figures | None
    quotes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class HowItWent:
    """The section on how it went."""

    words: tuple[str, ...]
    surveys: tuple[Told, ...]
    thanks: str


def how_it_went(content: Content, width: float) -> HowItWent:
    """The section from the pairs' plans, the closed team surveys and the partners."""
    surveys, partners = surveys_in(content), content.get("partners") or []
    return HowItWent(
        words=(*_done(content["pairs"]), *(() if surveys else (NO_SURVEY,))),
        surveys=tuple(_told(survey, place, width) for place, survey in enumerate(surveys)),
        thanks=f"With thanks to the partners who brought their own experience: {listed(partners)}."
        if partners
        else "",
    )


def surveys_in(content: Content) -> list[Content]:
    """The survey of the whole scheme, then those of its cohorts; older reports know one only."""
    whole: Content | None = content.get("team_survey")
    return [*([whole] if whole else []), *(content.get("cohort_surveys") or [])]


def lines_of(survey: Content) -> list[tuple[str, int | None, int | None]]:
    """(statement, n, positive) of a survey, whether people recommend taking part at the end."""
    n, positive = survey["recommends"]
    return [
        *((text, n, got) for text, n, got in survey["items"]),
        ("Would recommend taking part", n, positive),
    ]


def _told(survey: Content, place: int, width: float) -> Told:
    is_shown = bool(survey["answers"])
    return Told(
        title=survey.get("cohort", ""),
        words=_survey_words(survey),
        chart=_chart(survey, place, width) if is_shown else None,
        figures=_figures(survey) if is_shown else None,
        quotes=tuple((words, whom or "Somebody who took part") for words, whom in survey["quotes"]),
    )


def _done(pairs: list[Content]) -> tuple[str, ...]:
    planned = sum(pair["actions"] for pair in pairs)
    complete = sum(pair["actions_complete"] for pair in pairs)
    stayed = sum(pair["stayed"] for pair in pairs)
    said = [f"{numbers.share(stayed, len(pairs))} pairs stayed to the end."]
    if planned:
        said.append(
            f"{numbers.share(complete, planned)} planned actions were completed and confirmed by "
            "the buddy."
        )
    return tuple(said)


def _survey_words(survey: Content) -> str:
    if not survey["answers"]:
        return "Fewer than 5 people answered the team survey, so its results are not shown."
    n, positive = survey["recommends"]
    said = (
        f"{numbers.counted(survey['answers'], 'person', 'people')} of "
        f"{numbers.counted(survey['teams'], 'team')} answered the team survey."
    )
    if n is not None:
        said += (
            f" {numbers.whole_percent(100 * positive / n)} of "
            f"{numbers.counted(n, 'answer')} would recommend taking part."
        )
    return said


def _caption(survey: Content) -> str:
    cohort = survey.get("cohort", "")
    return f"What those who took part say: {cohort}" if cohort else "What those who took part say"


def _figures(survey: Content) -> Figures:
    return Figures(
        _caption(survey),
        ("Statement", "Positive", "Answers"),
        tuple(
            (text, _positive(n, positive), numbers.thousands(n))
            for text, n, positive in lines_of(survey)
        ),
        (False, True, True),
    )


def _positive(n: int | None, positive: int | None) -> str:
    if n is None or positive is None:
        return HIDDEN
    return numbers.whole_percent(100 * positive / n)


def _chart(survey: Content, place: int, width: float) -> Chart:
    key = f"team-survey-chart-{place}" if place else "team-survey-chart"
    data = Amounts(
        title=_caption(survey),
        description="Per cent of answers that are positive: 3 or 4 on a scale from 1 to 4.",
        rows=tuple(
            Amount(
                text,
                None if n is None or positive is None else 100 * positive / n,
                note=f"{numbers.counted(n, 'answer')}" if n is not None else "",
                answers=n,
                strong=True,
                hidden=HIDDEN,
            )
            for text, n, positive in lines_of(survey)
        ),
        whole=100.0,
        places=0,
    )
    svg = draw_amounts(data, chart_id=key, width=width)
    sentence = f"{data.description} Fewer than 5 answers are not shown."
    return Chart(key, data.title, sentence, str(svg), _figures(survey))
