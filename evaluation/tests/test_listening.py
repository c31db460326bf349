"""Listening in a report: what is told, what is not, and reports of before it was part of them."""

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from buddy_portal.tests.factories import make_user
from evaluation.loading import load_inputs
from evaluation.report.content import build_content
from evaluation.report.listening_pages import ALL_FEW, NO_COMMENT, NO_EVENT, listening_view
from evaluation.tests.compiled import compiled
from evaluation.tests.factories import make_evaluable_scheme, make_run
from evaluation.views.programme import report_context
from improvement_plans.models import Aim, ConcernedGroup, Credit, GroupMember, Plan, PlanState
from improvement_plans.tests.factories import make_aim, make_plan
from improvement_plans.tests.insight.comments import make_insight
from improvement_plans.tests.listening.factories import (
    DAY,
    make_advice,
    make_commitment,
    make_event,
    make_group,
    make_shown_event,
)
from trusts.models import Score
from trusts.tests.factories import make_pair, make_score, make_trust

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheme():
    return make_evaluable_scheme()


@pytest.fixture
def plan(scheme):
    return Plan.objects.select_related("trust").get()


def listening(scheme):
    found = load_inputs(make_run(scheme)).listening
    assert found is not None
    return found


def view_of(scheme):
    found = listening_view(build_content(load_inputs(make_run(scheme))), 600)
    assert found is not None
    return found


def say(shared, number, **fields):
    trust = shared.pair.mentee
    for place in range(number):
        values = {"plan": shared, "themes": ["contacting"], "sentiment": 4, **fields}
        make_insight(trust, f"{place} {fields}", **{"coding_state": "coded", **values})


def test_where_nothing_was_heard_the_report_says_so(scheme):
    found = view_of(scheme)
    assert found.words == (NO_EVENT,)
    assert found.themes_words == NO_COMMENT
    assert (found.advice, found.said, found.themes) == (None, None, None)


def test_events_that_took_place_are_counted_and_say_whom_they_concern(scheme, plan):
    event = make_event(plan.trust, plan=plan, state="held", title="Lung evening")
    ConcernedGroup.objects.create(event=event, characteristic="tumour_group", group="lung")
    make_event(plan.trust, plan=plan, state="planned", title="Not held yet")
    make_event(plan.trust, state="held", title="The trust’s own")
    found = view_of(scheme)
    assert found.words == ("1 event with patients and carers took place (focus group: 1).",)
    assert found.concerns is not None
    titles = [row[0] for row in found.concerns.rows]
    assert titles == ["Easy to contact", "Lung evening"]
    assert found.concerns.rows[1][3] == "Tumour group: Lung"


def test_a_title_that_could_name_somebody_gives_way_to_its_kind(scheme, plan):
    make_event(plan.trust, plan=plan, state="held", title="Tea with Margaret Hollis")
    assert [each.title for each in listening(scheme).concerns] == ["Easy to contact", "Focus group"]


def test_groups_that_were_not_in_the_room_are_named(scheme, plan):
    event = make_shown_event(plan.trust, people=30, sex={"female": 30})
    event.plan = plan
    event.save()
    found = view_of(scheme)
    assert "Sex or gender: Men" in found.left_out[0]
    assert "30" not in " ".join(found.left_out)


def test_an_aim_of_a_plan_that_was_never_approved_is_not_told(scheme):
    pair = make_pair(scheme, make_trust(), make_trust())
    question = Aim.objects.get().question
    make_aim(make_plan(pair, state=PlanState.DRAFT), question, title="Still secret")
    assert "Still secret" not in str(listening(scheme))


def test_comments_are_counted_in_whole_tens(scheme, plan):
    say(plan, 23)
    say(plan, 4, themes=["timeliness"])
    rows = {row.key: row for row in listening(scheme).themes}
    assert (rows["contacting"].comments, rows["contacting"].negative) == (20, 20)
    assert rows["contacting"].positive == 0
    assert rows["timeliness"].comments is None


def test_where_every_theme_is_of_few_comments_none_is_shown(scheme, plan):
    say(plan, 9)
    found = view_of(scheme)
    assert (found.themes, found.themes_words) == (None, ALL_FEW)


def test_comments_that_wait_for_a_second_coder_or_are_not_shared_are_not_counted(scheme, plan):
    say(plan, 12, coding_state="second")
    say(plan, 12, plan=None)
    assert listening(scheme).themes == ()


def test_advice_is_told_with_what_became_of_it_and_thanks_by_consent(scheme, plan):
    group = make_group(plan.trust, name="Patients’ panel")
    make_advice(group, plan=plan, outcome="taken", became="It is on the card now")
    for name, credit in (("Lin Carter", Credit.NAME), ("Secret Person", Credit.NONE)):
        user = make_user(name)
        GroupMember.objects.create(group=group, user=user, starts_on=DAY, credit=credit)
    found = view_of(scheme)
    assert found.advice is not None
    assert found.advice.rows[0][2:] == ("Taken up", "It is on the card now")
    assert "Lin Carter" in found.thanks
    assert "Secret" not in found.thanks


def test_a_text_that_could_name_somebody_is_left_out_and_counted(scheme, plan):
    group = make_group(plan.trust)
    make_advice(group, plan=plan, text="Ask Mrs Hollis on 020 7946 0018")
    found = view_of(scheme)
    assert found.advice is None
    assert found.withheld.startswith("Left out here: 1 text,")


def test_only_published_promises_are_told_in_words_and_all_are_counted(scheme, plan):
    make_commitment(plan.trust, plan=plan, text="Not told")
    make_commitment(
        plan.trust, plan=plan, did="One number", state="kept", published_at=timezone.now()
    )
    found = view_of(scheme)
    assert found.said is not None
    assert [row[1] for row in found.said.rows] == ["One number"]
    assert found.said_words.startswith("2 promises")
    assert "(promised: 1, kept: 1)" in found.said_words


def test_a_gap_of_england_is_told_without_its_answers_and_not_by_deprivation(scheme):
    question = Score.objects.filter(survey_year=scheme.baseline).first().question
    make_score(question, None, 80.0, n=9000)
    for kind, name, score in (
        ("gender", "Female", 70.0),
        ("gender", "Male", 90.0),
        ("imd_quintile", "1 (most deprived)", 60.0),
    ):
        fields = {"group_kind": kind, "group_name": name}
        make_score(question, None, score, n=4500, **fields)
    found = listening(scheme)
    (gap,) = found.gaps
    assert (gap.group, gap.score, gap.others) == ("Female", 70.0, 90.0)
    assert "4500" not in str(found)


def test_the_same_inputs_give_the_same_digest_and_another_promise_another(scheme, plan):
    run = make_run(scheme)
    first = load_inputs(run).digest
    assert load_inputs(run).digest == first
    make_commitment(plan.trust, plan=plan)
    assert load_inputs(run).digest != first


def test_the_number_of_queries_is_the_same_for_two_as_for_twenty(
    scheme, plan, django_assert_max_num_queries
):
    def ask():
        with django_assert_max_num_queries(100) as counted:
            load_inputs(run)
        return len(counted)

    def tell(number):
        for _each in range(number):
            make_advice(make_group(plan.trust), plan=plan)
            make_commitment(plan.trust, plan=plan)
            make_event(plan.trust, plan=plan, state="held", people=30)

    run = make_run(scheme)
    tell(2)
    few = ask()
    tell(18)
    assert ask() == few


def test_a_report_of_before_is_shown_as_it_was(scheme, lead):
    report = compiled(make_run(scheme, requested_by=lead)).report
    pages = []
    for content in (report.content, {**report.content, "listening": None}):
        report.content = content
        context = report_context(report, public=False)
        pages.append(render_to_string("evaluation/report_body.html", context))
    now, before = pages
    assert 'id="listening"' in now
    assert "listening" not in before
    assert "13. Data and how to recompute" in before
    assert listening_view({}, 600) is None
