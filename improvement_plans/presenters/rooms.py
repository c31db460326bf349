"""The contacts log and the risks of a plan, and the links to them from the plan's page."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.urls import reverse

from buddy_portal.design import dates
from buddy_portal.design.charts import numbers
from buddy_portal.design.tables import Cell, Column, Row, Table
from buddy_portal.design.tags import Tag
from improvement_plans.contact_gaps import days_without_contact
from improvement_plans.models import Contact, Plan, Risk
from improvement_plans.presenters.actions import GONE
from improvement_plans.risk_levels import RiskLevel, risk_level, risk_score
from improvement_plans.selectors.rooms import Rooms
from improvement_plans.states import UNDER_WAY

HOUR = 60
_LEVEL_TAGS = {
    RiskLevel.LOW: ("green", "disc"),
    RiskLevel.MODERATE: ("plain", "ring"),
    RiskLevel.HIGH: ("amber", "triangle"),
    RiskLevel.EXTREME: ("red", "square"),
}
Room = dict[str, object]


def room_links(rooms: Rooms, plan: Plan, *, on: datetime.date, is_guest: bool) -> list[Room]:
    """What else there is about a plan: words, address and what to look at."""
    found: list[Room] = [
        {
            "name": "Drivers and change ideas",
            "href": reverse("driver_list", args=[plan.pk]),
            "words": _idea_words(rooms),
            "tag": None,
        },
        {
            "name": "Listening",
            "href": f"{reverse('listening')}?plan={plan.pk}",
            "words": f"{numbers.counted(rooms.events, 'event')} at which people were heard"
            if rooms.events
            else "Nobody has been asked yet",
            "tag": None,
        },
        {
            "name": "Inequalities",
            "href": reverse("plan_inequalities", args=[plan.pk]),
            "words": "Whose experience it is about, gaps, and who is left out",
            "tag": None,
        },
        {
            "name": "What patients said",
            "href": f"{reverse('insight_list')}?plan={plan.pk}",
            "words": "Comments that are shared with this plan",
            "tag": None,
        },
        {
            "name": "Tests of change",
            "href": reverse("cycle_list", args=[plan.pk]),
            "words": _cycle_words(rooms),
            "tag": None,
        },
        {
            "name": "Measures and charts",
            "href": reverse("measure_list", args=[plan.pk]),
            "words": numbers.counted(rooms.measures, "measure") if rooms.measures else "None yet",
            "tag": None,
        },
    ]
    if is_guest:
        return found
    gap = contact_gap(plan, rooms.last_contact_on, on=on)
    late = rooms.next_review_on is not None and rooms.next_review_on < on
    contact = (
        f"{numbers.counted(rooms.contacts, 'contact')}, last {dates.day(rooms.last_contact_on)}"
        if rooms.contacts
        else "None yet"
    )
    risk = f"{numbers.counted(rooms.risks, 'open risk')}" if rooms.risks else "None open"
    return [
        *found,
        {
            "name": "Contacts with the buddy",
            "href": reverse("contact_list", args=[plan.pk]),
            "words": contact,
            "tag": Tag(f"None for {gap} days", "amber", "clock") if gap else None,
        },
        {
            "name": "Risks",
            "href": reverse("risk_list", args=[plan.pk]),
            "words": f"{risk}, a review is overdue" if late else risk,
            "tag": _level_tag(rooms.gravest) if rooms.gravest else None,
        },
        {
            "name": "Will the change last?",
            "href": reverse("sustainability", args=[plan.pk]),
            "words": f"{numbers.counted(rooms.looks, 'look')} at ten factors"
            if rooms.looks
            else "Not looked at yet",
            "tag": None,
        },
    ]


def _idea_words(rooms: Rooms) -> str:
    if not rooms.drivers:
        return "None yet"
    drivers = numbers.counted(rooms.drivers, "driver")
    return f"{drivers}, {numbers.counted(rooms.ideas, 'idea')}, {rooms.ideas_tried} tried"


def _cycle_words(rooms: Rooms) -> str:
    if not rooms.cycles:
        return "None yet"
    said = numbers.counted(rooms.cycles, "PDSA cycle")
    return f"{said}, {rooms.open_cycles} not decided yet" if rooms.open_cycles else said


def contact_gap(plan: Plan, last_on: datetime.date | None, *, on: datetime.date) -> int | None:
    """Days out of touch, where that is too long for a plan under way."""
    if plan.state not in UNDER_WAY:
        return None
    return days_without_contact(last_on=last_on, began_on=plan.window_from, on=on)


def contacts_lede(contacts: Sequence[Contact]) -> str:
    """How many contacts, and how long they were in all."""
    if not contacts:
        return ""
    minutes = sum(contact.minutes for contact in contacts)
    return f"{numbers.counted(len(contacts), 'contact')}, {long_words(minutes)} in all."


def long_words(minutes: int) -> str:
    """ "45 minutes", "2 hours", "1 hour 5 minutes"."""
    hours, rest = divmod(minutes, HOUR)
    parts = [numbers.counted(hours, "hour")] if hours else []
    if rest:
        parts.append(numbers.counted(rest, "minute"))
    return " ".join(parts)


def contacts_table(contacts: Sequence[Contact], *, may_edit: bool) -> Table:
    """The log, newest first."""
    columns = [
        Column("Day"),
        Column("How"),
        Column("Who took part"),
        Column("Learnt"),
        Column("Agreed"),
    ]
    if may_edit:
        columns.append(Column("Correct", card=""))
    return Table(
        caption="Contacts",
        columns=columns,
        rows=[_contact_row(contact, may_edit) for contact in contacts],
    )


def _contact_row(contact: Contact, may_edit: bool) -> Row:
    href = reverse("contact_edit", args=[contact.plan_id, contact.pk])
    cells: list[Cell | str] = [
        dates.day(contact.on),
        Cell(contact.get_kind_display(), note=long_words(contact.minutes)),
        Cell(contact.who, note=f"Written by {contact.written_by or GONE}"),
        contact.learnt or "-",
        contact.agreed,
    ]
    return Row(cells=[*cells, Cell("Correct", href=href)] if may_edit else cells)


def risks_table(risks: Sequence[Risk], *, may_edit: bool, on: datetime.date) -> Table:
    """The risks, gravest first; those that are closed last, with the reason."""
    columns = [
        Column("Risk"),
        Column("How grave", card="Grave"),
        Column("What we do about it"),
        Column("Looked after by"),
        Column("Next look"),
    ]
    if may_edit:
        columns.append(Column("Change", card=""))
    return Table(
        caption="Risks",
        columns=columns,
        rows=[_risk_row(risk, may_edit, on) for risk in risks],
    )


def _risk_row(risk: Risk, may_edit: bool, on: datetime.date) -> Row:
    score = risk_score(risk.likelihood, risk.impact)
    cells: list[Cell | str] = [
        Cell(risk.text),
        Cell(tag=_level_tag(score), note=f"{risk.likelihood} × {risk.impact} = {score} of 25"),
        risk.mitigation,
        str(risk.owner or GONE),
        _next_look(risk, on),
    ]
    if not may_edit:
        return Row(cells=cells)
    edit = reverse("risk_edit", args=[risk.plan_id, risk.pk])
    return Row(cells=[*cells, "" if risk.closed_on else Cell("Change or close", href=edit)])


def _next_look(risk: Risk, on: datetime.date) -> Cell:
    if risk.closed_on:
        return Cell(f"Closed {dates.day(risk.closed_on)}", note=risk.closed_why)
    overdue = "Overdue" if risk.review_on < on else ""
    return Cell(dates.day(risk.review_on), note=overdue)


def _level_tag(score: int) -> Tag:
    level = risk_level(score)
    return Tag(level.value, *_LEVEL_TAGS[level])
