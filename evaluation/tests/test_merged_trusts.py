"""Trusts that merged between the surveys: one trust at both dates, worked out by hand."""

import datetime
import json

import pytest
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from evaluation.loading import load_inputs
from evaluation.models import EvaluationRun, Report
from evaluation.report.view import build_view
from evaluation.selectors.readiness import readiness_of
from evaluation.services.protocols import exclude_trust, freeze_protocol
from evaluation.statistics import ScoreRow
from evaluation.tests.compiled import compiled
from evaluation.tests.factories import make_evaluable_scheme, make_run
from evaluation.tests.test_package import recomputed, unpacked
from trusts.models import Question, Score, Trust, TrustSuccession
from trusts.tests.factories import make_score, make_trust

pytestmark = pytest.mark.django_db
LATER = datetime.date(2015, 1, 1)


def merge(code, into, *, date=LATER, kind="merger"):
    TrustSuccession.objects.create(
        predecessor_code=code,
        predecessor_name=f"{code} trust",
        successor_code=into,
        successor_name=f"{into} trust",
        date=date,
        kind=kind,
    )


def question(year, number="Q1"):
    return Question.objects.get(survey_year__year=year, number=number)


@pytest.fixture
def scheme():
    """The mentee (60%, 200 answers) and the trust OLD (80%, 100 answers) become NEW (70%, 310)."""
    scheme = make_evaluable_scheme()
    make_score(question(2014), make_trust("OLD"), 80.0, n=100)
    make_score(question(2015), make_trust("NEW"), 70.0, n=310)
    Score.objects.filter(org_code="MEE", survey_year__year=2015).delete()
    merge("MEE", "NEW")
    merge("OLD", "NEW")
    return scheme


def inputs_of(scheme):
    run = make_run(scheme)
    return load_inputs(EvaluationRun.objects.get(pk=run.pk))


def target_of(scheme):
    content = compiled(make_run(scheme)).report.content
    return content["pairs"][0]["targets"][0], content


def test_a_mentee_that_merged_is_compared_with_its_parts_put_together(scheme):
    # Before: (200 x 60 + 100 x 80) / 300 = 66.666667 of 300 answers; after: 70 of 310.
    target, content = target_of(scheme)
    assert (target["before"], target["n_before"]) == (66.666667, 300)
    assert (target["after"], target["n_after"]) == (70.0, 310)
    assert target["difference"] == 3.333333
    assert content["headline"]["raw_change"] == 3.333333
    assert content["headline"]["mentees"] == 1


def test_the_report_says_what_was_put_together(scheme):
    _, content = target_of(scheme)
    view = build_view(content)
    said = dict(view.limits)["Mergers"]
    assert "MEE trust (MEE) became part of NEW trust (NEW) on 1 January 2015" in said
    assert "put together, each weighted by its answers" in said
    assert "Its scores are counted with those of NEW trust (NEW)." in view.pairs[0].summary


def test_a_part_of_twenty_answers_or_fewer_hides_the_whole(scheme):
    Score.objects.filter(org_code="OLD").update(n=20)
    target, _ = target_of(scheme)
    assert target["before"] is None
    assert "suppressed or not published" in target["reason"]


def test_a_comparator_that_merged_counts_once(scheme):
    Score.objects.filter(org_code="C01", survey_year__year=2015).delete()
    merge("C01", "C02")
    found = inputs_of(scheme)
    together = [row for row in found.rows if row.org_code == "C02" and row.year == 2014]
    assert [(row.n, row.score) for row in together] == [(400, 81.5)]
    assert not [row for row in found.rows if row.org_code == "C01"]


@pytest.mark.parametrize(
    "merged, why_not",
    [
        ({"date": datetime.date(2015, 6, 1)}, "still has it under its own code"),
        ({"kind": "split: two successors"}, "it was divided between several trusts"),
    ],
)
def test_trusts_that_the_follow_up_keeps_apart_are_not_put_together(merged, why_not):
    scheme = make_evaluable_scheme()
    merge("C01", "C02", **merged)
    found = inputs_of(scheme)
    assert [row.n for row in found.rows if row.org_code == "C02"] == [200, 200]
    assert [why_not in merger.why_not for merger in found.mergers] == [True]


def test_a_merger_after_the_follow_up_was_published_changes_nothing(scheme):
    Score.objects.filter(org_code="C01", survey_year__year=2015).delete()
    merge("C01", "C02", date=datetime.date(2018, 4, 1))
    assert [row.n for row in inputs_of(scheme).rows if row.org_code == "C02"] == [200, 200]


def test_a_mentor_or_a_trust_left_out_is_never_compared_with_under_its_new_code(scheme):
    lead = make_person(Role.PROGRAMME_LEAD)
    for code in ("MOR", "C03"):
        Score.objects.filter(org_code=code, survey_year__year=2015).update(org_code=f"{code}2")
        merge(code, f"{code}2")
    exclude_trust(
        by=lead, scheme=scheme, trust=Trust.objects.get(ods_code="C03"), reason="Other work"
    )
    freeze_protocol(by=lead, scheme=scheme, follow_up=scheme.follow_up, reason="")
    _, content = target_of(scheme)
    assert content["headline"]["comparators"] == 11


def test_the_digest_does_not_depend_on_the_order_of_the_records(scheme):
    first = inputs_of(scheme).digest
    TrustSuccession.objects.all().delete()
    EvaluationRun.objects.all().delete()
    merge("OLD", "NEW")
    merge("MEE", "NEW")
    assert inputs_of(scheme).digest == first


def test_the_package_recomputes_the_report(scheme, tmp_path):
    report = Report.objects.get(run=compiled(make_run(scheme)))
    files = unpacked(report)
    assert b"NEW,mentee,Mentee trust,true" in files["participants.csv"]
    found = recomputed(files, tmp_path)
    kept = json.loads(files["figures.json"])
    assert found["headline"]["effect"] == pytest.approx(kept["headline"]["effect"], abs=1.5e-6)
    assert found["cells"][0]["before"] == pytest.approx(200 / 3, abs=1.5e-6)


def test_deprivation_groups_are_put_together_where_every_part_is_shown(scheme):
    for fifth, answers in (("1", 25), ("5", 30)):
        for code, year, score in (("MEE", 2014, 50.0), ("OLD", 2014, 70.0), ("NEW", 2015, 80.0)):
            hidden = code == "OLD" and fifth == "5"
            make_score(
                question(year),
                Trust.objects.get(ods_code=code),
                score,
                n=20 if hidden else answers,
                group_kind="imd_quintile",
                group_name=f"{fifth} - fifth",
            )
    found = [
        (row.org_code, row.year, row.fifth, row.n, row.score) for row in inputs_of(scheme).groups
    ]
    assert ("NEW", 2014, "1", 50, 60.0) in found
    assert [row[2] for row in found if row[1] == 2014] == ["1"]


def test_the_readiness_page_counts_and_says_the_same(scheme, client):
    found = readiness_of(scheme, scheme.follow_up)
    assert [each.problem for each in found.targets] == [""]
    assert found.comparators == 12
    client.force_login(make_person(Role.PROGRAMME_LEAD))
    page = client.get(reverse("evaluation_readiness", args=[scheme.pk])).content.decode()
    assert "MEE trust became part of NEW trust. In every year their scores are put together" in page


def test_the_readiness_page_hides_what_the_evaluation_hides(scheme):
    Score.objects.filter(org_code="OLD").update(n=20)
    found = readiness_of(scheme, scheme.follow_up)
    assert [each.problem for each in found.targets] == ["Suppressed in 2014."]


def test_rows_of_a_trust_that_did_not_merge_are_as_they_were(scheme):
    assert ScoreRow("MOR", 2014, "Q1", 200, 90.0) in inputs_of(scheme).rows
