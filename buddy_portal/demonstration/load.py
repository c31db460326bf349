"""Loads the whole demonstration, once, in one transaction: all of it or nothing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

import numpy as np
from django.db import connection, transaction
from django.utils import timezone

from buddy_portal.demonstration import current, finished, library
from buddy_portal.demonstration.calendar import month_start, scheme_phases, survey_days
from buddy_portal.demonstration.casting import CAPACITIES, Cast
from buddy_portal.demonstration.collaborating import tell_collaborative
from buddy_portal.demonstration.comments import tell_comments
from buddy_portal.demonstration.copying import StoredTrust
from buddy_portal.demonstration.diary import Diary
from buddy_portal.demonstration.enrolment import Enrolment
from buddy_portal.demonstration.listening import tell_listening
from buddy_portal.demonstration.meetings import tell_meetings
from buddy_portal.demonstration.people import People, make_people
from buddy_portal.demonstration.places import make_trusts, store_trusts, trust_names
from buddy_portal.demonstration.plot import FEWEST_YEARS, Plot, make_plot
from buddy_portal.demonstration.schedule import Schedule, Step
from buddy_portal.demonstration.surveys import (
    SLUG,
    Results,
    StoredYear,
    import_day,
    questions_with_groups,
    store_results,
    store_survey,
    store_year,
)
from buddy_portal.demonstration.waiting_board import tell_waiting_board
from buddy_portal.demonstration.world import YearTotals
from trusts.models import Scheme, Survey, Trust
from trusts.services.schemes import create_scheme

LOCK = 20_150_202
"""Number of the advisory lock: two starts at the same moment load one demonstration."""
BEGINS_MONTHS_AGO = 40
PARTNERS = 12
OBSERVED = 2
RESULTS_NOTE = "Made-up figures"
ANNOUNCED_NOTE = "Not published yet"


@dataclass(frozen=True)
class Order:
    """What to make."""

    trusts: int
    years: int
    seed: int
    today: datetime.date
    all_groups: bool
    password: str


@dataclass(frozen=True)
class Loaded:
    """What was made."""

    trusts: int
    years: int
    scores: int


def load(order: Order) -> Loaded | None:
    """Make the demonstration; None, and nothing written, where it is there already."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if is_loaded():
            return None
        with Diary().open() as diary:
            return _Telling(order, diary).tell()


def is_loaded() -> bool:
    """Whether this database has the demonstration."""
    return Survey.objects.filter(slug=SLUG).exists()


@dataclass
class _Telling:
    """One loading of the demonstration, and what it has stored so far."""

    order: Order
    diary: Diary
    rng: np.random.Generator = field(init=False)
    plot: Plot = field(init=False)
    stored: tuple[StoredTrust, ...] = ()
    years: list[StoredYear] = field(default_factory=list)
    scores: int = 0
    own_mentor: str = ""
    people: People = field(init=False)

    def tell(self) -> Loaded:
        order = self.order
        self.rng = np.random.default_rng([order.seed, 2])
        self.plot = make_plot(seed=order.seed, trusts=order.trusts, years=order.years, rng=self.rng)
        with self.diary.at(self._begin(), 9):
            self._store_trusts()
            self._store_people()
        schedule = Schedule(last_day=order.today - datetime.timedelta(days=1))
        self._tell_years(schedule)
        self._tell_finished(schedule)
        self._tell_current(schedule)
        schedule.play(self.diary)
        return Loaded(order.trusts, order.years, self.scores)

    def _begin(self) -> datetime.date:
        years_before = self.order.years - FEWEST_YEARS
        return month_start(self.order.today, -BEGINS_MONTHS_AGO - 12 * years_before)

    def _store_trusts(self) -> None:
        rows = make_trusts(trust_names(self.order.trusts, self.plot.current, self.rng), self.rng)
        self.own_mentor = _mentor_elsewhere(rows, self.plot.current)
        self.stored = store_trusts(rows)

    def _store_people(self) -> None:
        plot = self.plot
        mentees = [plot.code(place) for place in plot.current.mentees]
        since = datetime.datetime.combine(self._begin(), datetime.time(9))
        self.people = make_people(
            codes=[plot.code(place) for place in plot.taking_part],
            mentor=self.own_mentor,
            mentee=mentees[current.OWN],
            observed=mentees[:OBSERVED],
            partners=PARTNERS,
            password=self.order.password,
            since=timezone.make_aware(since),
            rng=self.rng,
        )

    def _tell_years(self, schedule: Schedule) -> None:
        """Every published year, and the one that is still to come, without results.

        Results come in on their own day: whatever is settled before knows nothing of them.
        """
        survey, plot = store_survey(), self.plot
        results = Results(
            world=plot.world,
            effect=plot.effect,
            trusts=self.stored,
            with_groups=questions_with_groups(all_of_them=self.order.all_groups),
        )
        for year, totals in enumerate(plot.totals):
            days = survey_days(self.order.today, years_ago=len(plot.totals) - 1 - year)
            stored = store_year(survey, days, note=RESULTS_NOTE)
            self.years.append(stored)
            schedule.add(import_day(stored), self._import(results, stored, year, totals), hour=9)
        days = survey_days(self.order.today, years_ago=-1)
        self.years.append(store_year(survey, days, note=ANNOUNCED_NOTE))

    def _import(self, results: Results, stored: StoredYear, year: int, totals: YearTotals) -> Step:
        def import_now(_today: datetime.date) -> None:
            self.scores += store_results(results, stored, year, totals, by=self.people.analyst)

        return import_now

    def _tell_finished(self, schedule: Schedule) -> None:
        plot = self.plot
        baseline, follow_up, later = self.years[plot.first : plot.first + 3]
        scheme = self._scheme(finished.NAME, finished.SUMMARY, plot.first)
        targets = plot.targets(plot.finished)
        enrolment = self._enrolment(scheme, plot.finished, targets, schedule)
        finished.tell_finished(enrolment, targets, self.rng.spawn(1)[0])
        finished.tell_evaluations(
            enrolment,
            finished.Years(baseline.row, follow_up.row, later.row),
            today=self.order.today,
        )
        library.tell_library(enrolment, takers=tuple(enrolment.mentors)[:3])

    def _tell_current(self, schedule: Schedule) -> None:
        plot = self.plot
        scheme = self._scheme(current.NAME, current.SUMMARY, len(plot.totals) - 1)
        others = current.Others(*(plot.code(place) for place in plot.others))
        targets = plot.targets(plot.current)
        waiting = tuple(plot.code(place) for place in plot.waiting)
        outside = (*plot.others, *plot.waiting)
        targets |= {plot.code(place): plot.targets_of(place) for place in outside}
        enrolment = self._enrolment(scheme, plot.current, targets, schedule)
        current.tell_current(
            enrolment, others, targets, own_mentor=self.own_mentor, rng=self.rng.spawn(1)[0]
        )
        tell_waiting_board(enrolment, waiting)
        tell_comments(enrolment)
        own, there = enrolment.mentees[current.OWN], enrolment.day("implementation", 4)
        tell_listening(enrolment, mentee=own, plan_from=there)
        tell_meetings(enrolment, mentee=own, plan_from=there)
        mentors = [code for code in enrolment.mentors if code != self.own_mentor]
        tell_collaborative(
            enrolment,
            leading=enrolment.mentees[-3:],
            joining=(self.own_mentor, *mentors[:2]),
            settle=self.diary.settle,
        )

    def _scheme(self, name: str, summary: str, baseline: int) -> Scheme:
        """A scheme after the survey of a year, made a week before volunteering begins."""
        phases = scheme_phases(self.order.today, years_ago=len(self.plot.totals) - 1 - baseline)
        values = {
            "name": name,
            "summary": summary,
            "baseline": self.years[baseline].row,
            "follow_up": self.years[baseline + 1].row,
            "prior": self.years[baseline - 1].row if baseline else None,
            "is_fictional": True,
            **phases,
        }
        with self.diary.at(phases["volunteering_from"] - datetime.timedelta(days=4), 11):
            return create_scheme(values=values, by=self.people.lead)

    def _enrolment(
        self,
        scheme: Scheme,
        cast: Cast,
        targets: dict[str, tuple[str, ...]],
        schedule: Schedule,
    ) -> Enrolment:
        code = self.plot.code
        mentors = {
            code(place): capacity for place, capacity in zip(cast.mentors, CAPACITIES, strict=False)
        }
        return Enrolment(
            scheme=scheme,
            people=self.people,
            trusts=Trust.objects.in_bulk(self.people.staff, field_name="ods_code"),
            mentees=tuple(code(place) for place in cast.mentees),
            mentors=mentors,
            priorities=targets,
            schedule=schedule,
        )


def _mentor_elsewhere(rows: list[Trust], cast: Cast) -> str:
    """The highest mentor that is not of the same care board as the mentee of the sign-ins."""
    own = rows[cast.mentees[current.OWN]].icb_code
    return next(rows[place].ods_code for place in cast.mentors if rows[place].icb_code != own)
