"""The workbook: each table of the report on a sheet of its own, and notes on how to read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from buddy_portal.design.downloads import Value, workbook_bytes
from evaluation.plain_markup import plain_text
from evaluation.report.how_it_went import lines_of, surveys_in
from evaluation.report.merger_words import mentees_by_code
from evaluation.report.view import ReportView

Content = dict[str, Any]
Sheet = tuple[Sequence[str], Iterable[Sequence[Value]]]
CELL_COLUMNS = (
    "Trust",
    "ODS code",
    "Question",
    "Before",
    "Answers before",
    "After",
    "Answers after",
    "Change, points",
    "Lower end",
    "Upper end",
    "Expected",
    "Beyond expected, points",
    "p",
    "p, adjusted",
    "Verdict",
    "Why not",
)


def make_workbook(content: Content, view: ReportView) -> bytes:
    """Numbers stay numbers, to six places; a blank cell is a figure that is not shown."""
    sheets: dict[str, Sheet] = {
        "Headline": _headline(content),
        "Pairs": (view.pair_list.headers, view.pair_list.rows),
        "Targets": _targets(content),
        "Scores from 0 to 10": _means(content),
        "Other questions": _others(content),
        "Other ways": _ways(content),
        "Variation": _variation(content),
        "Could be noticed": _detectable(content),
        "Funnel": _funnel(content),
        "Gaps": _gaps(content),
        **_listening(view),
        "Team survey": _team_survey(content),
        "Questions": _questions(content),
    }
    return workbook_bytes(sheets, _notes(view))


def _ends(ci: list[float] | None) -> tuple[Value, Value]:
    return (ci[0], ci[1]) if ci else (None, None)


def _headline(content: Content) -> Sheet:
    found, against = content["headline"], content["against_country"]
    names = ("Raw change", "National change", "Expected bounce-back", "What is left")
    keys = ("raw_change", "national_change", "expected_bounce_back", "effect")
    rows: list[Sequence[Value]] = [
        (name, found[key], *(_ends(found["ci"]) if key == "effect" else (None, None)), None)
        for name, key in zip(names, keys, strict=True)
    ]
    rows[-1] = (*rows[-1][:4], found["p"])
    rows += [
        ("Less the country only", against["effect"], *_ends(against["ci"]), against["p"]),
        ("Could be detected", found["minimum_detectable_effect"], None, None, None),
        ("Mentees", found["mentees"], None, None, None),
        ("Targets", found["targets"], None, None, None),
        ("Trusts to compare with", found["comparators"], None, None, None),
        (found["verdict"], None, None, None, None),
    ]
    return ("Figure", "Value", "Lower end", "Upper end", "p"), rows


def _targets(content: Content) -> Sheet:
    columns = (*CELL_COLUMNS, "National change, points", "To reach")
    rows = [
        (*_cell(pair["mentee"], target), target.get("national_change"), target["target"])
        for pair in content["pairs"]
        for target in pair["targets"]
    ]
    return columns, rows


def _cell(trust: str, cell: Content) -> tuple[Value, ...]:
    return (
        trust,
        cell["org_code"],
        cell["question"],
        cell.get("before"),
        cell.get("n_before"),
        cell.get("after"),
        cell.get("n_after"),
        cell.get("difference"),
        *_ends(cell.get("ci")),
        cell.get("expected"),
        cell.get("beyond_expected"),
        cell.get("p"),
        cell.get("p_adjusted"),
        cell["verdict"],
        cell["reason"],
    )


def _others(content: Content) -> Sheet:
    names = mentees_by_code(content)
    return CELL_COLUMNS, [_cell(names[cell["org_code"]], cell) for cell in content["other_cells"]]


def _means(content: Content) -> Sheet:
    rows = [
        (
            pair["mentee"],
            pair["mentee_code"],
            row["question"],
            each["year"],
            each["value"],
            each["n"],
        )
        for pair in content["pairs"]
        for row in pair["means"]
        for each in row["years"]
    ]
    return ("Trust", "ODS code", "Question", "Year", "Mean from 0 to 10", "Answers"), rows


def _ways(content: Content) -> Sheet:
    rows = [
        (way["label"], way["effect"], *_ends(way["ci"]), way["p"], way["reason"])
        for way in content["sensitivity"]
    ]
    return ("Way", "Points", "Lower end", "Upper end", "p", "Why not"), rows


def _variation(content: Content) -> Sheet:
    pooled = content["variation"]
    rows = [
        (
            "All, pooled",
            pooled["trusts"],
            pooled["tau_before"],
            pooled["tau_after"],
            pooled["change"],
            *_ends(pooled["ci"]),
        ),
        *(
            (
                each["question"],
                each["trusts"],
                (each["before"] or {}).get("tau"),
                (each["after"] or {}).get("tau"),
                each["change"],
                each["lower"],
                each["upper"],
            )
            for each in pooled["questions"]
        ),
    ]
    columns = ("Question", "Trusts", "Before, points", "After, points")
    return (*columns, "Change, points", "Lower end", "Upper end"), rows


def _detectable(content: Content) -> Sheet:
    rows = [
        (each["name"], each["typical"], each["targets"], each["answers"])
        for each in content["detectable"]["mentees"]
    ]
    together = ("All mentees together", content["detectable"]["scheme"], None, None)
    return ("For whom", "Points", "Targets", "Answers, typical target"), [together, *rows]


def _funnel(content: Content) -> Sheet:
    found = content["funnels"] or {"question": "", "years": []}
    rows = [
        (found["question"], year["year"], point["code"], point["role"], point["n"], point["score"])
        for year in found["years"]
        for point in year["points"]
    ]
    return ("Question", "Year", "ODS code", "Part", "Answers", "Score"), rows


def _gaps(content: Content) -> Sheet:
    columns = ("Question", "Whose patients", "Trusts", "Year", "Answers, most deprived")
    more = ("Answers, least deprived", "Gap, points", "Lower end", "Upper end", "Could be noticed")
    rows = [
        (
            row["question"],
            row["who"],
            row["trusts"],
            year["year"],
            year["n_most"],
            year["n_least"],
            *(year["gap"][key] for key in ("value", "lower", "upper", "detectable")),
        )
        for row in content["gaps"]["rows"]
        for year in row["years"]
    ]
    return (*columns, *more), rows


def _team_survey(content: Content) -> Sheet:
    rows = [
        (
            text,
            n,
            positive,
            100 * positive / n if n is not None and positive is not None else None,
            survey.get("cohort") or "The whole scheme",
        )
        for survey in surveys_in(content)
        for text, n, positive in lines_of(survey)
    ]
    headers = ("Statement", "Answers", "Positive (3 or 4 of 4)", "Per cent positive", "Asked")
    return headers, rows


def _listening(view: ReportView) -> dict[str, Sheet]:
    """The tables of listening as they are printed: what is hidden in one form is in all."""
    tables = view.listening.tables if view.listening else {}
    return {name: (table.headers, table.rows) for name, table in tables.items()}


def _questions(content: Content) -> Sheet:
    rows = [
        (
            each["number"],
            each["label"],
            each["section"],
            each["scale"],
            "yes" if each["comparable"] else "no",
            each["why"],
        )
        for each in content["questions"]
    ]
    return ("Question", "Name", "Section", "Scale", "Compared", "Why"), rows


def _notes(view: ReportView) -> list[str]:
    return [
        view.title,
        *(f"{mark}." for mark in view.marks),
        *view.key_points,
        *plain_text((*view.foreword, *view.context)),
        "A blank cell is a figure that is not shown: suppressed, not published or from 20 "
        "answers or fewer. Intervals are 95% intervals.",
        *(f"{head}. {words}" for head, words in view.limits),
        *([view.attribution] if view.attribution else []),
        f"Digest of the inputs (SHA-256): {view.digest}",
        f"Recompute from the open data package: {view.command}",
    ]
