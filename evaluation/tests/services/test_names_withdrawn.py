"""A name that was withdrawn after a report was compiled is not published with it."""

import pytest

from buddy_portal.tests.factories import LONG_AGO, make_user
from evaluation.loading_thanks import names_withdrawn
from evaluation.models import EvaluationRun, Report, ReportState
from evaluation.refusals import NameWithdrawn
from evaluation.services.reports import publish_report, sign_off_report
from evaluation.tests.checked import facts_agreed
from evaluation.tests.compiled import compiled
from evaluation.tests.factories import make_evaluable_scheme, make_run
from improvement_plans.models import Credit, GroupMember, Plan, PlanGuest
from improvement_plans.services import groups, guests
from improvement_plans.tests.listening.factories import make_advice, make_group

pytestmark = pytest.mark.django_db
NAME = "Lin Carter"


@pytest.fixture
def scheme():
    return make_evaluable_scheme()


@pytest.fixture
def plan(scheme):
    return Plan.objects.select_related("trust").get(scheme=scheme)


def partner_of(plan, name=NAME, credit=Credit.NAME):
    """A partner, and how they say how they are named."""
    user = make_user(name)
    PlanGuest.objects.create(plan=plan, user=user, starts_on=LONG_AGO, credit=credit)
    return lambda credit, alias="": guests.choose_credit(
        by=user, plan=plan, credit=credit, alias=alias
    )


def member_beside(plan, name=NAME, credit=Credit.NAME):
    """The same for a member of a group that advised on the plan."""
    user, group = make_user(name), make_group(plan.trust)
    make_advice(group, plan=plan)
    GroupMember.objects.create(group=group, user=user, starts_on=LONG_AGO, credit=credit)
    return lambda credit, alias="": groups.choose_credit(
        by=user, group=group, credit=credit, alias=alias
    )


def naming(scheme, *, partners=(), thanks=()):
    """A report that names these, as far as its content goes."""
    content = {"partners": list(partners), "listening": {"thanks": list(thanks)}}
    return Report(run=EvaluationRun(scheme=scheme), content=content)


@pytest.mark.parametrize("named", [partner_of, member_beside])
def test_report_with_a_name_withdrawn_is_neither_signed_off_nor_published(
    scheme, plan, lead, another, named
):
    choose = named(plan)
    report = facts_agreed(compiled(make_run(scheme, requested_by=lead)).report, by=lead)
    choose(Credit.NONE)
    with pytest.raises(NameWithdrawn, match="Compile the evaluation again") as refused:
        sign_off_report(by=another, report=report)
    assert NAME not in str(refused.value)
    choose(Credit.NAME)
    sign_off_report(by=another, report=report)
    choose(Credit.NONE)
    with pytest.raises(NameWithdrawn):
        publish_report(by=another, report=report)
    report.refresh_from_db()
    assert report.state == ReportState.SIGNED_OFF


def test_report_without_a_name_is_published_after_somebody_agrees_to_theirs(
    scheme, plan, lead, another
):
    choices = [named(plan, credit=Credit.NONE) for named in (partner_of, member_beside)]
    report = facts_agreed(compiled(make_run(scheme, requested_by=lead)).report, by=lead)
    for choose in choices:
        choose(Credit.NAME)
    sign_off_report(by=another, report=report)
    publish_report(by=another, report=report)
    report.refresh_from_db()
    assert report.state == ReportState.PUBLISHED


@pytest.mark.parametrize(("named", "where"), [(partner_of, "partners"), (member_beside, "thanks")])
def test_name_that_gave_way_to_another_is_found(scheme, plan, named, where):
    choose = named(plan)
    report = naming(scheme, **{where: [NAME]})
    assert not names_withdrawn(report)
    choose(Credit.ALIAS, "L. C.")
    assert names_withdrawn(report)
    assert not names_withdrawn(naming(scheme, **{where: ["L. C."]}))


def test_partner_s_name_is_not_excused_by_a_member_of_the_same_name(scheme, plan):
    choose = partner_of(plan)
    member_beside(plan)
    choose(Credit.NONE)
    assert names_withdrawn(naming(scheme, partners=[NAME], thanks=[NAME]))
    assert not names_withdrawn(naming(scheme, thanks=[NAME]))


@pytest.mark.parametrize(
    "content",
    [{}, {"partners": None, "listening": None}, {"partners": [], "listening": {}}],
)
def test_report_that_names_nobody_is_looked_at_without_a_query(
    scheme, content, django_assert_num_queries
):
    report = Report(run=EvaluationRun(scheme=scheme), content=content)
    with django_assert_num_queries(0):
        assert not names_withdrawn(report)


def test_names_are_read_in_as_many_queries_for_many_as_for_one(
    scheme, plan, django_assert_num_queries
):
    names = [f"Person {place}" for place in range(12)]
    for name in names:
        partner_of(plan, name)
        member_beside(plan, name)
    kept = naming(scheme, partners=names, thanks=names)
    with django_assert_num_queries(4):
        assert not names_withdrawn(kept)
