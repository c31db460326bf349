"""What a programme lead does with a scheme."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import IntegrityError, transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from trusts import rules
from trusts.models import Scheme, SurveyYear
from trusts.refusals import NameTaken, PhasesOutOfOrder, SurveysDoNotFit
from trusts.services.changes import name_in_history, save_change

PHASES = (
    ("volunteering", "Volunteering"),
    ("pairing", "Pairing"),
    ("implementation", "Implementation"),
    ("evaluation", "Evaluation"),
)


def phase_problems(days: dict[str, datetime.date]) -> list[tuple[str, str]]:
    """What is wrong with the dates of a scheme's phases: field and sentence, in reading order.

    `days` maps the scheme's date fields to days; a field that is missing is not judged. A phase
    ends no earlier than it begins, phases begin in their order, and the report is due no earlier
    than the evaluation begins.
    """
    problems: list[tuple[str, str]] = []
    before = ""
    for key, name in PHASES:
        start, end = days.get(f"{key}_from"), days.get(f"{key}_to")
        if start and end and end < start:
            problems.append((f"{key}_to", f"{name} must end on or after the day it begins"))
        earlier = days.get(f"{before}_from") if before else None
        if start and earlier and start < earlier:
            problems.append((f"{key}_from", f"{name} must not begin before {before} begins"))
        before = key
    publish, evaluation = days.get("publish_by"), days.get("evaluation_from")
    if publish and evaluation and publish < evaluation:
        problems.append(("publish_by", "The report must not be due before evaluation begins"))
    return problems


def survey_problems(
    baseline: SurveyYear | None, follow_up: SurveyYear | None, prior: SurveyYear | None
) -> list[tuple[str, str]]:
    """What is wrong with the chosen survey years: field and sentence."""
    problems: list[tuple[str, str]] = []
    if baseline and follow_up:
        if baseline.survey_id != follow_up.survey_id:
            problems.append(
                ("follow_up", "The follow-up must be of the same survey as the baseline")
            )
        elif follow_up.year <= baseline.year:
            problems.append(("follow_up", "The follow-up must be a later year than the baseline"))
    if baseline and prior:
        if baseline.survey_id != prior.survey_id:
            problems.append(("prior", "The year before must be of the same survey as the baseline"))
        elif prior.year >= baseline.year:
            problems.append(("prior", "The year before must be earlier than the baseline"))
    return problems


@transaction.atomic
def create_scheme(*, values: dict[str, Any], by: User) -> Scheme:
    """Create a scheme with its surveys and dated phases."""
    rules.can_manage_schemes.require(access_of(by), None)
    _check(values)
    scheme = Scheme(**values, created_by=by)
    name_in_history(scheme, by=by)
    try:
        with transaction.atomic():
            scheme.save()
    except IntegrityError as error:
        raise _name_taken(error, scheme.name) from error
    record_event(by=by, action="created scheme", thing=scheme)
    return scheme


@transaction.atomic
def update_scheme(*, scheme_id: int, values: dict[str, Any], read_at: int, by: User) -> Scheme:
    """Change a scheme that was read at a version. Raises StaleVersion with both texts."""
    rules.can_manage_schemes.require(access_of(by), None)
    _check(values)
    scheme = Scheme.objects.select_related("baseline", "follow_up", "prior").get(pk=scheme_id)
    try:
        with transaction.atomic():
            save_change(
                thing=scheme, by=by, action="changed scheme", values=values, read_at=read_at
            )
    except IntegrityError as error:
        raise _name_taken(error, str(values["name"])) from error
    return scheme


def _check(values: dict[str, Any]) -> None:
    days = {key: day for key, day in values.items() if isinstance(day, datetime.date)}
    for field, sentence in phase_problems(days):
        raise PhasesOutOfOrder(sentence, field=field)
    for field, sentence in survey_problems(
        values["baseline"], values["follow_up"], values.get("prior")
    ):
        raise SurveysDoNotFit(sentence, field=field)


def _name_taken(error: IntegrityError, name: str) -> Exception:
    """The refusal for a name that is in use; any other broken constraint stays what it is."""
    if "name" not in str(error):
        return error
    return NameTaken(f"There is a scheme called {name} already. Choose another name", field="name")
