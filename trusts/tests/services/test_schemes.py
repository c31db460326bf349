"""Creating and changing a scheme."""

import datetime

import pytest

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed, StaleVersion
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import Scheme
from trusts.refusals import NameTaken, PhasesOutOfOrder, SurveysDoNotFit
from trusts.services.schemes import create_scheme, phase_problems, update_scheme
from trusts.tests.factories import PHASES, make_scheme, make_survey_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return make_person(Role.PROGRAMME_LEAD)


def values(**changes):
    years = {"baseline": make_survey_year(2014), "follow_up": make_survey_year(2016)}
    return {"name": "Buddy scheme 2015", "kind": "buddy", **PHASES, **years, **changes}


def test_a_programme_lead_creates_a_scheme_on_the_record(lead):
    scheme = create_scheme(values=values(), by=lead)
    assert scheme.created_by == lead
    assert scheme.history.get().history_user == lead
    event = AuditEvent.objects.get()
    assert (event.action, event.object_name) == ("created scheme", "Buddy scheme 2015")


@pytest.mark.parametrize("role", [Role.PROGRAMME_ANALYST, Role.ADMINISTRATOR])
def test_others_do_not_create_schemes(role):
    with pytest.raises(NotAllowed):
        create_scheme(values=values(), by=make_person(role))
    assert not Scheme.objects.exists()


@pytest.mark.parametrize(
    "field, day",
    [
        ("volunteering_to", datetime.date(2014, 10, 31)),
        ("pairing_from", datetime.date(2014, 10, 31)),
        ("implementation_from", datetime.date(2014, 12, 31)),
        ("implementation_to", datetime.date(2015, 2, 1)),
        ("evaluation_from", datetime.date(2015, 2, 1)),
        ("publish_by", datetime.date(2015, 8, 2)),
    ],
)
def test_phases_out_of_order_are_refused_at_their_field(lead, field, day):
    with pytest.raises(PhasesOutOfOrder) as refusal:
        create_scheme(values=values(**{field: day}), by=lead)
    assert refusal.value.field == field


def test_phases_in_order_have_no_problem():
    assert phase_problems(PHASES) == []


def test_every_wrong_phase_is_named_at_once():
    wrong = {
        **PHASES,
        "volunteering_to": datetime.date(2014, 1, 1),
        "publish_by": datetime.date(2015, 1, 1),
    }
    assert [field for field, _ in phase_problems(wrong)] == ["volunteering_to", "publish_by"]


def test_a_follow_up_before_the_baseline_is_refused(lead):
    with pytest.raises(SurveysDoNotFit, match="later year") as refusal:
        create_scheme(values=values(follow_up=make_survey_year(2013)), by=lead)
    assert refusal.value.field == "follow_up"


def test_years_of_two_surveys_are_refused(lead):
    other = make_survey_year(2016, slug="other")
    with pytest.raises(SurveysDoNotFit, match="same survey"):
        create_scheme(values=values(follow_up=other), by=lead)


def test_a_prior_year_after_the_baseline_is_refused(lead):
    with pytest.raises(SurveysDoNotFit) as refusal:
        create_scheme(values=values(prior=make_survey_year(2015)), by=lead)
    assert refusal.value.field == "prior"


def test_a_name_in_use_is_refused_at_the_name(lead):
    make_scheme("Buddy scheme 2015")
    with pytest.raises(NameTaken) as refusal:
        create_scheme(values=values(), by=lead)
    assert refusal.value.field == "name"


def test_a_change_is_saved_with_history_and_the_old_value_in_the_trail(lead):
    scheme = create_scheme(values=values(), by=lead)
    update_scheme(scheme_id=scheme.pk, values=values(name="Scheme A"), read_at=1, by=lead)
    scheme.refresh_from_db()
    assert (scheme.name, scheme.version) == ("Scheme A", 2)
    assert [row.name for row in scheme.history.all()] == ["Scheme A", "Buddy scheme 2015"]
    event = AuditEvent.objects.get(action="changed scheme")
    assert event.changes == {"name": ["Buddy scheme 2015", "Scheme A"]}


def test_a_stale_change_is_refused_with_both_versions_and_saves_nothing(lead):
    scheme = create_scheme(values=values(), by=lead)
    update_scheme(scheme_id=scheme.pk, values=values(name="First"), read_at=1, by=lead)
    with pytest.raises(StaleVersion) as stale:
        update_scheme(scheme_id=scheme.pk, values=values(name="Second"), read_at=1, by=lead)
    assert (stale.value.current["name"], stale.value.typed["name"]) == ("First", "Second")
    assert Scheme.objects.get().name == "First"
