"""The page of each pair: its targets in words, a chart and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from buddy_portal.design.charts import numbers
from evaluation.report.apart_words import apart_lines
from evaluation.report.merger_words import merger_note
from evaluation.report.pictures import Chart, dumbbell
from evaluation.report.tables import ends

NOT_SHOWN = "not shown"
Content = dict[str, Any]


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
    note: str


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
    thanks: str
    rows: tuple[Row, ...]
    chart: Chart | None
    mean_years: tuple[str, ...]
    means: tuple[MeanRow, ...]
    apart: tuple[str, ...] = ()


def pair_page(content: Content, place: int, pair: Content, chart_width: float) -> PairView:
    """The page of one pair, the `place`-th of the report."""
    anchor = f"pair-{place}"
    return PairView(
        anchor=anchor,
        title=f"{pair['mentee']} with {pair['mentor']}",
        summary=" ".join(part for part in (_summary(pair), merger_note(content, pair)) if part),
        thanks=_how_it_went(pair),
        rows=tuple(_row(target) for target in pair["targets"]),
        chart=dumbbell(content, f"{anchor}-chart", pair, chart_width) if pair["targets"] else None,
        mean_years=tuple(
            str(value["year"]) for value in (pair["means"][0]["years"] if pair["means"] else ())
        ),
        means=tuple(_mean_row(row) for row in pair["means"]),
        apart=apart_lines(pair),
    )


def _summary(pair: Content) -> str:
    if not pair["plan_approved"]:
        return "No plan of this pair was approved, so there are no targets to assess."
    assessed = [target for target in pair["targets"] if target.get("difference") is not None]
    risen = sum(target["difference"] > 0 for target in assessed)
    clear = sum(target["verdict_code"] == "rose_beyond_expected" for target in assessed)
    said = [
        f"Scores rose on {risen} of {numbers.counted(len(assessed), 'assessed target')}; on "
        f"{clear or 'none'} clearly beyond what was expected."
        if assessed
        else "No target on the percentage scale can be assessed."
    ]
    left = len(pair["targets"]) - len(assessed)
    if left:
        said.append(f"{numbers.counted(left, 'target')} cannot be assessed or compared.")
    said.append(_result(pair["result"]))
    return " ".join(part for part in said if part)


def _result(result: Content | None) -> str:
    if not result or result["effect"] is None or result["ci"] is None:
        return ""
    return (
        f"Beyond what was expected of the trust on its targets: {numbers.points(result['effect'])} "
        f"(95% interval {numbers.signed_interval(*result['ci'])})."
    )


def _how_it_went(pair: Content) -> str:
    said = [f"Plan: {pair['plan_state'].lower()}.", f"Pair: {pair['state'].lower()}."]
    if pair["actions"]:
        done = numbers.share(pair["actions_complete"], pair["actions"])
        said.insert(0, f"{done} actions complete.")
    if not pair["stayed"]:
        said.append("The pair did not stay to the end; it is counted as enrolled.")
    return " ".join(said)


def _row(target: Content) -> Row:
    return Row(
        label=target["label"],
        question=target["question"],
        before=_score(target, "before"),
        n_before=numbers.thousands(target.get("n_before")),
        after=_score(target, "after"),
        n_after=numbers.thousands(target.get("n_after")),
        change=numbers.signed(target.get("difference")),
        interval=numbers.signed_interval(*ends(target.get("ci"))),
        country=numbers.signed(target.get("national_change")),
        expected=numbers.percent(target.get("expected")),
        beyond=numbers.signed(target.get("beyond_expected")),
        target=_to_reach(target["target"]),
        verdict=target["verdict"],
        verdict_key=target["verdict_code"],
        note=_note(target),
    )


def _to_reach(target: float | None) -> str:
    whole = target is None or target == round(target)
    return numbers.percent(target, 0 if whole else 1)


def _note(target: Content) -> str:
    said = [target["reason"] or ""]
    if target["changed_wording"] and target["verdict_code"] != "not_compared":
        said.append("The wording of the question changed: compare with care")
    if target["changed_since_approval"]:
        said.append("The baseline score changed since the plan was approved")
    return ". ".join(part.rstrip(".") for part in said if part)


def _score(target: Content, which: str) -> str:
    if target["verdict_code"] == "not_compared":
        return numbers.MISSING
    value = target.get(which)
    return NOT_SHOWN if value is None else numbers.percent(value)


def _mean_row(row: Content) -> MeanRow:
    return MeanRow(
        label=row["label"],
        question=row["question"],
        values=tuple(
            numbers.MISSING if row["reason"] else _mean(value["value"], value["n"])
            for value in row["years"]
        ),
        target=numbers.plain(row["target"], 2),
        note=row["reason"] or _mean_result(row["result"]),
    )


def _mean_result(result: Content | None) -> str:
    """What a targeted mean changed by, on its own scale."""
    if not result or result["difference"] is None:
        return ""
    said = f"Changed by {numbers.signed(result['difference'], 2)}"
    if result["against_country"] is None:
        return said
    said += f"; less the change of the country {numbers.signed(result['against_country'], 2)}"
    if result["ci"]:
        said += f" (95% interval {numbers.signed_interval(*ends(result['ci']), 2)})"
    return said


def _mean(value: float | None, n: int | None) -> str:
    if value is None:
        return NOT_SHOWN
    answers = f" ({numbers.counted(n, 'answer')})" if n else ""
    return f"{numbers.plain(value, 2)}{answers}"
