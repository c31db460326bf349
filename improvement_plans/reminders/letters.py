"""The words of a reminder: one mail for everything that is due to a person on a day. No queries."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from buddy_portal.design import dates
from buddy_portal.design.charts import numbers
from buddy_portal.design.todos import Todo
from improvement_plans.reminders.cadence import Step
from improvement_plans.reminders.finding import DueReminders, LateAction, LateCommitment

# More lines than this are counted and left to the page.
MOST_LINES = 12


@dataclass(frozen=True)
class Line:
    """One thing: what it is, where it is, and what is to be known about it."""

    text: str
    path: str
    note: str = ""


@dataclass(frozen=True)
class Section:
    """Lines under a heading; `more` says how many there are beyond them."""

    heading: str
    lines: tuple[Line, ...]
    more: str = ""


@dataclass(frozen=True)
class Reminder:
    """One mail."""

    subject: str
    sections: tuple[Section, ...]
    button: str
    path: str


def write_reminder(due: DueReminders, *, on: datetime.date) -> Reminder:
    """Put what is due into a subject, sections and the one link that matters."""
    own = [each for each in due.actions if each.step not in (Step.LEAD, Step.PROGRAMME)]
    told = [each for each in due.actions if each.step in (Step.LEAD, Step.PROGRAMME)]
    check_in = reverse("check_in")
    waiting = [todo for todo in due.waiting if not due.check_in or todo.url != check_in]
    sections = [
        _section("Your actions", [_own_line(each, on) for each in own]),
        _section("Late in your plans", [_told_line(each, on) for each in told]),
        _section("Commitments", [_promise_line(each, on) for each in due.commitments]),
        _section("Your monthly check-in", _check_in_lines(due)),
        _section("What waits for you this week", [_todo_line(todo) for todo in waiting]),
    ]
    button, path = "Open your start page", reverse("home")
    if own or due.check_in:
        button, path = "Check in on your actions", check_in
    elif due.commitments:
        button, path = "Open the commitments", reverse("commitment_list")
    elif told:
        button, path = "See the plans with late actions", f"{reverse('plan_list')}?show=overdue"
    return Reminder(
        subject=_subject(own, told, due, waiting, on),
        sections=tuple(each for each in sections if each.lines),
        button=button,
        path=path,
    )


def _subject(
    own: Sequence[LateAction],
    told: Sequence[LateAction],
    due: DueReminders,
    waiting: Sequence[Todo],
    on: datetime.date,
) -> str:
    """What is most urgent, counted."""
    overdue = sum(each.action.due < on for each in own)
    soon = len(own) - overdue
    said = [
        f"{numbers.counted(overdue, 'action')} overdue" if overdue else "",
        f"{soon if overdue else numbers.counted(soon, 'action')} due soon" if soon else "",
    ]
    if any(said):
        return f"Buddy scheme: {', '.join(part for part in said if part)}"
    if due.commitments:
        count = numbers.counted(len(due.commitments), "commitment")
        return f"Buddy scheme: {count} due or overdue"
    if told:
        return f"Buddy scheme: {numbers.counted(len(told), 'action')} late in your plans"
    if due.check_in:
        count = numbers.counted(len(due.check_in), "open action")
        return f"Buddy scheme: your monthly check-in, {count}"
    return f"Buddy scheme: {numbers.counted(len(waiting), 'thing')} waiting for you"


def _section(heading: str, lines: Sequence[Line]) -> Section:
    beyond = len(lines) - MOST_LINES
    more = f"And {beyond} more." if beyond > 0 else ""
    return Section(heading, tuple(lines[:MOST_LINES]), more)


def _own_line(each: LateAction, on: datetime.date) -> Line:
    return Line(each.action.text, _address(each), f"{_when(each.action.due, on)}.")


def _told_line(each: LateAction, on: datetime.date) -> Line:
    action = each.action
    note = f"{action.plan.trust.name}. {_when(action.due, on)}."
    return Line(action.text, _address(each), note)


def _promise_line(each: LateCommitment, on: datetime.date) -> Line:
    commitment = each.commitment
    whose = commitment.trust.name if commitment.trust else "The programme"
    path = reverse("commitment", args=[commitment.pk])
    return Line(commitment.text, path, f"{whose}. {_when(commitment.due, on)}.")


def _check_in_lines(due: DueReminders) -> list[Line]:
    if not due.check_in:
        return []
    count = numbers.counted(len(due.check_in), "open action")
    text = f"Say how your {count} {'is' if len(due.check_in) == 1 else 'are'} going"
    note = "One page, filled in with what you said last time. About 2 minutes."
    return [Line(text, reverse("check_in"), note)]


def _todo_line(todo: Todo) -> Line:
    return Line(todo.title, todo.url, f"{todo.when}. {todo.reason}" if todo.when else todo.reason)


def _when(due: datetime.date, on: datetime.date) -> str:
    """ "Due in 3 days, on 19 April 2015", "Due today", "Was due 9 days ago, on 7 April 2015"."""
    days = (due - on).days
    if days == 0:
        return f"Due today, {dates.day(due)}"
    if days > 0:
        return f"Due in {numbers.counted(days, 'day')}, on {dates.day(due)}"
    return f"Was due {numbers.counted(-days, 'day')} ago, on {dates.day(due)}"


def _address(each: LateAction) -> str:
    return reverse("action_detail", args=[each.action.pk])
