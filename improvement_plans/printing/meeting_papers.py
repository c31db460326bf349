"""Papers of a meeting as files: a pack or minutes as a tagged PDF and as a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from buddy_portal.design.downloads import Value, workbook_bytes
from buddy_portal.design.printing import set_pdf
from improvement_plans.models import Attendance, Meeting, MeetingDecision, MeetingMember
from improvement_plans.presenters.actions import Partners, named
from improvement_plans.presenters.agendas import follows_words, who_by_when
from improvement_plans.printing.meeting_packs import heading_facts
from improvement_plans.printing.pack_sections import Section

_TEMPLATE = Path(__file__).parent / "meeting.typ"
LONGEST_SHEET_NAME = 31


def minutes_facts(
    meeting: Meeting,
    members: Sequence[MeetingMember],
    decisions: Sequence[MeetingDecision],
    *,
    names: Partners,
    as_at: str,
    fictional: bool,
) -> dict[str, Any]:
    """The minutes as plain data: who came, what was said, what was decided."""
    return {
        **heading_facts(meeting, fictional=fictional),
        "part": "Minutes",
        "as_at": as_at,
        "figures": [],
        "sections": [
            asdict(_people(meeting, members, names)),
            asdict(Section(heading="What was said", sentence=meeting.minutes)),
            asdict(_decided(decisions, names)),
        ],
        "notes": [],
    }


def paper_pdf(facts: Mapping[str, Any]) -> bytes:
    """The paper as a tagged PDF; the same facts give the same bytes."""
    return set_pdf(_TEMPLATE, facts)


def paper_workbook(facts: Mapping[str, Any]) -> bytes:
    """Each table of the paper on a sheet of its own."""
    tables: dict[str, tuple[Sequence[str], Sequence[Sequence[Value]]]] = {
        "Meeting": (
            ("What", "Fact"),
            [
                *(("Meeting", facts["title"]), ("Whose", facts["whose"]), ("When", facts["when"])),
                *(("Place", facts["place"]), ("Chair", facts["chair"])),
                ("As at", facts["as_at"]),
            ],
        )
    }
    for section in facts["sections"]:
        if section["rows"]:
            name = section["heading"].replace("’", "'")[:LONGEST_SHEET_NAME]
            tables[name] = (section["head"], section["rows"])
    notes = [f"As at {facts['as_at']}.", *facts["notes"]]
    return workbook_bytes(tables, notes)


def _people(meeting: Meeting, members: Sequence[MeetingMember], names: Partners) -> Section:
    rows = [(named(each.user, names), each.get_attendance_display()) for each in members]
    return Section(
        heading="Who was there",
        sentence=f"Also there: {meeting.others}" if meeting.others else "",
        head=("Name", "Came?") if rows else (),
        rows=tuple(sorted(rows, key=lambda row: _PLACES[row[1]])),
        widths=(2, 1),
    )


def _decided(decisions: Sequence[MeetingDecision], names: Partners) -> Section:
    rows = tuple(
        (
            str(place),
            each.text,
            follows_words(each),
            ", ".join(who_by_when(each, names)) or "-",
        )
        for place, each in enumerate(decisions, start=1)
    )
    return Section(
        heading="Decisions",
        sentence="" if rows else "Nothing was decided.",
        head=("", "Decision", "What follows", "Who and by when"),
        rows=rows,
        widths=(0.3, 2.6, 1.2, 1.6),
    )


_PLACES = {
    each.label: place
    for place, each in enumerate(
        (Attendance.CAME, Attendance.APOLOGIES, Attendance.ABSENT, Attendance.UNKNOWN)
    )
}
