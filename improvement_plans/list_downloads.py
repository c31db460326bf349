"""The list of plans as a file."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from improvement_plans.list_filters import under_way
from improvement_plans.presenters import overviews as shown
from improvement_plans.selectors import PlanOverview
from improvement_plans.status import StatusKind

COUNTED = (StatusKind.RED, StatusKind.AMBER, StatusKind.GREEN, StatusKind.NOT_DUE)


def plan_rows(chosen: Sequence[PlanOverview], *, on: datetime.date) -> dict[str, Any]:
    """The same rows as a file: columns, rows and notes."""
    columns = (
        *("Mentee", "Mentor", "Scheme", "State", "Status, worked out", "Why"),
        *(
            "Actions",
            "Complete",
            "Red",
            "Amber",
            "Green",
            "Not due",
            "Overdue",
            "Stale, days without update",
            "Last update",
            "Last contact",
            "Gaps",
            "Stage, worked out",
            "Next",
            "Window ends",
        ),
    )
    rows = [
        (
            each.plan.trust_name,
            each.plan.beside,
            each.plan.scheme.name,
            each.plan.get_state_display(),
            each.status.kind.replace("_", " ") if under_way(each) else "",
            shown.why(each),
            len(each.actions),
            shown.complete(each),
            *(each.status.counts[kind] for kind in COUNTED),
            shown.overdue(each),
            each.status.stale_days,
            each.last_update_on,
            each.last_contact_on,
            ". ".join(shown.gaps(each)),
            each.ceiling.words,
            shown.next_words(each),
            each.plan.window_to,
        )
        for each in chosen
    ]
    notes = [f"Status worked out as at {on.isoformat()} from dates, updates and confirmations."]
    return {"columns": columns, "rows": rows, "notes": notes}
