"""A report as people read it: words, tables and charts, the same for the web page and the PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from buddy_portal.design.charts import numbers
from buddy_portal.design.charts.dumbbell import Dumbbell, DumbbellRow, draw_dumbbell
from buddy_portal.design.charts.figures import Figures
from buddy_portal.design.charts.waterfall import Step, Waterfall, draw_waterfall
from evaluation.report import sentences, verdicts

NOT_SHOWN = "not shown"
# Wide enough for the words beside the marks, narrow enough to be read on an A4 page.
CHART_WIDTH = 700


@dataclass(frozen=True)
class Chart:
    """A picture with its words and the table beneath it."""

    chart_id: str
    caption: str
    sentence: str
    svg: str
    figures: Figures


@dataclass(frozen=True)
class Row:
    """A target in its pair's table; every cell a finished text."""

    label: str
    question: str
    before: str
    n_before: str
    after: str
    n_after: str
    change: str
    interval: str
    country: str
    beyond: str
    beyond_interval: str
    target: str
    verdict: str
    verdict_key: str


@dataclass(frozen=True)
class MeanRow:
    """A question scored from 0 to 10, with its value in every year there is."""

    label: str
    question: str
    values: tuple[str, ...]
    target: str
    note: str


@dataclass(frozen=True)
class PairView:
    """The page of a pair."""

    anchor: str
    title: str
    summary: str
    rows: tuple[Row, ...]
    chart: Chart | None
    mean_years: tuple[str, ...]
    means: tuple[MeanRow, ...]


@dataclass(frozen=True)
class ReportView:
    """The whole report, ready to print."""

    title: str
    lede: str
    key_points: tuple[str, ...]
    scheme: tuple[tuple[str, str], ...]
    detectable: str
    methods: tuple[str, ...]
    waterfall: Chart | None
    headline: Figures
    pairs: tuple[PairView, ...]
    years: tuple[str, str]
    not_compared: tuple[tuple[str, str], ...]
    limits: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]
    attribution: str
    digest: str
    fictional: bool


def title_of(content: dict[str, Any]) -> str:
    """The title of the report."""
    return (
        f"Evaluation of the {content['scheme']}: "
        f"{content['baseline']['year']} to {content['follow_up']['year']}"
    )


def build_view(content: dict[str, Any]) -> ReportView:
    """Put a report's content into words, tables and charts. Rounds here and nowhere else."""
    headline = content["headline"]
    return ReportView(
        title=title_of(content),
        lede=(
            f"{content['survey']}: patients' scores in {content['baseline']['year']} and "
            f"{content['follow_up']['year']}, for the trusts that were mentored and for the "
            "trusts outside the scheme."
        ),
        key_points=tuple(sentences.key_points(content)),
        scheme=_scheme_facts(content),
        detectable=_detectable(headline),
        methods=_methods(content),
        waterfall=_waterfall(content),
        headline=_headline_figures(content),
        pairs=tuple(_pair(content, place, pair) for place, pair in enumerate(content["pairs"], 1)),
        years=(str(content["baseline"]["year"]), str(content["follow_up"]["year"])),
        not_compared=tuple(
            (f"{question['number']} {question['label']}", question["why"])
            for question in content["questions"]
            if not question["comparable"]
        ),
        limits=tuple(sentences.limits(content)),
        sources=tuple(
            (source["file"], source["sha256"])
            for year in ("baseline", "follow_up")
            for source in content[year]["sources"]
        ),
        attribution=content["attribution"],
        digest=content["inputs_digest"],
        fictional=content["fictional"],
    )


def _scheme_facts(content: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    facts = [
        ("Scheme", content["scheme"]),
        ("Plans carried out", sentences.numbers_window(content["window"])),
        ("Pairs", numbers.thousands(len(content["pairs"]))),
        ("Trusts to compare with", numbers.thousands(content["headline"]["comparators"])),
    ]
    for name, year in (("Baseline", content["baseline"]), ("Follow-up", content["follow_up"])):
        treated = sentences.numbers_window(year["sample"]) if year["sample"] else "dates not known"
        facts.append((name, f"{year['year']} survey, patients treated {treated}"))
    return tuple(facts)


def _detectable(headline: dict[str, Any]) -> str:
    least = headline["minimum_detectable_effect"]
    if least is None:
        return "The smallest change that could be detected cannot be worked out for this scheme."
    return (
        f"With {numbers.counted(headline['mentees'], 'mentee')}, "
        f"{numbers.counted(headline['targets'], 'target')} and "
        f"{numbers.counted(headline['comparators'], 'trust')} to compare with, a true difference "
        f"of about {numbers.plain(least)} points or more would be noticed 4 times in 5. Smaller "
        "ones may be there and stay unseen."
    )


def _methods(content: dict[str, Any]) -> tuple[str, ...]:
    return (
        "For every target we subtract the baseline score from the follow-up score. The interval "
        "of this change is Newcombe's hybrid score interval (1998, method 10).",
        "The country's change on a question is the mean change of the trusts outside the scheme "
        "that were scored in both years, weighted by their answers.",
        "The difference between the two is the difference in differences. All targets of a mentee "
        "are averaged by answers, then all mentees; the margin of error adds sampling, how far "
        "ordinary trusts drift apart on the same questions, and the error of the country's mean.",
        sentences.BOUNCE_BACK,
        "Scores from 0 to 10 are never averaged with percentages and are shown apart.",
    )


def _headline_figures(content: dict[str, Any]) -> Figures:
    headline = content["headline"]
    interval = numbers.signed_interval(*(headline["ci"] or (None, None)))
    rows = (
        (
            "Raw change",
            numbers.signed(headline["raw_change"]),
            "",
            "Follow-up less baseline, before any comparison",
        ),
        (
            "Country",
            numbers.signed(headline["national_change"]),
            "",
            f"Change of {numbers.counted(headline['comparators'], 'trust')} outside the scheme "
            "on the same questions",
        ),
        (
            "Difference from the country",
            numbers.signed(headline["effect"]),
            interval,
            f"p = {numbers.p_value(headline['p'])}; not adjusted for regression to the mean"
            if headline["p"] is not None
            else "Not adjusted for regression to the mean",
        ),
    )
    return Figures(
        "What happened, against the country",
        ("Step", "Points", "95% interval", "What it means"),
        rows,
        (False, True, True, False),
    )


def _waterfall(content: dict[str, Any]) -> Chart | None:
    headline = content["headline"]
    if headline["effect"] is None or headline["raw_change"] is None:
        return None
    ends = headline["ci"]
    data = Waterfall(
        title="From the raw change to the difference from the country",
        description=sentences.headline_sentence(headline),
        steps=(
            Step("Raw change", "mentees' targets", headline["raw_change"], "total"),
            Step("Country", "trusts outside", -headline["national_change"], "change"),
            Step(
                "Difference",
                "with 95% interval" if ends else "",
                headline["effect"],
                "result",
                interval=(ends[0], ends[1]) if ends else None,
            ),
        ),
    )
    sentence = (
        f"Percentage points, mean of {numbers.counted(headline['mentees'], 'mentee')} on their "
        f"{headline['targets']} assessed targets. Not adjusted for regression to the mean."
    )
    svg = draw_waterfall(data, chart_id="waterfall", width=CHART_WIDTH)
    return Chart("waterfall", data.title, sentence, str(svg), _headline_figures(content))


def _pair(content: dict[str, Any], place: int, pair: dict[str, Any]) -> PairView:
    rows = tuple(_row(target) for target in pair["targets"])
    years = tuple(
        str(value["year"]) for value in (pair["means"][0]["years"] if pair["means"] else ())
    )
    return PairView(
        anchor=f"pair-{place}",
        title=f"{pair['mentee']} with {pair['mentor']}",
        summary=_pair_summary(pair),
        rows=rows,
        chart=_dumbbell(content, place, pair) if pair["targets"] else None,
        mean_years=years,
        means=tuple(_mean_row(row) for row in pair["means"]),
    )


def _pair_summary(pair: dict[str, Any]) -> str:
    assessed = [target for target in pair["targets"] if target.get("change") is not None]
    risen = sum(target["change"] > 0 for target in assessed)
    clear = sum(target["verdict"] == verdicts.ROSE for target in assessed)
    said = [
        f"Scores rose on {risen} of {numbers.counted(len(assessed), 'assessed target')}"
        f"; on {clear} clearly more than the country."
        if assessed
        else "No target on the percentage scale can be assessed."
    ]
    left = len(pair["targets"]) - len(assessed)
    if left:
        said.append(f"{numbers.counted(left, 'target')} cannot be assessed or compared.")
    said.append(
        f"{numbers.share(pair['actions_complete'], pair['actions'])} actions complete. "
        f"Plan: {pair['plan_state'].lower()}. Pair: {pair['state'].lower()}."
    )
    return " ".join(said)


def _row(target: dict[str, Any]) -> Row:
    beyond = target.get("against_country") or {}
    return Row(
        label=target["label"],
        question=target["question"],
        before=_score(target.get("before")),
        n_before=numbers.thousands(target.get("n_before")),
        after=_score(target.get("after")),
        n_after=numbers.thousands(target.get("n_after")),
        change=numbers.signed(target.get("change")),
        interval=numbers.signed_interval(*(target.get("ci") or (None, None))),
        country=numbers.signed(target.get("national_change")),
        beyond=numbers.signed(beyond.get("effect")),
        beyond_interval=numbers.signed_interval(*(beyond.get("ci") or (None, None))),
        target=numbers.percent(target["target"], 0),
        verdict=verdicts.CELL_WORDS[target["verdict"]],
        verdict_key=target["verdict"],
    )


def _mean_row(row: dict[str, Any]) -> MeanRow:
    return MeanRow(
        label=row["label"],
        question=row["question"],
        values=tuple(_mean(value["value"], value["n"]) for value in row["years"]),
        target=numbers.plain(row["target"], 2),
        note=row["reason"],
    )


def _mean(value: float | None, n: int | None) -> str:
    if value is None:
        return NOT_SHOWN
    answers = f" ({numbers.counted(n, 'answer')})" if n else ""
    return f"{numbers.plain(value, 2)}{answers}"


def _score(value: float | None) -> str:
    return NOT_SHOWN if value is None else numbers.percent(value)


def _dumbbell(content: dict[str, Any], place: int, pair: dict[str, Any]) -> Chart:
    before, after = str(content["baseline"]["year"]), str(content["follow_up"]["year"])
    data = Dumbbell(
        title="Before, after and target",
        description=f"Scores of {pair['mentee']} on the targets of its plan, {before} and {after}.",
        rows=tuple(
            DumbbellRow(
                label=target["label"],
                note=target["question"],
                before=target.get("before"),
                after=target.get("after"),
                target=target["target"],
                before_answers=target.get("n_before"),
                after_answers=target.get("n_after"),
            )
            for target in pair["targets"]
        ),
        before_label=before,
        after_label=after,
    )
    chart_id = f"pair-{place}-chart"
    svg = draw_dumbbell(data, chart_id=chart_id, width=CHART_WIDTH)
    return Chart(chart_id, data.title, data.description, str(svg), data.figures())
