"""The contacts log and the risks of a plan, and the links to them from the plan's page."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from buddy_portal.design import dates
from buddy_portal.design.addresses import address_of
from buddy_portal.design.charts import numbers
from buddy_portal.design.tables import Cell, Column, Row, Table
from buddy_portal.design.tags import Tag
from improvement_plans.contact_gaps import days_without_contact
from improvement_plans.models import Contact, Plan, Risk
from improvement_plans.presenters.actions import GONE, Partners, named
from improvement_plans.risk_levels import RiskLevel, risk_level, risk_score
from improvement_plans.selectors import ListedPlan
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
    shared = _shared_rooms(rooms, plan)
    if plan.team is not None:
        words = "Its people, its months, its stage and its certificates"
        shared.insert(0, _room("Project team", address_of("team", plan.team_id), words))
    return shared if is_guest else [*shared, *_inner_rooms(rooms, plan, on=on)]


def _shared_rooms(rooms: Rooms, plan: Plan) -> list[Room]:
    """Those that partners see too."""
    here = f"?plan={plan.pk}"
    heard = f"{numbers.counted(rooms.events, 'event')} at which people were heard"
    measures = numbers.counted(rooms.measures, "measure") if rooms.measures else "None yet"
    return [
        _room("Drivers and change ideas", _of("driver_list", plan), _idea_words(rooms)),
        _room(
            "Listening",
            address_of("listening") + here,
            heard if rooms.events else "Nobody has been asked yet",
        ),
        _room(
            "Inequalities",
            _of("plan_inequalities", plan),
            "Whose experience it is about, gaps, and who is left out",
        ),
        _room(
            "What patients said",
            address_of("insight_list") + here,
            "Comments that are shared with this plan",
        ),
        _room("Tests of change", _of("cycle_list", plan), _cycle_words(rooms)),
        _room("Measures and charts", _of("measure_list", plan), measures),
    ]


def _inner_rooms(rooms: Rooms, plan: Plan, *, on: datetime.date) -> list[Room]:
    """Those of the two trusts and the programme."""
    gap = contact_gap(plan, rooms.last_contact_on, on=on)
    contacts = f"{numbers.counted(rooms.contacts, 'contact')}, last "
    late = rooms.next_review_on is not None and rooms.next_review_on < on
    risk = numbers.counted(rooms.risks, "open risk") if rooms.risks else "None open"
    looks = f"{numbers.counted(len(rooms.looks), 'look')} at ten factors"
    return [
        _room(
            "Contacts with the buddy" if plan.has_buddy else "Visits and calls",
            _of("contact_list", plan),
            contacts + dates.day(rooms.last_contact_on) if rooms.contacts else "None yet",
            Tag(f"None for {gap} days", "amber", "clock") if gap else None,
        ),
        _room(
            "Risks",
            _of("risk_list", plan),
            f"{risk}, a review is overdue" if late else risk,
            _level_tag(rooms.gravest) if rooms.gravest else None,
        ),
        _room("Decisions of meetings", _of("plan_decisions", plan), _decision_words(rooms)),
        _room(
            "Will the change last?",
            _of("sustainability", plan),
            looks if rooms.looks else "Not looked at yet",
        ),
    ]


def _room(name: str, href: str, words: str, tag: Tag | None = None) -> Room:
    return {"name": name, "href": href, "words": words, "tag": tag}


def _of(name: str, plan: Plan) -> str:
    return address_of(name, plan.pk)


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


def _decision_words(rooms: Rooms) -> str:
    if not rooms.decisions:
        return "None yet"
    last = dates.day(rooms.last_decision_on)
    return f"{numbers.counted(rooms.decisions, 'decision')}, last {last}"


def contact_gap(
    plan: Plan | ListedPlan, last_on: datetime.date | None, *, on: datetime.date
) -> int | None:
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
    href = address_of("contact_edit", contact.plan_id, contact.pk)
    cells: list[Cell | str] = [
        dates.day(contact.on),
        Cell(contact.get_kind_display(), note=long_words(contact.minutes)),
        Cell(contact.who, note=f"Written by {contact.written_by or GONE}"),
        contact.learnt or "-",
        contact.agreed,
    ]
    return Row(cells=[*cells, Cell("Correct", href=href)] if may_edit else cells)


def risks_table(
    risks: Sequence[Risk], partners: Partners, *, may_edit: bool, on: datetime.date
) -> Table:
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
        rows=[_risk_row(risk, partners, may_edit, on) for risk in risks],
    )


def _risk_row(risk: Risk, partners: Partners, may_edit: bool, on: datetime.date) -> Row:
    score = risk_score(risk.likelihood, risk.impact)
    cells: list[Cell | str] = [
        Cell(risk.text),
        Cell(tag=_level_tag(score), note=f"{risk.likelihood} × {risk.impact} = {score} of 25"),
        risk.mitigation,
        named(risk.owner, partners),
        _next_look(risk, on),
    ]
    if not may_edit:
        return Row(cells=cells)
    edit = address_of("risk_edit", risk.plan_id, risk.pk)
    return Row(cells=[*cells, "" if risk.closed_on else Cell("Change or close", href=edit)])


def _next_look(risk: Risk, on: datetime.date) -> Cell:
    if risk.closed_on:
        return Cell(f"Closed {dates.day(risk.closed_on)}", note=risk.closed_why)
    overdue = "Overdue" if risk.review_on < on else ""
    return Cell(dates.day(risk.review_on), note=overdue)


def _level_tag(score: int) -> Tag:
    level = risk_level(score)
    return Tag(level.value, *_LEVEL_TAGS[level])
