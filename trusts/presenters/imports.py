"""Imports of survey results in words and tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from buddy_portal.design.charts.numbers import counted, thousands
from buddy_portal.design.dates import day, moment
from buddy_portal.design.tables import Cell, Column, Row, Table
from buddy_portal.design.tags import Tag
from trusts.models import ImportState, SurveyImport
from trusts.surveys.columns import Family
from trusts.surveys.files import MEGABYTE

FAMILIES = {
    Family.SCORES: "Scores of trusts",
    Family.ADJUSTED: "Adjusted scores with expected ranges",
    Family.SUBGROUP: "Scores by patient group",
    Family.NATIONAL: "National scores",
}
STATE_TAGS = {
    ImportState.CHECKING: Tag("Being checked", "grey", "ring"),
    ImportState.REFUSED: Tag("Not understood", "grey", "cross"),
    ImportState.CHECKED: Tag("Trial run", "plain", "ring"),
    ImportState.COMMITTING: Tag("Being imported", "grey", "ring"),
    ImportState.COMMITTED: Tag("Imported", "green", "tick"),
    ImportState.ROLLED_BACK: Tag("Rolled back", "grey", "cross"),
}
FIELDS = {
    "n": "answers",
    "suppressed": "shown or not",
    "score": "score",
    "score_lower": "lower limit of the score",
    "score_upper": "upper limit of the score",
    "adjusted": "adjusted score",
    "adjusted_unrounded": "adjusted score before rounding",
    "lower": "lower limit",
    "upper": "upper limit",
    "expected_lower": "lower end of the expected range",
    "expected_upper": "upper end of the expected range",
    "band": "band",
}
REFUSED_COLUMNS = ("Row", "Column", "Found", "Why, and how to mend it")
CHANGE_COLUMNS = ("Row", "Trust", "Question", "Patients", "Field", "Saved now", "In the file")
FEW_ROWS = 20
NOT_SHOWN = "not shown"
LONGEST_CHECKSUM = 12


def state_tag(found: SurveyImport) -> Tag:
    return STATE_TAGS[ImportState(found.state)]


def import_table(imports: Iterable[SurveyImport], downloads: list[tuple[str, str]]) -> Table:
    """The history of imports."""
    return Table(
        caption="Imports",
        columns=[
            Column("File"),
            Column("Survey year"),
            Column("Brought"),
            Column("Rows", numeric=True),
            Column("New", numeric=True),
            Column("Changed", numeric=True),
            Column("State"),
        ],
        rows=[
            Row(
                [
                    Cell(
                        found.file_name,
                        href=reverse("import_detail", kwargs={"import_id": found.pk}),
                        note=_kind(found),
                    ),
                    str(found.survey_year.year),
                    Cell(moment(found.uploaded_at), note=_who(found)),
                    *(
                        thousands(found.counts.get(name))
                        for name in ("rows_read", "new", "changed")
                    ),
                    Cell(tag=state_tag(found), note=found.held_by and f"Kept: {found.held_by}"),
                ]
            )
            for found in imports
        ],
        downloads=downloads,
        empty="No file has been imported yet.",
    )


IMPORT_COLUMNS = (
    "File",
    "Kind of table",
    "Survey",
    "Survey year",
    "Brought",
    "By",
    "Rows read",
    "New",
    "Changed",
    "Unchanged",
    "Suppressed",
    "Refused",
    "State",
    "Checksum (SHA-256)",
)


def import_rows(imports: Iterable[SurveyImport]) -> Iterable[list[Any]]:
    """The same rows for a file."""
    for found in imports:
        counts = ("rows_read", "new", "changed", "unchanged", "suppressed", "refused")
        yield [
            found.file_name,
            _kind(found),
            found.survey_year.survey.name,
            found.survey_year.year,
            moment(found.uploaded_at),
            _who(found),
            *(found.counts.get(name) for name in counts),
            found.get_state_display(),
            found.sha256,
        ]


def _kind(found: SurveyImport) -> str:
    return FAMILIES.get(Family(found.family), "") if found.family in set(Family) else ""


def _who(found: SurveyImport) -> str:
    return found.uploaded_by.name if found.uploaded_by else "The command line"


def import_title(found: SurveyImport) -> str:
    year = found.survey_year.year
    return {
        ImportState.CHECKING: f"Checking the {year} results",
        ImportState.REFUSED: f"The file for {year} was not understood",
        ImportState.CHECKED: f"Check the {year} results before import",
        ImportState.COMMITTING: f"Importing the {year} results",
        ImportState.COMMITTED: f"{year} results imported",
        ImportState.ROLLED_BACK: f"Import of {year} results rolled back",
    }[ImportState(found.state)]


def import_lede(found: SurveyImport) -> str:
    counts = found.counts
    if found.state == ImportState.CHECKED:
        refused, read = counts.get("refused", 0), counts.get("rows_read", 0)
        if refused:
            return (
                f"This was a trial run. Nothing has been saved. {thousands(refused)} of "
                f"{thousands(read)} rows {'is' if refused == 1 else 'are'} refused; put "
                f"{'it' if refused == 1 else 'them'} right, then try again."
            )
        if not counts.get("new") and not counts.get("changed"):
            return "This was a trial run. The file holds nothing that is not stored already."
        return "This was a trial run. Nothing has been saved. Every row is understood."
    if found.state == ImportState.COMMITTED:
        return f"Imported on {moment(found.committed_at)} by {_who(found)}."
    return ""


def progress(found: SurveyImport) -> dict[str, Any]:
    """How far a worker is with the file: a sentence, and percent where that can be said."""
    said = found.notes.get("progress") or {}
    if not said:
        words = "It waits for its turn."
    elif said["rows"] is not None:
        words = f"{counted(said['rows'], 'row')} read so far."
    elif found.state == ImportState.COMMITTING:
        words = "All rows are read. They are now saved, all of them or none."
    else:
        words = "All rows are read. They are now compared with what is stored."
    patience = "Large files take a minute or two. You can leave this page and come back."
    return {"percent": said.get("percent"), "words": f"{words} {patience}"}


def import_numbers(found: SurveyImport) -> list[dict[str, str]]:
    """The summary numbers, each with a link to its rows where the page shows them."""
    counts = found.counts
    changed, refused = counts.get("changed", 0), counts.get("refused", 0)
    organisations = counts.get("organisations")
    items: list[dict[str, str]] = [
        {
            "number": thousands(counts.get("rows_read")),
            "label": "rows read",
            "note": ""
            if organisations is None
            else f"{counted(organisations, 'organisation')}, "
            f"{counted(counts.get('questions', 0), 'question')}",
        },
        {"number": thousands(counts.get("unchanged")), "label": "unchanged"},
        {
            "number": thousands(changed),
            "label": "changed",
            "href": "#changes" if changed else "",
            "note": f"in {counted(counts.get('changed_organisations', 0), 'organisation')}"
            if changed
            else "",
        },
        {"number": thousands(counts.get("new")), "label": "new"},
        {
            "number": thousands(counts.get("suppressed")),
            "label": "suppressed",
            "note": "kept as “not shown”",
        },
        {
            "number": thousands(refused),
            "label": "refused",
            "href": "#refused" if refused else "",
            "note": "nothing is guessed",
        },
    ]
    return items


def refused_table(
    found: SurveyImport, *, everything: bool, downloads: list[tuple[str, str]]
) -> Table:
    shown = found.refused if everything else found.refused[:FEW_ROWS]
    return Table(
        caption="Refused rows",
        columns=[Column(name) for name in REFUSED_COLUMNS],
        rows=[
            Row(
                [
                    Cell(thousands(cell["row"]), strong=True),
                    cell["column"],
                    Cell(markup=Markup("<code>{}</code>").format(_found_value(cell) or "blank")),
                    cell["reason"],
                ]
            )
            for cell in shown
        ],
        downloads=downloads,
    )


def refused_rows(found: SurveyImport) -> list[list[Any]]:
    """The refused cells for a file."""
    return [[c["row"], c["column"], _found_value(c), c["reason"]] for c in found.refused]


def _found_value(cell: Mapping[str, Any]) -> str:
    """What stood in a refused cell, unless it is the score of so few that nobody may see it."""
    return NOT_SHOWN if cell.get("hidden") else str(cell["value"])


def change_table(
    found: SurveyImport, names: Mapping[str, str], *, everything: bool, downloads: Any
) -> Table:
    """Old and new beside each other."""
    shown = found.changes if everything else found.changes[:FEW_ROWS]
    return Table(
        caption="What would change" if found.state == ImportState.CHECKED else "What changed",
        columns=[
            Column("Trust"),
            Column("Question"),
            Column("Field"),
            Column("Saved now", numeric=True),
            Column("In the file", numeric=True),
        ],
        rows=[
            Row(
                [
                    Cell(names.get(change["trust"], _whole(change["trust"])), strong=True),
                    Cell(change["question"], note=change["group"]),
                    FIELDS.get(change["field"], change["field"]),
                    Cell(
                        markup=Markup('<span class="app-old">{}</span>').format(
                            figure_words(change["field"], change["old"])
                        )
                    ),
                    Cell(figure_words(change["field"], change["new"]), strong=True),
                ]
            )
            for change in shown
        ],
        downloads=downloads,
    )


def change_rows(found: SurveyImport, names: Mapping[str, str]) -> list[list[Any]]:
    """The changes for a file."""
    return [
        [
            change["row"],
            names.get(change["trust"], _whole(change["trust"])),
            change["question"],
            change["group"] or "All",
            FIELDS.get(change["field"], change["field"]),
            figure_words(change["field"], change["old"]),
            figure_words(change["field"], change["new"]),
        ]
        for change in found.changes
    ]


def _whole(code: str) -> str:
    return "England" if code == "All" else code


def figure_words(field: str, value: object) -> str:
    """A stored figure as it stands in the file: to as many places as it has."""
    if field == "suppressed":
        return "not shown" if value else "shown"
    if value is None or value == "":
        return "not given"
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return thousands(value) if isinstance(value, int) else str(value).replace("_", " ")


def file_facts(found: SurveyImport, before: SurveyImport | None) -> list[tuple[str, Any]]:
    """What is known of the file."""
    notes = found.notes
    rows: list[tuple[str, Any]] = [("Name", found.file_name), ("Kind", _kind(found) or "-")]
    if notes.get("sheet"):
        rows.append(("Sheet", notes["sheet"]))
    if notes.get("size"):
        rows.append(("Size", _size(notes["size"])))
    checksum = Markup('<code title="{}">{} …</code>').format(
        found.sha256, found.sha256[:LONGEST_CHECKSUM]
    )
    rows += [("Checksum", checksum), ("Brought", f"{moment(found.uploaded_at)}, {_who(found)}")]
    if before is not None:
        rows.append(("Compared with", f"{before.file_name}, imported {day(before.committed_at)}"))
    if found.left_out_reason:
        rows.append(("Refused rows left out", found.left_out_reason))
    if found.held_by:
        rows.append(("Kept for", found.held_by))
    return rows


def _size(count: int) -> str:
    if count < MEGABYTE:
        return f"{thousands(-(-count // 1024))} KB"
    return f"{count / MEGABYTE:,.1f} MB"


def file_notes(found: SurveyImport) -> list[str]:
    """What else the reader saw, as sentences."""
    notes, said = found.notes, []
    if others := notes.get("other_years"):
        rows = sum(others.values())
        said.append(
            f"{counted(rows, 'row')} of other survey years ({', '.join(others)}) were left out."
        )
    if withheld := found.counts.get("withheld", len(notes.get("withheld", []))):
        said.append(
            f"{counted(withheld, 'figure')} stood on rows that the table marks as suppressed. "
            "They were dropped; the rows stay “not shown”."
        )
    if unknown := notes.get("unknown_columns"):
        said.append(f"Columns that the portal has no use for: {', '.join(unknown[:20])}.")
    said += [
        f"{d['code']} is called {d['in_file']} in the file; here it is {d['known']}."
        for d in notes.get("name_differences", [])[:5]
    ]
    return said


def rows_words(found: SurveyImport) -> str:
    """ "1,204 rows": what the import would write or confirm."""
    counts = found.counts
    return counted(counts.get("rows_read", 0) - counts.get("refused", 0), "row")


def confirm_rows(found: SurveyImport) -> list[tuple[str, Any]]:
    """What an import does, before the button that does it."""
    counts = found.counts
    return [
        ("New", counted(counts.get("new", 0), "score")),
        ("Changed", counted(counts.get("changed", 0), "score")),
        ("Not shown (suppressed)", counted(counts.get("suppressed", 0), "score")),
        ("Refused and left out", counted(counts.get("refused", 0), "row")),
    ]
