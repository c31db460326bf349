"""Every real trust as mentor or mentee by its published results, set up through the services."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command

from buddy_portal.accounts.models import User
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.matching.evidence import weigh_evidence
from trusts.models import Scheme, SurveyYear, Trust
from trusts.selectors.needs import needs_of
from trusts.selectors.survey_tables import survey_arrays
from trusts.services.applications import (
    Application,
    record_agreement,
    save_application,
    send_application,
)
from trusts.services.decisions import Decision, decide_application
from trusts.services.schemes import create_scheme
from trusts.tests.factories import PHASES

TRUSTS = "reference/nhs_trusts_reference_2018_ncpes.csv"
SCORES = "survey/ncpes_trust_scores_2015_2017.csv"
APPLIED = datetime.date(2014, 11, 20)
FIRST_CHOICES = 3


@dataclass(frozen=True)
class RealWorld:
    """A scheme on a real baseline: the better half of the trusts are mentors."""

    scheme: Scheme
    lead: User
    mentors: tuple[str, ...]
    mentees: tuple[str, ...]


def real_folder() -> Path:
    """Where the published files are; the test is skipped where they are not."""
    path = Path(settings.REAL_DATA_DIR)
    if not (path / "survey").is_dir():
        pytest.skip(f"The published survey tables are not at {path}; set REAL_DATA_DIR.")
    return path


def make_real_world(year: int) -> RealWorld:
    """Import the published files, create the scheme, and have every trust accepted."""
    folder = real_folder()
    call_command("import_trusts", folder / TRUSTS, stdout=StringIO())
    for each in (2015, 2016, 2017):
        arguments = (folder / SCORES, "--year", str(each), "--commit")
        call_command("import_survey", *arguments, stdout=StringIO())
    years = {row.year: row for row in SurveyYear.objects.filter(survey__slug="ncpes")}
    lead = make_person(Role.PROGRAMME_LEAD)
    with time_machine.travel(datetime.datetime(2014, 11, 20, 12), tick=False):
        values = {**PHASES, "name": f"All trusts on {year}", "kind": "buddy", "summary": ""}
        values |= {"baseline": years[year], "follow_up": _other(years, year), "prior": None}
        scheme = create_scheme(by=lead, values=values)
        mentors, mentees = halves(years[year])
        trusts = Trust.objects.in_bulk([*mentors, *mentees], field_name="ods_code")
        for code in (*mentors, *mentees):
            take_in(scheme, trusts[code], lead, is_mentor=code in mentors)
    return RealWorld(scheme, lead, mentors, mentees)


def _other(years: dict[int, SurveyYear], year: int) -> SurveyYear:
    """A later year to follow up in; after the last one with trusts' scores, one without them."""
    if year + 1 in years:
        return years[year + 1]
    base = years[year]
    return SurveyYear.objects.create(
        survey=base.survey,
        year=year + 1,
        sample_from=datetime.date(year + 1, 4, 1),
        sample_to=datetime.date(year + 1, 6, 30),
    )


def halves(year: SurveyYear) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The trusts with the better balance of strengths and needs, and the others."""
    table = survey_arrays(year).table
    evidence = weigh_evidence(table)
    balance = np.nansum(evidence.strength, axis=1) - np.nansum(evidence.shortfall, axis=1)
    known = set(Trust.objects.values_list("ods_code", flat=True))
    order = [table.trusts[row] for row in np.argsort(-balance, kind="stable")]
    order = [code for code in order if code in known]
    return tuple(order[: len(order) // 2]), tuple(order[len(order) // 2 :])


def take_in(scheme: Scheme, trust: Trust, lead: User, *, is_mentor: bool) -> None:
    """Write, send, agree to and accept a trust's application, as the programme enters it."""
    needs = [] if is_mentor else needs_of(trust, scheme.baseline)[:FIRST_CHOICES]
    application = Application(
        role="mentor" if is_mentor else "mentee",
        capacity=int(is_mentor),
        offers="What works here." if is_mentor else "",
        statement="To do better.",
        priorities={need.number: 2 for need in needs},
        lead=make_person(Role.TRUST_LEAD, trust.ods_code),
    )
    found = save_application(
        scheme=scheme, trust=trust, application=application, by=lead, today=APPLIED
    )
    about = {"participation_id": found.pk, "by": lead, "today": APPLIED}
    send_application(**about)
    record_agreement(**about, how="By letter")
    decide_application(**about, decision=Decision.ACCEPT, reason="")
