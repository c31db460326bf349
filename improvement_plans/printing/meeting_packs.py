"""The pack of a meeting: the same facts for its page, its PDF and its workbook. No queries.

What each kind of meeting reads is one table, `SECTIONS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from buddy_portal.design import dates
from improvement_plans.models import Meeting, MeetingKind
from improvement_plans.printing.pack_measures import (
    figures_section,
    measures_section,
    outcome_figures,
    outcome_measures,
    tests_section,
)
from improvement_plans.printing.pack_sections import (
    PackSource,
    Section,
    agenda_section,
    aims_section,
    commitments_section,
    decisions_section,
    escalations_section,
    grave_risks,
    is_open,
    open_actions,
    plans_section,
    red_actions,
    risks_section,
    stale_of,
    worrying_actions,
)
from improvement_plans.status import StatusKind

SMALL_NOTE = (
    "Numbers of patients from 1 to 9 are left out of packs, and nothing here is worked out from "
    "them."
)
STATUS_NOTE = "Status is worked out from dates, updates and confirmation; nobody types it."


def pack_facts(source: PackSource) -> dict[str, Any]:
    """The whole pack as plain data, as at the day of its entries."""
    entries = source.entries
    kind = MeetingKind(source.meeting.kind)
    return {
        **heading_facts(source.meeting, fictional=source.fictional),
        "part": "Pack",
        "as_at": dates.day(entries.on),
        "figures": [list(pair) for pair in _figures(source)],
        "sections": [asdict(make(source)) for make in SECTIONS[kind]],
        "notes": [STATUS_NOTE, SMALL_NOTE],
    }


def heading_facts(meeting: Meeting, *, fictional: bool) -> dict[str, Any]:
    """What stands at the head of a pack and of minutes."""
    return {
        "title": meeting.title,
        "kind": meeting.get_kind_display(),
        "whose": str(meeting.trust.name) if meeting.trust else str(meeting.scheme),
        "when": f"{dates.weekday(meeting.on)}, {dates.clock(meeting.at)}",
        "place": meeting.place or "No place named",
        "chair": meeting.chair,
        "fictional": fictional,
    }


def _figures(source: PackSource) -> Iterator[tuple[str, str]]:
    entries = source.entries
    actions = [each for plan in entries.plans for each in plan.actions]
    reds = sum(each.status.kind is StatusKind.RED for each in actions)
    stale = sum(stale_of(each) is not None for each in actions)
    yield str(len(entries.plans)), "plan" if len(entries.plans) == 1 else "plans"
    yield str(sum(is_open(each) for each in actions)), "open actions"
    yield str(reds), "red"
    yield str(stale), "stale"
    yield str(len(entries.decisions)), "decisions carried over"


SECTIONS: Mapping[MeetingKind, Iterable[Callable[[PackSource], Section]]] = {
    MeetingKind.MDT: (
        *(agenda_section, decisions_section, plans_section, open_actions),
        *(measures_section, figures_section, tests_section, risks_section, commitments_section),
    ),
    MeetingKind.DIRECTORATE: (
        *(agenda_section, decisions_section, plans_section, aims_section, worrying_actions),
        *(escalations_section, risks_section, commitments_section),
        *(measures_section, figures_section),
    ),
    MeetingKind.BOARD: (
        *(agenda_section, plans_section, aims_section, outcome_measures, outcome_figures),
        *(red_actions, escalations_section, grave_risks, commitments_section, decisions_section),
    ),
    MeetingKind.PROGRAMME: (
        agenda_section,
        plans_section,
        escalations_section,
        grave_risks,
        commitments_section,
        decisions_section,
    ),
}
