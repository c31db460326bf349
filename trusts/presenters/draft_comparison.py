"""Two drafts side by side in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from buddy_portal.design.charts.numbers import counted, thousands
from buddy_portal.design.tables import Cell, Column, Row, Table
from trusts.models import PairingDraft, Scheme
from trusts.presenters.pairing import mean_score, short_name, signed, with_names
from trusts.selectors.draft_comparison import ComparedMentee, DraftComparison, Placing

DIFFERENT = "different"
NOT_IN_IT = "Not in this draft"
WITHOUT = "No mentor"


def compare_address(scheme: Scheme, first: PairingDraft, second: PairingDraft) -> str:
    """The page that holds one draft beside another."""
    address = reverse("draft_comparison", kwargs={"scheme_id": scheme.pk})
    return f"{address}?{urlencode({'first': first.pk, 'second': second.pk})}"


def lede(found: DraftComparison) -> str:
    """How many mentees would have another mentor."""
    different, everybody = len(found.different), len(found.mentees)
    if found.first.pk == found.second.pk:
        return "This is one draft beside itself. Choose another to see what differs."
    if not different:
        return f"Both drafts give every one of the {counted(everybody, 'mentee')} the same mentor."
    verb = "has" if different == 1 else "have"
    whom = f"{different} of {counted(everybody, 'mentee')}"
    return f"{whom} {verb} another mentor in {found.second.name}."


def inputs_words(found: DraftComparison) -> str:
    """What to keep in mind where the two drafts did not answer the same question."""
    if found.first.weights_version != found.second.weights_version:
        return (
            f"{found.first.name} was worked out with version {found.first.weights_version} of the "
            f"weights, {found.second.name} with version {found.second.weights_version}: the same "
            "pair can have another score in each."
        )
    if not found.same_inputs:
        return (
            "Results, applications, locks or forbidden pairs differ between the two drafts, so "
            "their totals answer different questions."
        )
    return ""


def totals_table(found: DraftComparison) -> Table:
    """Both drafts' totals and the change from one to the other."""
    first, second = found.first, found.second
    return Table(
        caption="Totals of both drafts",
        columns=[
            Column("Total of the set"),
            Column(first.name, numeric=True),
            Column(second.name, numeric=True),
            Column("Change", numeric=True),
        ],
        rows=[
            _total("Mentees matched", first, second, "matched"),
            _total("Worst-off score", first, second, "worst"),
            Row(["Mean score", mean_score(first), mean_score(second), _mean_change(first, second)]),
            _total("Total score", first, second, "total"),
        ],
    )


def shown_mentees(found: DraftComparison, show: str) -> tuple[ComparedMentee, ...]:
    """Those whose mentor differs, or everybody."""
    return found.different if show == DIFFERENT else found.mentees


def filters(found: DraftComparison, scheme: Scheme, show: str) -> list[dict[str, Any]]:
    """Links above the table."""
    address = compare_address(scheme, found.first, found.second)
    return [
        {
            "text": "All mentees",
            "count": len(found.mentees),
            "href": address,
            "current": show != DIFFERENT,
        },
        {
            "text": "Another mentor",
            "count": len(found.different),
            "href": f"{address}&show={DIFFERENT}",
            "current": show == DIFFERENT,
        },
    ]


def mentee_table(
    found: DraftComparison, rows: Sequence[ComparedMentee], downloads: list[tuple[str, str]]
) -> Table:
    """A row for each mentee: its mentor and score in both drafts, and what differs."""
    return Table(
        caption=f"Mentors in {found.first.name} and {found.second.name}",
        columns=[
            Column("Mentee"),
            Column(found.first.name),
            Column("Score", numeric=True, card=f"Score, {found.first.name}"),
            Column(found.second.name),
            Column("Score", numeric=True, card=f"Score, {found.second.name}"),
            Column("Change", numeric=True),
            Column("What differs"),
        ],
        rows=[_mentee_row(row, found) for row in rows],
        sticky=True,
        downloads=downloads,
        empty="No mentee has another mentor.",
    )


def decisions_table(found: DraftComparison) -> Table:
    """What people decided in either draft."""
    return Table(
        caption="Locked and forbidden pairs",
        columns=[
            Column("Pair"),
            Column("Decision"),
            Column("Reason"),
            Column(found.first.name),
            Column(found.second.name),
        ],
        rows=[
            Row(
                [
                    f"{short_name(one.mentor)} and {short_name(one.mentee)}",
                    "Locked" if one.is_lock else "Forbidden",
                    one.reason or "-",
                    "Yes" if one.in_first else "No",
                    "Yes" if one.in_second else "No",
                ]
            )
            for one in found.decisions
        ],
        empty="No pair is locked or forbidden in either draft.",
    )


def columns(found: DraftComparison) -> list[str]:
    """Heads of the file."""
    own = [
        f"{draft.name}, {what}"
        for draft in (found.first, found.second)
        for what in ("mentor code", "mentor", "score", "locked")
    ]
    return ["Mentee code", "Mentee", *own, "Change of score", "What differs"]


def file_rows(rows: Sequence[ComparedMentee], found: DraftComparison) -> list[list[Any]]:
    """The same rows for a file."""
    return [
        [
            row.mentee.ods_code,
            row.mentee.name,
            *_file_values(row.first),
            *_file_values(row.second),
            _score_change(row),
            what_differs(row, found),
        ]
        for row in rows
    ]


def file_notes(found: DraftComparison) -> list[str]:
    """The totals and how to read the file."""
    lines = [
        f"{draft.name}: {draft.result['matched']} matched, worst-off {draft.result['worst']}, "
        f"mean {mean_score(draft)}, total {thousands(draft.result['total'])}, weights version "
        f"{draft.weights_version}."
        for draft in (found.first, found.second)
    ]
    note = inputs_words(found)
    return [*lines, "Scores are out of 1,000.", *([note] if note else [])]


def what_differs(row: ComparedMentee, found: DraftComparison) -> str:
    """One mentee's change in a few words."""
    if row.first is None or row.second is None:
        there = found.second.name if row.first is None else found.first.name
        return f"Only in {there}"
    if not row.is_different:
        return "Same mentor, another score" if _score_change(row) else "Nothing"
    if row.first.mentor is None:
        return "Gets a mentor"
    return "Another mentor" if row.second.mentor else "Loses its mentor"


def _mentee_row(row: ComparedMentee, found: DraftComparison) -> Row:
    change = _score_change(row)
    return Row(
        [
            Cell(
                short_name(row.mentee),
                href=reverse("trust_detail", kwargs={"ods_code": row.mentee.ods_code}),
            ),
            _mentor_cell(row.first, found),
            _score_words(row.first),
            _mentor_cell(row.second, found),
            _score_words(row.second),
            "-" if change is None else signed(change),
            what_differs(row, found),
        ],
        selected=row.is_different,
    )


def _mentor_cell(placing: Placing | None, found: DraftComparison) -> Cell | str:
    if placing is None:
        return NOT_IN_IT
    if placing.mentor is None:
        return Cell(WITHOUT, note=with_names(placing.reason, found.trusts))
    said = ["Locked"] if placing.is_locked else []
    return Cell(short_name(placing.mentor), note=", ".join([*said, *filter(None, [placing.sure])]))


def _score_words(placing: Placing | None) -> str:
    return "-" if placing is None or placing.score is None else str(placing.score)


def _score_change(row: ComparedMentee) -> int | None:
    """The second score less the first; None where a draft has no pair for the mentee."""
    if row.first is None or row.second is None:
        return None
    if row.first.score is None or row.second.score is None:
        return None
    return row.second.score - row.first.score


def _file_values(placing: Placing | None) -> list[Any]:
    if placing is None:
        return [None, NOT_IN_IT, None, ""]
    if placing.mentor is None:
        return [None, WITHOUT, None, ""]
    locked = "yes" if placing.is_locked else "no"
    return [placing.mentor.ods_code, placing.mentor.name, placing.score, locked]


def _total(label: str, first: PairingDraft, second: PairingDraft, key: str) -> Row:
    before, after = first.result[key], second.result[key]
    return Row([label, thousands(before), thousands(after), signed(after - before)])


def _mean_change(first: PairingDraft, second: PairingDraft) -> str:
    if not (first.result["matched"] and second.result["matched"]):
        return "-"
    return signed(int(mean_score(second)) - int(mean_score(first)))
