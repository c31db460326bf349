"""When sustainability is asked about, and the ten factors that are asked about. Pure.

The factors and their three domains are those of the NHS Sustainability Model (Maher, Gustafson and
Evans, NHS Institute for Innovation and Improvement, 2010); the questions are our own words. The
model weighs its factors and adds part scores up to 100. Those part scores are not at hand, so only
the levels A to D are kept and no total is shown.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Collection
from dataclasses import dataclass

MONTHS_AFTER = {"months_3": 3, "months_6": 6, "months_12": 12}
MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Factor:
    """One factor: the key it is stored under, its domain, its name and our question."""

    key: str
    domain: str
    name: str
    question: str


FACTORS = (
    Factor(
        "benefits",
        "Process",
        "Benefits beyond helping patients",
        "Does the change also make work easier or better for staff?",
    ),
    Factor(
        "credibility",
        "Process",
        "Credibility of the benefits",
        "Do people see the benefits, and do they believe them?",
    ),
    Factor(
        "adaptability",
        "Process",
        "Adaptability of the improved process",
        "Would the change go on if people, rooms or money changed?",
    ),
    Factor(
        "monitoring",
        "Process",
        "Effectiveness of the system to monitor progress",
        "Will somebody go on measuring it, and tell others?",
    ),
    Factor(
        "involvement",
        "Staff",
        "Staff involvement and training to sustain the process",
        "Did staff shape the change, and are new colleagues trained in it?",
    ),
    Factor(
        "behaviours",
        "Staff",
        "Staff behaviours toward sustaining the change",
        "Do staff use it every day without being reminded?",
    ),
    Factor(
        "seniors",
        "Staff",
        "Senior leadership engagement",
        "Do senior leaders ask about it and clear the way?",
    ),
    Factor(
        "clinicians",
        "Staff",
        "Clinical leadership engagement",
        "Do doctors and senior nurses lead it and speak up for it?",
    ),
    Factor(
        "fit",
        "Organisation",
        "Fit with strategic aims and culture",
        "Does it serve what the trust wants to achieve anyway?",
    ),
    Factor(
        "infrastructure",
        "Organisation",
        "Infrastructure for sustainability",
        "Are posts, job plans, policies and equipment in place for it?",
    ),
)


def due_moment(
    state: str, *, closed_on: datetime.date | None, on: datetime.date, done: Collection[str]
) -> str:
    """Which look is due as at a day, or nothing: before approval, at closure, then 3, 6, 12 months.

    A look that was missed is not caught up once a later one is due.
    """
    if state in ("draft", "changes_requested", "submitted"):
        return "" if "approval" in done else "approval"
    if state in ("closing", "evaluating"):
        return "" if "closure" in done else "closure"
    if state not in ("closed", "sustained") or closed_on is None:
        return ""
    reached = [key for key, months in MONTHS_AFTER.items() if months_later(closed_on, months) <= on]
    return reached[-1] if reached and reached[-1] not in done else ""


def next_look(closed_on: datetime.date, *, on: datetime.date) -> datetime.date | None:
    """The day of the next look after closure, or None after the last."""
    days = (months_later(closed_on, months) for months in MONTHS_AFTER.values())
    return next((day for day in days if day > on), None)


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later; the last of the month where there is no such day."""
    count = day.year * MONTHS_A_YEAR + day.month - 1 + months
    year, month = divmod(count, MONTHS_A_YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))
