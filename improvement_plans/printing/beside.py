"""What is printed beside aims and actions, in words: drivers, updates, evidence, contacts, risks,
partners. No queries.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from buddy_portal.design import dates
from improvement_plans.models import Action, Aim, ChangeIdea, Contact, Driver, Evidence, Risk
from improvement_plans.presenters.actions import Partners, named
from improvement_plans.presenters.drivers import aims_with_drivers
from improvement_plans.presenters.evidence import kind_words, verified_words
from improvement_plans.presenters.rooms import long_words
from improvement_plans.risk_levels import risk_level, risk_score
from improvement_plans.selectors import PlanPage
from improvement_plans.selectors.printing import PrintedRooms

NEWEST = 3
"""So many updates of each action are printed; the workbook holds all."""
Line = tuple[str, ...]


@dataclass(frozen=True)
class PrintedDrivers:
    """The drivers of one aim: the picture with its words, and the lines of the list."""

    aim: str
    picture: str
    picture_words: str
    lines: tuple[Line, ...]
    """Driver, part of it, change idea, state, what more there is to say."""


@dataclass(frozen=True)
class PrintedBeside:
    """Lines of words for each part, in the order in which the pages show them."""

    drivers: tuple[PrintedDrivers, ...]
    updates: tuple[Line, ...]
    """Action, who and when, what the owner says, what was written."""
    newest: tuple[Line, ...]
    """The newest of these for paper."""
    evidence: tuple[Line, ...]
    """Action, what it shows, what it is, who added it, who verified it."""
    contacts: tuple[Line, ...]
    """Day, how, who, learnt, agreed."""
    risks: tuple[Line, ...]
    """Risk, how grave, what is done, who looks after it, the next look."""
    partners: tuple[Line, ...]
    """Name as they wish, what they bring, what they took part in, what changed."""


def printed_beside(page: PlanPage, rooms: PrintedRooms, partners: Partners) -> PrintedBeside:
    """Everything beside aims and actions of a plan."""
    actions = [each.action for each in page.actions]
    return PrintedBeside(
        drivers=tuple(_drivers(rooms.drivers)),
        updates=tuple(line for action in actions for line in _updates(action, partners)),
        newest=tuple(line for action in actions for line in _updates(action, partners)[:NEWEST]),
        evidence=tuple(_evidence(each, partners) for each in rooms.evidence),
        contacts=tuple(_contact(each) for each in rooms.contacts),
        risks=tuple(_risk(each, partners, page.today) for each in rooms.risks),
        partners=tuple(
            (each.shown_as, each.get_role_display(), each.stage_words(), each.difference)
            for each in page.guests
        ),
    )


def _drivers(aims: list[Aim]) -> Iterator[PrintedDrivers]:
    """The aims that have drivers."""
    for aim, shown in zip(aims, aims_with_drivers(aims), strict=True):
        if shown.picture:
            lines = tuple(_driver_lines(aim))
            yield PrintedDrivers(shown.heading, str(shown.picture), shown.sentence, lines)


def _driver_lines(aim: Aim) -> Iterator[Line]:
    for first in aim.primary_drivers:  # type: ignore[attr-defined]  # prefetched
        yield from _idea_lines(first, first.label, "")
        for part in first.parts.all():
            yield from _idea_lines(part, first.label, part.label)


def _idea_lines(driver: Driver, label: str, part: str) -> Iterator[Line]:
    ideas = list(driver.ideas.all())
    if not ideas and (part or not driver.parts.all()):
        yield label, part, "No idea yet", "", ""
    for idea in ideas:
        yield label, part, idea.text, idea.get_state_display(), _more(idea)


def _more(idea: ChangeIdea) -> str:
    source = f"From {idea.source}." if idea.source else ""
    return " ".join(said for said in (source, idea.learnt) if said)


def _updates(action: Action, partners: Partners) -> list[Line]:
    """The updates of an action, newest first."""
    return [
        (
            action.text,
            f"{named(update.by, partners)}, {dates.day(update.at)}",
            update.get_claim_display(),
            " ".join(
                said
                for said in (
                    update.text,
                    f"In the way: {update.blockers}" if update.blockers else "",
                    "Help is wanted from the buddy." if update.help_wanted else "",
                )
                if said
            ),
        )
        for update in action.updates.all()
    ]


def _evidence(evidence: Evidence, partners: Partners) -> Line:
    return (
        evidence.action.text,
        evidence.shows,
        evidence.link or kind_words(evidence),
        f"{named(evidence.by, partners)}, {dates.day(evidence.at)}",
        verified_words(evidence, partners),
    )


def _contact(contact: Contact) -> Line:
    return (
        dates.day(contact.on),
        f"{contact.get_kind_display()}, {long_words(contact.minutes)}",
        contact.who,
        contact.learnt or "-",
        contact.agreed,
    )


def _risk(risk: Risk, partners: Partners, on: datetime.date) -> Line:
    score = risk_score(risk.likelihood, risk.impact)
    if risk.closed_on:
        look = f"Closed {dates.day(risk.closed_on)}: {risk.closed_why}"
    else:
        look = dates.day(risk.review_on) + (", overdue" if risk.review_on < on else "")
    grave = f"{risk_level(score).value}: {risk.likelihood} × {risk.impact} = {score} of 25"
    return risk.text, grave, risk.mitigation, named(risk.owner, partners), look
