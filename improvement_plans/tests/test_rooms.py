"""Drivers and ideas, the contacts log and the risks: services, rights, pages."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed, Refusal, StaleVersion, WrongState
from improvement_plans.contact_gaps import days_without_contact
from improvement_plans.forms.log import RiskForm
from improvement_plans.models import Contact, IdeaState, PlanState
from improvement_plans.risk_levels import RiskLevel, risk_level
from improvement_plans.selectors.rooms import rooms_of
from improvement_plans.services import contacts, drivers, risks, writing
from improvement_plans.tests.factories import make_aim, make_contact, make_driver, make_risk
from improvement_plans.tests.listening.test_nothing_given_away import text_of
from improvement_plans.tests.services.worlds import AFTER_WINDOW, IN_WINDOW, make_world
from trusts.tests.factories import make_question

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def world():
    return make_world(PlanState.ACTIVE)


def page_of(person, name, *args):
    client = Client()
    client.force_login(person)
    return client.get(reverse(name, args=args))


# Contacts


@pytest.mark.parametrize("days,told", [(0, None), (42, None), (43, 43), (100, 100)])
def test_a_gap_is_told_after_six_weeks_without_contact(days, told):
    began = IN_WINDOW - 200 * DAY
    last = IN_WINDOW - days * DAY
    assert days_without_contact(last_on=last, began_on=began, on=IN_WINDOW) == told


def test_without_any_contact_days_count_from_the_beginning_of_the_plan():
    began = IN_WINDOW - 50 * DAY
    assert days_without_contact(last_on=None, began_on=began, on=IN_WINDOW) == 50
    before = began - 30 * DAY
    assert days_without_contact(last_on=before, began_on=began, on=IN_WINDOW) == 50


def contact_values(**changed):
    values = {"on": IN_WINDOW, "kind": "visit", "minutes": 90, "who": "Both", "agreed": "Card"}
    return {**values, "learnt": "", **changed}


@pytest.mark.parametrize("who", ["nurse", "member", "sponsor", "mentor"])
def test_people_of_both_trusts_log_contacts(world, who):
    contacts.log_contact(
        by=getattr(world, who), plan=world.plan, values=contact_values(), today=IN_WINDOW
    )
    assert Contact.objects.get().written_by == getattr(world, who)
    assert AuditEvent.objects.filter(action="contact logged").exists()


@pytest.mark.parametrize("who", ["observer", "outsider", "partner", "lead"])
def test_nobody_else_logs_contacts(world, who):
    with pytest.raises(NotAllowed):
        contacts.log_contact(
            by=getattr(world, who), plan=world.plan, values=contact_values(), today=IN_WINDOW
        )


def test_the_log_is_closed_once_the_plan_is_over():
    world = make_world(PlanState.CLOSED)
    with pytest.raises(WrongState):
        contacts.log_contact(
            by=world.mentor, plan=world.plan, values=contact_values(), today=IN_WINDOW
        )


def test_two_who_correct_a_contact_at_once_lose_nothing(world):
    contact = make_contact(world.plan)
    stale = Contact.objects.get()
    contacts.change_contact(
        by=world.mentor, contact=contact, read_at=1, values=contact_values(), today=IN_WINDOW
    )
    with pytest.raises(StaleVersion) as refused:
        contacts.change_contact(
            by=world.nurse,
            contact=stale,
            read_at=1,
            values=contact_values(agreed="Other"),
            today=IN_WINDOW,
        )
    assert (refused.value.current["agreed"], refused.value.typed["agreed"]) == ("Card", "Other")


def test_the_log_says_how_long_and_how_long_ago(world):
    make_contact(world.plan, minutes=45, on=datetime.date(2015, 2, 20))
    page = page_of(world.lead, "contact_list", world.plan.pk).content.decode()
    assert "1 contact, 45 minutes in all" in page
    assert "no contact for 55 days" in page
    assert "Log a contact" not in page, "the programme only reads"


# Risks


@pytest.mark.parametrize(
    "score,level",
    [(1, "LOW"), (3, "LOW"), (4, "MODERATE"), (6, "MODERATE"), (8, "HIGH"), (15, "EXTREME")],
)
def test_the_bands_of_risk_are_those_of_the_published_matrix(score, level):
    assert risk_level(score) is RiskLevel[level]


def test_a_closed_risk_keeps_its_reason_and_cannot_be_changed(world):
    risk = make_risk(world.plan)
    risks.close_risk(by=world.nurse, risk=risk, reason="The clinic stays", today=IN_WINDOW)
    with pytest.raises(WrongState):
        risks.close_risk(by=world.nurse, risk=risk, reason="Again", today=IN_WINDOW)
    page = page_of(world.nurse, "risk_list", world.plan.pk).content.decode()
    assert "The clinic stays" in page
    assert reverse("risk_edit", args=[world.plan.pk, risk.pk]) not in page


@pytest.mark.parametrize("who", ["member", "mentor", "sponsor", "lead", "partner"])
def test_only_the_lead_nurse_writes_risks(world, who):
    with pytest.raises(NotAllowed):
        risks.close_risk(
            by=getattr(world, who), risk=make_risk(world.plan), reason="x", today=IN_WINDOW
        )


def test_risks_are_read_only_after_the_window(world):
    with pytest.raises(WrongState):
        risks.close_risk(by=world.nurse, risk=make_risk(world.plan), reason="x", today=AFTER_WINDOW)


# Drivers and ideas


def test_a_part_belongs_to_a_primary_driver_of_the_same_aim(world):
    aim = world.plan.aims.get()
    other = make_aim(world.plan, make_question(world.pair.scheme.baseline, "Q19"))
    first = make_driver(aim)
    part = drivers.add_driver(by=world.nurse, aim=aim, label="Cards", parent=first, today=IN_WINDOW)
    for wrong_aim, parent in ((aim, part), (other, first)):
        with pytest.raises(Refusal):
            drivers.add_driver(
                by=world.nurse, aim=wrong_aim, label="x", parent=parent, today=IN_WINDOW
            )


def idea_values(state, learnt=""):
    return {"text": "Card", "source": "", "state": state, "learnt": learnt}


def test_an_idea_is_tested_before_it_is_adopted_and_says_why_it_is_abandoned(world):
    idea = make_driver(world.plan.aims.get()).ideas.get()

    def to(state, learnt=""):
        drivers.change_idea(
            by=world.nurse,
            idea=idea,
            read_at=idea.version,
            values=idea_values(state, learnt),
            today=IN_WINDOW,
        )

    with pytest.raises(WrongState):
        to("adopted")
    to("testing")
    with pytest.raises(Refusal):
        to("abandoned")
    to("abandoned", "Nobody read it")
    idea.refresh_from_db()
    assert idea.state == IdeaState.ABANDONED


def test_a_driver_whose_idea_was_tried_stays(world):
    driver = make_driver(world.plan.aims.get(), state="testing")
    with pytest.raises(WrongState):
        drivers.remove_driver(by=world.nurse, driver=driver, today=IN_WINDOW)
    with pytest.raises(WrongState):
        drivers.remove_idea(by=world.nurse, idea=driver.ideas.get(), today=IN_WINDOW)


def test_a_partner_looks_after_no_risk_for_they_do_not_see_it(world):
    form = RiskForm(None, plan=world.plan)
    offered = form.fields["owner"].queryset
    assert world.member in offered
    assert world.partner not in offered
    values = {
        "text": "Nobody cleans the room",
        "likelihood": 3,
        "impact": 3,
        "mitigation": "Ask the manager",
        "owner": world.partner,
        "review_on": IN_WINDOW,
    }
    with pytest.raises(Refusal, match="one of the trust’s people"):
        risks.add_risk(by=world.nurse, plan=world.plan, values=values, today=IN_WINDOW)


def test_a_partner_who_looked_after_a_risk_is_named_as_they_wish(world):
    make_risk(world.plan, owner=world.partner, likelihood=5, impact=5)
    name = str(world.partner)
    for address in ("risk_list", "plan_print", "plan_workbook"):
        page = page_of(world.mentor, address, world.plan.pk)
        shown = text_of(page)
        assert name not in shown, address
    assert "A partner" in text_of(page_of(world.mentor, "risk_list", world.plan.pk))


def test_an_action_that_carries_out_an_idea_belongs_to_its_aim(world):
    idea = make_driver(world.plan.aims.get()).ideas.get()
    values = {
        "text": "Print cards",
        "owner": world.member,
        "starts_on": IN_WINDOW,
        "due": IN_WINDOW,
        "aim": None,
        "change_idea": idea,
    }
    action = writing.add_action(by=world.nurse, plan=world.plan, values=values, today=IN_WINDOW)
    assert action.aim == idea.driver.aim
    page = page_of(world.mentor, "driver_list", world.plan.pk).content.decode()
    assert "1 action." in page
    assert "<svg" in page
    assert "Primary drivers" in page


# The plan's page


def test_a_plan_leads_to_its_rooms_and_says_what_needs_a_look(world):
    make_driver(world.plan.aims.get())
    make_risk(world.plan, likelihood=5, impact=4)
    page = page_of(world.mentor, "plan_detail", world.plan.pk).content.decode()
    for words in ("1 driver, 1 idea, 0 tried", "None for 73 days", "Extreme", "1 open risk"):
        assert words in page, words


def test_a_partner_is_led_to_the_drivers_only(world):
    page = page_of(world.partner, "plan_detail", world.plan.pk).content.decode()
    assert reverse("driver_list", args=[world.plan.pk]) in page
    assert reverse("contact_list", args=[world.plan.pk]) not in page


def test_the_numbers_of_a_plan_do_not_multiply_each_other(world):
    driver = make_driver(world.plan.aims.get(), state="testing")
    driver.ideas.create(text="Second")
    for _each in range(3):
        make_contact(world.plan)
        make_risk(world.plan)
    found = rooms_of(world.plan, on=IN_WINDOW)
    assert (found.drivers, found.ideas, found.ideas_tried) == (1, 2, 1)
    assert (found.contacts, found.risks, found.gravest) == (3, 3, 12)


@pytest.mark.parametrize("name", ["driver_list", "contact_list", "risk_list"])
def test_rooms_ask_as_many_questions_for_many_rows_as_for_one(
    world, name, django_assert_max_num_queries
):
    driver = make_driver(world.plan.aims.get())
    for _each in range(12):
        driver.ideas.create(text="Another")
        make_contact(world.plan, written_by=world.mentor)
        make_risk(world.plan, owner=world.member)
    client = Client()
    client.force_login(world.nurse)
    with django_assert_max_num_queries(12):
        assert client.get(reverse(name, args=[world.plan.pk])).status_code == 200
