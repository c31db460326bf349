"""A report as people read it: words, tables and charts, the same for the web page and the PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from buddy_portal.design.charts import numbers
from buddy_portal.design.charts.dumbbell import Dumbbell, DumbbellRow, draw_dumbbell
from buddy_portal.design.charts.figures import Figures
from buddy_portal.design.charts.waterfall import Step, Waterfall, draw_waterfall
from evaluation.report import sentences

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
    expected: str
    beyond: str
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
    others: str
    sensitivity: Figures
    variation: Figures
    variation_words: str
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
        others=_others(content["other_count"]),
        sensitivity=_sensitivity(content),
        variation=_variation_figures(content),
        variation_words=_variation_words(content["variation"]),
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
    placebo = content["placebo"]
    said = [
        sentences.IN_PLAIN_WORDS,
        "For every target the interval of the change is Newcombe's hybrid score interval (1998, "
        "method 10). The country's change on a question is the mean change of the trusts outside "
        "the scheme that were scored in both years, weighted by their answers.",
        "A target's verdict compares the follow-up score with what was expected of the trust, and "
        "allows for the many comparisons.",
        "Scores from 0 to 10 are never averaged with percentages and are shown apart.",
    ]
    if placebo["p"] is not None:
        said.append(
            "As a check, random trusts from outside the scheme stood in for the mentees on the "
            f"same questions {numbers.thousands(placebo['draws'])} times: as much or more was left "
            f"over in a share of {numbers.p_value(placebo['p'])} of the draws."
        )
    return (*said, *content["notes"])


def _headline_figures(content: dict[str, Any]) -> Figures:
    headline, against = content["headline"], content["against_country"]
    outside = numbers.counted(headline["comparators"], "trust")
    rows = (
        ("Raw change", headline["raw_change"], None, "Follow-up less baseline, as it was"),
        (
            "Country",
            headline["national_change"],
            None,
            f"Change of {outside} outside the scheme on the same questions",
        ),
        (
            "Expected bounce-back",
            headline["expected_bounce_back"],
            None,
            "What such scores gain or lose by themselves",
        ),
        ("What is left", headline["effect"], headline["ci"], _p_words(headline["p"])),
        (
            "For comparison: less the country only",
            against["effect"],
            against["ci"],
            f"{against['label']} (difference in differences)",
        ),
    )
    return Figures(
        "From the raw change to what is left",
        ("Step", "Points", "95% interval", "What it means"),
        tuple(
            (name, numbers.signed(value), numbers.signed_interval(*_ends(ends)), words)
            for name, value, ends, words in rows
        ),
        (False, True, True, False),
    )


def _p_words(p: float | None) -> str:
    return "No margin of error can be given" if p is None else f"p = {numbers.p_value(p)}"


def _waterfall(content: dict[str, Any]) -> Chart | None:
    headline = content["headline"]
    if headline["effect"] is None or headline["raw_change"] is None:
        return None
    ends = headline["ci"]
    data = Waterfall(
        title="What is left of the change",
        description=sentences.rise_sentence(headline),
        steps=(
            Step("Raw change", "mentees' targets", headline["raw_change"], "total"),
            Step("Country", "trusts outside", -headline["national_change"], "change"),
            Step("Bounce-back", "by itself", -headline["expected_bounce_back"], "change"),
            Step(
                "What is left",
                "with 95% interval" if ends else "",
                headline["effect"],
                "result",
                interval=(ends[0], ends[1]) if ends else None,
            ),
        ),
    )
    sentence = (
        f"Percentage points, mean of {numbers.counted(headline['mentees'], 'mentee')} on "
        f"{numbers.counted(headline['targets'], 'assessed target')}, compared with "
        f"{numbers.counted(headline['comparators'], 'trust')} outside the scheme."
    )
    svg = draw_waterfall(data, chart_id="waterfall", width=CHART_WIDTH)
    return Chart("waterfall", data.title, sentence, str(svg), _headline_figures(content))


def _sensitivity(content: dict[str, Any]) -> Figures:
    return Figures(
        "Other ways of looking",
        ("Way", "Points", "95% interval", "Bounce-back"),
        tuple(
            (
                way["label"],
                numbers.signed(way["effect"]),
                numbers.signed_interval(*_ends(way["ci"])),
                "allowed for" if way["adjusted_for_bounce_back"] else "not allowed for",
            )
            for way in content["sensitivity"]
        ),
        (False, True, True, False),
    )


def _variation_words(variation: dict[str, Any]) -> str:
    if variation["change"] is None:
        return variation["reason"] or "The variation between trusts cannot be worked out."
    return (
        f"Between trusts, scores lay {numbers.plain(variation['tau_before'])} points apart before "
        f"and {numbers.plain(variation['tau_after'])} after (standard deviation between "
        f"{numbers.counted(variation['trusts'], 'trust')}, net of sampling, pooled over "
        f"questions): a change of {numbers.signed(variation['change'], 2)} points (95% interval "
        f"{numbers.signed_interval(*_ends(variation['ci']), 2)})."
    )


def _variation_figures(content: dict[str, Any]) -> Figures:
    found = {question["question"]: question for question in content["variation"]["questions"]}
    in_order = [question for question in content["questions"] if question["number"] in found]
    return Figures(
        "Variation between trusts, by question",
        ("Question", "Trusts", "Before", "After", "Change", "95% interval"),
        tuple(_variation_row(question, found[question["number"]]) for question in in_order),
        (False, True, True, True, True, True),
    )


def _variation_row(question: dict[str, Any], found: dict[str, Any]) -> tuple[str, ...]:
    return (
        f"{question['number']} {question['label']}",
        numbers.thousands(found["trusts"]),
        numbers.plain((found["before"] or {}).get("tau"), 2),
        numbers.plain((found["after"] or {}).get("tau"), 2),
        numbers.signed(found["change"], 2),
        numbers.signed_interval(found["lower"], found["upper"], 2),
    )


def _ends(ci: list[float] | None) -> tuple[float | None, float | None]:
    return (ci[0], ci[1]) if ci else (None, None)


def _others(count: dict[str, Any]) -> str:
    return (
        f"On the questions that plans did not target, {numbers.thousands(count['tested'])} results "
        f"were tested: {numbers.thousands(count['rose'])} rose clearly beyond what was expected "
        f"and {numbers.thousands(count['fell'])} fell short of it; about "
        f"{numbers.plain(count['rose_by_chance'])} of each would by chance. They explore and "
        "prove nothing."
    )


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
    assessed = [target for target in pair["targets"] if target.get("difference") is not None]
    risen = sum(target["difference"] > 0 for target in assessed)
    clear = sum(target["verdict_code"] == "rose_beyond_expected" for target in assessed)
    said = [
        f"Scores rose on {risen} of {numbers.counted(len(assessed), 'assessed target')}; on "
        f"{clear} clearly beyond what was expected."
        if assessed
        else "No target on the percentage scale can be assessed."
    ]
    left = len(pair["targets"]) - len(assessed)
    if left:
        said.append(f"{numbers.counted(left, 'target')} cannot be assessed or compared.")
    said.append(_pair_result(pair["result"]))
    said.append(
        f"{numbers.share(pair['actions_complete'], pair['actions'])} actions complete. "
        f"Plan: {pair['plan_state'].lower()}. Pair: {pair['state'].lower()}."
    )
    return " ".join(part for part in said if part)


def _pair_result(result: dict[str, Any] | None) -> str:
    if not result or result["effect"] is None or result["ci"] is None:
        return ""
    return (
        f"Beyond what was expected of the trust on its targets: {numbers.points(result['effect'])} "
        f"(95% interval {numbers.signed_interval(*result['ci'])})."
    )


def _row(target: dict[str, Any]) -> Row:
    return Row(
        label=target["label"],
        question=target["question"],
        before=_score(target.get("before")),
        n_before=numbers.thousands(target.get("n_before")),
        after=_score(target.get("after")),
        n_after=numbers.thousands(target.get("n_after")),
        change=numbers.signed(target.get("difference")),
        interval=numbers.signed_interval(*_ends(target.get("ci"))),
        country=numbers.signed(target.get("national_change")),
        expected=numbers.percent(target.get("expected")),
        beyond=numbers.signed(target.get("beyond_expected")),
        target=numbers.percent(target["target"], 0),
        verdict=target["verdict"],
        verdict_key=target["verdict_code"],
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
        title="Before, after, expected and target",
        description=f"Scores of {pair['mentee']} on the targets of its plan, {before} and {after}.",
        rows=tuple(
            DumbbellRow(
                label=target["label"],
                note=target["question"],
                before=target.get("before"),
                after=target.get("after"),
                expected=target.get("expected"),
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
