"""The list of plans: its rows, with gaps and what comes next."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from functools import lru_cache

from markupsafe import Markup

from buddy_portal.design import dates
from buddy_portal.design.addresses import address_of
from buddy_portal.design.charts import numbers
from buddy_portal.design.tables import Cell, Column, LastingRow, Row, Table
from improvement_plans.models import ActionState, PlanState
from improvement_plans.presenters.rooms import contact_gap
from improvement_plans.presenters.tags import WORKED_OUT, plan_tag, stale_tag
from improvement_plans.selectors import ListedScheme, ListedStatus, PlanOverview
from improvement_plans.selectors.overviews import MOST_KEPT
from improvement_plans.states import ENDED_ACTIONS, UNDER_WAY
from improvement_plans.status import StatusKind
from trusts.models import BuddyPair, Scheme

COLUMNS = {
    "name": Column("Trust, and with whom"),
    "status": Column("Status, worked out", card="Status"),
    "complete": Column("Actions complete", card="Complete"),
    "overdue": Column("Overdue", numeric=True),
    "updated": Column("Last update", card="Updated"),
    "contact": Column("Last contact", card="Contact"),
    "_gaps": Column("Gaps"),
    "next": Column("Next"),
}
_COUNTED = {
    StatusKind.RED: "red",
    StatusKind.AMBER: "amber",
    StatusKind.GREEN: "green",
    StatusKind.NOT_DUE: "not due",
}
_BAR = Markup(
    '<svg class="app-svg" xmlns="http://www.w3.org/2000/svg" width="80" height="8" '
    'viewBox="0 0 80 8" aria-hidden="true" focusable="false">'
    '<rect x=".5" y=".5" width="79" height="7" fill="#f0f4f5" stroke="#768692"/>'
    '<rect x="0" y="0" width="{}" height="8" fill="#005eb8"/></svg>'
)


def overview_table(
    overviews: Iterable[PlanOverview],
    columns: Sequence[Column],
    downloads: Sequence[tuple[str, str]],
) -> Table:
    """Plans with their worked-out status."""
    return Table(
        caption="Plans",
        columns=columns,
        rows=[_row(each) for each in overviews],
        sticky=True,
        downloads=downloads,
        empty="No plan fits these filters.",
    )


@lru_cache(maxsize=MOST_KEPT)
def _row(each: PlanOverview) -> LastingRow:
    plan = each.plan
    return LastingRow(
        cells=[
            Cell(
                plan.trust_name,
                href=address_of("plan_detail", plan.pk),
                note=f"with {plan.beside}",
            ),
            Cell(tag=plan_tag(plan, each.status), note=_state_and_why(each)),
            Cell(
                numbers.share(complete(each), len(each.actions)),
                href=_actions_behind(each, "complete", complete(each)),
                markup=_bar(each),
                note=counts_words(each),
            ),
            Cell(
                numbers.thousands(overdue(each)),
                href=_actions_behind(each, "overdue", overdue(each)),
            ),
            _updated(each),
            _contact(each),
            _gaps(each),
            next_words(each),
        ]
    )


def waiting_pairs_table(
    pairs: Iterable[BuddyPair], scheme: ListedScheme | None, *, on: datetime.date
) -> Table:
    """Pairs that have agreed and have no plan yet; those of one scheme where it was chosen."""
    return Table(
        caption="Pairs without a plan",
        columns=[Column("Mentee and mentor"), Column("Pair"), Column("Scheme"), Column("Window")],
        rows=[
            Row(
                cells=[
                    Cell(
                        pair.mentee.name,
                        href=address_of("pair_detail", pair.pk),
                        note=f"with {pair.mentor.name}",
                    ),
                    pair.get_state_display(),
                    pair.scheme.name,
                    _window_words(pair.scheme, on),
                ]
            )
            for pair in pairs
            if scheme is None or scheme.pk == pair.scheme_id
        ],
        show_caption=True,
    )


def _window_words(scheme: Scheme, on: datetime.date) -> str:
    days = (scheme.implementation_from - on).days
    if days > 0:
        return f"Begins in {numbers.counted(days, 'day')}"
    if on > scheme.implementation_to:
        return f"Ended {dates.day(scheme.implementation_to)}"
    return f"Began {dates.day(scheme.implementation_from)}"


def _actions_behind(each: PlanOverview, show: str, count: int) -> str:
    """The plan's page with just the actions that a number counts."""
    here = address_of("plan_detail", each.plan.pk)
    return f"{here}?show={show}#actions" if count else ""


def counts_words(each: PlanOverview) -> str:
    """ "2 red, 1 amber, 6 green": the open actions by their status, while a plan is under way."""
    if each.plan.state not in WORKED_OUT:
        return ""
    counts = each.status.counts
    return ", ".join(f"{counts[kind]} {words}" for kind, words in _COUNTED.items() if counts[kind])


def _state_and_why(each: PlanOverview) -> str:
    """The state beside the status that was worked out, with its reason."""
    if each.plan.state not in WORKED_OUT:
        return ""
    reason = each.status.reason.rstrip(".")
    return f"{PlanState(each.plan.state).label}. {reason}. {each.ceiling.words}"


def _bar(each: PlanOverview) -> Markup:
    if not each.actions:
        return Markup("")
    return _BAR.format(round(80 * complete(each) / len(each.actions)))


def complete(each: PlanOverview) -> int:
    """How many actions are complete."""
    return each.status.counts[StatusKind.COMPLETE]


def overdue(each: PlanOverview) -> int:
    """How many actions are past their day and not claimed done."""
    return each.overdue


def why(each: PlanOverview) -> str:
    """Why the status is as it is, for plans whose status is worked out."""
    return each.status.reason if each.plan.state in WORKED_OUT else ""


def _updated(each: PlanOverview) -> Cell | str:
    stale = stale_tag(each.plan, each.status)
    if stale is not None:
        return Cell(tag=stale)
    if each.last_update_on is None:
        return "-"
    if each.plan.state in UNDER_WAY:
        return ago(each.last_update_on, each.on)
    return dates.day(each.last_update_on)


def _contact(each: PlanOverview) -> str:
    """When the buddies were last in touch."""
    if each.last_contact_on is None:
        return "-"
    if each.plan.state in UNDER_WAY:
        return ago(each.last_contact_on, each.on)
    return dates.day(each.last_contact_on)


def _gaps(each: PlanOverview) -> str:
    nothing = "None" if each.plan.state in UNDER_WAY else "-"
    return ". ".join(gaps(each)) or nothing


def ago(day: datetime.date, on: datetime.date) -> str:
    """ "9 days ago", "today"."""
    days = (on - day).days
    return f"{numbers.counted(days, 'day')} ago" if days > 0 else "today"


@lru_cache(maxsize=MOST_KEPT)
def gaps(each: PlanOverview) -> tuple[str, ...]:
    """What is missing or stands still in a plan that is under way, in words."""
    if each.plan.state not in UNDER_WAY:
        return ()
    found = _blocked(each.actions, each.on)
    differing = sum(one.status.differs for one in each.actions)
    if differing:
        verb = "differs" if differing == 1 else "differ"
        found.append(f"{numbers.counted(differing, 'action')} {verb} from the facts")
    if each.asked_at:
        found.append(f"Extension asked {dates.short_day(each.asked_at)}")
    if each.plan.midpoint is None:
        found.append("No midpoint date")
    apart = out_of_touch(each)
    if apart is not None:
        found.append(f"No contact for {apart} days")
    if not each.has_partner:
        left = each.partner_left_on
        found.append(f"No partner since {dates.short_day(left)}" if left else "No partner yet")
    return tuple(found)


def out_of_touch(each: PlanOverview) -> int | None:
    """Days without contact of the buddies, where they are too many."""
    return contact_gap(each.plan, each.last_contact_on, on=each.on)


def _blocked(actions: Sequence[ListedStatus], on: datetime.date) -> list[str]:
    since = [one.action.state_since for one in actions if one.action.state == ActionState.BLOCKED]
    if not since:
        return []
    days = numbers.counted((on - min(since)).days, "day")
    return [f"{numbers.counted(len(since), 'action')} blocked, longest {days}"]


def next_day(each: PlanOverview) -> tuple[datetime.date, str] | None:
    """The next day on which something is due in a plan under way, and what."""
    plan = each.plan
    if plan.state not in UNDER_WAY:
        return None
    coming = [
        (one.action.due, "Action due")
        for one in each.actions
        if one.action.state not in ENDED_ACTIONS and one.action.due >= each.on
    ]
    if plan.midpoint is not None and plan.midpoint >= each.on:
        coming.append((plan.midpoint, "Midpoint"))
    if plan.window_to >= each.on:
        coming.append((plan.window_to, "Window ends"))
    return min(coming) if coming else None


def next_words(each: PlanOverview) -> str:
    """What comes next, with its day."""
    if each.asked_at:
        return "Decision on more time"
    coming = next_day(each)
    if coming is not None:
        return f"{coming[1]}, {dates.short_day(coming[0])}"
    return "Window has ended" if each.plan.state in UNDER_WAY else "-"
