"""The first real scheme with its real pairs, from the published files to two compiled reports.

South Tees mentored University Hospitals Bristol, and St Helens and Knowsley mentored Ashford and
St Peter's, from February to July 2015. The plans of the test are made up; the scores are published.
"""

import csv
import datetime
import uuid
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from evaluation.models import Report, RunState
from evaluation.report.view import build_view
from evaluation.services.runs import request_evaluation
from improvement_plans.models import Claim, ReviewAnswer
from improvement_plans.services import answering, approval, progress, writing
from improvement_plans.tests.services.worlds import IN_WINDOW
from trusts.models import (
    BuddyPair,
    PairState,
    ParticipationRole,
    Question,
    Scheme,
    SurveyYear,
    Trust,
)
from trusts.services import pairs as pair_services
from trusts.services.proposals import PairToPropose, propose_pairs
from trusts.services.schemes import create_scheme
from trusts.tests.factories import PHASES, make_participation

pytestmark = [pytest.mark.real_data, pytest.mark.django_db]

TRUSTS = "reference/nhs_trusts_reference_2018_ncpes.csv"
SCORES = "survey/ncpes_trust_scores_2015_2017.csv"
PAIRS = (("RTR", "RA7"), ("RBN", "RTK"))
PAIRING_DAY = datetime.date(2015, 1, 12)
# Real questions of 2015 on which the two mentees lay below the country, and the overall rating.
TARGETS = {"RA7": ("Q17", "Q35", "Q53"), "RTK": ("Q17", "Q53", "Q59")}


@pytest.fixture
def folder() -> Path:
    path = Path(settings.REAL_DATA_DIR)
    if not (path / "survey").is_dir():
        pytest.skip(f"The published survey tables are not at {path}; set REAL_DATA_DIR.")
    return path


@pytest.fixture
def lead():
    return make_person(Role.PROGRAMME_LEAD)


def import_everything(folder: Path) -> None:
    call_command("import_trusts", folder / TRUSTS, stdout=StringIO())
    for year in ("2015", "2016", "2017"):
        arguments = (folder / SCORES, "--year", year, "--commit")
        call_command("import_survey", *arguments, stdout=StringIO())


def set_up_scheme(lead) -> Scheme:
    years = {row.year: row for row in SurveyYear.objects.filter(survey__slug="ncpes")}
    values = {**PHASES, "name": "Buddy scheme 2015", "kind": "buddy", "summary": "The first"}
    values |= {"baseline": years[2015], "follow_up": years[2016], "prior": None}
    return create_scheme(by=lead, values=values)


def pair_up(scheme: Scheme, lead) -> list[BuddyPair]:
    chosen = []
    for mentor_code, mentee_code in PAIRS:
        mentor = Trust.objects.get(ods_code=mentor_code)
        mentee = Trust.objects.get(ods_code=mentee_code)
        make_participation(scheme, mentor, ParticipationRole.MENTOR)
        make_participation(scheme, mentee, ParticipationRole.MENTEE)
        chosen.append(PairToPropose(mentor=mentor, mentee=mentee))
    answer_by = PAIRING_DAY + datetime.timedelta(days=14)
    pairs = propose_pairs(
        scheme=scheme, pairs=chosen, answer_by=answer_by, by=lead, today=PAIRING_DAY
    )
    for pair in pairs:
        for trust in (pair.mentor, pair.mentee):
            answer(pair, trust)
    return list(BuddyPair.objects.filter(scheme=scheme))


def answer(pair: BuddyPair, trust: Trust) -> None:
    nurse = make_person(Role.TRUST_LEAD, trust.ods_code)
    sponsor = make_person(Role.SPONSOR, trust.ods_code)
    known = {"pair_id": pair.pk, "ods_code": trust.ods_code, "today": PAIRING_DAY}
    pair_services.answer_proposal(**known, accepts=True, reason="", by=nurse)
    if BuddyPair.objects.get(pk=pair.pk).state == PairState.AGREED:
        for side in (pair.mentor, pair.mentee):
            signer = sponsor if side == trust else make_person(Role.SPONSOR, side.ods_code)
            pair_services.sign_terms(**{**known, "ods_code": side.ods_code}, by=signer)


def carry_out_plan(pair: BuddyPair, lead) -> None:
    code = pair.mentee.ods_code
    nurse, sponsor = make_person(Role.TRUST_LEAD, code), make_person(Role.SPONSOR, code)
    mentor = make_person(Role.TRUST_LEAD, pair.mentor.ods_code)
    plan = writing.start_plan(by=nurse, pair=pair)
    words = {"sponsor": sponsor, "lead": nurse, "no_partner_reason": "Asked, nobody free yet"}
    writing.change_plan(by=nurse, plan=plan, read_at=1, values=words, today=PAIRING_DAY)
    for number in TARGETS[code]:
        write_aim_with_action(plan, nurse, number)
    plan.refresh_from_db()
    approval.submit_plan(by=nurse, plan=plan, today=PAIRING_DAY)
    approval.comment_on_plan(by=mentor, plan=plan, text="We began with the same.")
    approval.approve_as_sponsor(by=sponsor, plan=plan)
    approval.approve_for_programme(by=lead, plan=plan, today=IN_WINDOW)
    report_done_and_confirm(plan.actions.first(), nurse, mentor)


def write_aim_with_action(plan, nurse, number: str) -> None:
    question = Question.objects.get(survey_year__year=2015, number=number)
    target = 9.5 if question.scale == "mean_0_10" else 97.0
    values = {
        "question": question,
        "title": question.label,
        "target": target,
        "by_date": plan.window_to,
    }
    aim = writing.add_aim(by=nurse, plan=plan, values=values, today=PAIRING_DAY)
    action = {
        "text": f"Work on {number}",
        "aim": aim,
        "owner": nurse,
        "starts_on": plan.window_from,
        "due": plan.window_to,
    }
    writing.add_action(by=nurse, plan=plan, values=action, today=PAIRING_DAY)


def report_done_and_confirm(action, nurse, mentor) -> None:
    progress.update_action(
        by=nurse, action=action, form_key=uuid.uuid4(), claim=Claim.DONE, today=IN_WINDOW
    )
    answering.review_action(
        by=mentor, action=action, answer=ReviewAnswer.CONFIRMED, today=IN_WINDOW
    )


def compiled(scheme: Scheme, lead, follow_up: int) -> Report:
    year = SurveyYear.objects.get(survey__slug="ncpes", year=follow_up)
    run = request_evaluation(by=lead, scheme=scheme, baseline=scheme.baseline, follow_up=year)
    call_command("compile_evaluation", str(run.pk), "--wait", stdout=StringIO())
    run.refresh_from_db()
    assert run.state == RunState.COMPILED, run.error
    return run.report


@pytest.fixture
def reports(folder, lead) -> dict[int, Report]:
    import_everything(folder)
    with time_machine.travel(datetime.datetime(2015, 1, 12, 12, tzinfo=datetime.UTC), tick=False):
        scheme = set_up_scheme(lead)
        for pair in pair_up(scheme, lead):
            carry_out_plan(pair, lead)
    return {year: compiled(scheme, lead, year) for year in (2016, 2017)}


def pair_of(report: Report, code: str) -> dict:
    (found,) = (pair for pair in report.content["pairs"] if pair["mentee_code"] == code)
    return found


def published() -> list[dict[str, str]]:
    with (Path(settings.REAL_DATA_DIR) / SCORES).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_real_scheme_of_2015_is_evaluated_on_its_published_scores(reports):
    ashford = pair_of(reports[2017], "RTK")
    (overall,) = ashford["means"]
    values = {row["year"]: row["value"] for row in overall["years"]}
    assert values == {2015: 8.53, 2016: 8.57, 2017: 8.70}
    assert "Q59" not in [target["question"] for target in ashford["targets"]]
    for report in reports.values():
        points = " ".join(build_view(report.content).key_points)
        assert "The baseline lay inside the plan window" in points
        assert report.content["baseline"]["standing"] == "during"
        assert report.content["headline"]["mentees"] == 2
        assert report.content["fictional"] is False
        assert bytes(report.files.get(kind="pdf").content).startswith(b"%PDF")


def test_trusts_outside_the_scheme_are_those_scored_in_both_years(reports):
    shown: dict[str, set[tuple[str, str]]] = {"2015": set(), "2016": set()}
    for line in published():
        if line["year"] in shown and line["score"] and float(line["n"] or 0) >= 10:
            shown[line["year"]].add((line["org_code"], line["question"]))
    both = {code for code, question in shown["2015"] & shown["2016"] if question != "Q59"}
    outside = both - {code for pair in PAIRS for code in pair}
    assert reports[2016].content["headline"]["comparators"] == len(outside) == 90


def test_a_target_s_scores_and_change_are_those_of_the_published_table(reports):
    (target,) = (
        row for row in pair_of(reports[2016], "RTK")["targets"] if row["question"] == "Q17"
    )
    before, after = (
        line
        for line in published()
        if (line["org_code"], line["question"]) == ("RTK", "Q17") and line["year"] != "2017"
    )
    assert (target["before"], target["after"]) == (float(before["score"]), float(after["score"]))
    assert target["n_before"] == int(float(before["n"]))
    assert target["n_after"] == int(float(after["n"]))
    assert target["difference"] == pytest.approx(target["after"] - target["before"])
