"""Bad input to every form: a sentence at the field, what was typed kept, nothing changed."""

import datetime
import uuid
from functools import partial

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from buddy_portal.accounts.models import AuditEvent
from improvement_plans.models import Action, ExtensionRequest, PlanState, ProgressUpdate
from improvement_plans.sustainability import FACTORS
from improvement_plans.tests.factories import (
    make_aim,
    make_contact,
    make_driver,
    make_plan,
    make_risk,
)
from improvement_plans.tests.services.worlds import make_world, mentor_speaks

pytestmark = pytest.mark.django_db
LONG = "x" * 100_000
DATES = {
    "starts_on-day": "2",
    "starts_on-month": "3",
    "starts_on-year": "2015",
    "due-day": "29",
    "due-month": "5",
    "due-year": "2015",
    "by_date-day": "31",
    "by_date-month": "7",
    "by_date-year": "2015",
    "until-day": "11",
    "until-month": "9",
    "until-year": "2015",
    "on-day": "14",
    "on-month": "4",
    "on-year": "2015",
    "review_on-day": "1",
    "review_on-month": "6",
    "review_on-year": "2015",
}
# Address, who, in which state, its field of free text, and what else a good post holds.
FORMS = {
    "plan_edit": ("nurse", PlanState.DRAFT, "title", {"read_version": "1"}),
    "aim_new": ("nurse", PlanState.DRAFT, "title", {"read_version": "1", "target": "74"}),
    "action_new": ("nurse", PlanState.DRAFT, "text", {"read_version": "1"}),
    "plan_comment": ("mentor", PlanState.DRAFT, "text", {}),
    "plan_decide": ("sponsor", PlanState.SUBMITTED, "reason", {"answer": "changes"}),
    "plan_withdraw": ("nurse", PlanState.ACTIVE, "reason", {}),
    "plan_reopen": ("lead", PlanState.APPROVED, "reason", {}),
    "extension_ask": ("nurse", PlanState.ACTIVE, "reason", {}),
    "plan_extend": ("lead", PlanState.ACTIVE, "reason", {}),
    "midpoint_finish": ("nurse", PlanState.MIDPOINT_REVIEW, "reason", {}),
    "plan_close": ("nurse", PlanState.CLOSING, "learning", {"sustained_by": "Us"}),
    "guest_invite": ("nurse", PlanState.ACTIVE, "name", {"email": "jo@test.example"}),
    "guest_credit": ("partner", PlanState.ACTIVE, "alias", {"credit": "alias"}),
    "action_update": ("member", PlanState.ACTIVE, "text", {"claim": "on_track"}),
    "action_move_date": ("member", PlanState.ACTIVE, "reason", {"read_version": "1"}),
    "action_end": ("nurse", PlanState.ACTIVE, "reason", {"to": "abandoned"}),
    "action_embed": ("mentor", PlanState.ACTIVE, "reason", {}),
    "action_review": ("mentor", PlanState.ACTIVE, "reason", {"answer": "challenged"}),
    "extension_decide": ("lead", PlanState.ACTIVE, "answer", {"decision": "refuse"}),
}
ROOMS = {
    "driver_new": ("nurse", "aim", "label", {}),
    "driver_edit": ("nurse", "driver", "label", {}),
    "idea_new": ("nurse", "driver", "text", {}),
    "idea_edit": ("nurse", "idea", "text", {"state": "idea"}),
    "contact_new": ("mentor", "", "agreed", {"kind": "call", "minutes": "30", "who": "Both"}),
    "contact_edit": ("nurse", "contact", "agreed", {"kind": "call", "minutes": "9", "who": "We"}),
    "risk_new": ("nurse", "", "mitigation", {"text": "T", "likelihood": "2", "impact": "5"}),
    "risk_edit": ("nurse", "risk", "mitigation", {"text": "T", "likelihood": "2", "impact": "5"}),
    "risk_close": ("nurse", "risk", "reason", {}),
}
FORMS |= {
    name: (who, PlanState.ACTIVE, field, {**more, "read_version": "1"})
    for name, (who, _thing, field, more) in ROOMS.items()
}
FORMS |= {
    "sponsor_reply": ("sponsor", PlanState.ACTIVE, "text", {}),
    "sustainability_check": (
        "nurse",
        PlanState.CLOSING,
        "note",
        {factor.key: "A" for factor in FACTORS},
    ),
}
STATES = {"action_embed": "confirmed", "action_review": "claimed_done"}
TROUBLE = {"empty": "", "long": LONG, "control": "a\x00b\x07c"}
FINE = {
    "letters": "👩‍⚕️ 5 of 7 🏥 مرحبا \u202eabc\u202c",
    "code": "<script>alert(1)</script> & '{{ 271*379 }}' {% debug %}",
    "formula": '=HYPERLINK("http://x.example")',
}
WORKED_OUT = "102709"
ON_ACTIONS = {name for name in FORMS if name.startswith("action_")} - {"action_new"}
ON_ACTIONS |= {"sponsor_reply"}
MAY_BE_EMPTY = {("action_update", "empty"), ("sustainability_check", "empty")}


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


def make_idea(aim):
    return make_driver(aim).ideas.get()


def address_of(name, world):
    """The address of a form, with the thing that it is about, made where there is none yet."""
    if name in ON_ACTIONS:
        return reverse(name, args=[world.action.pk])
    aim = world.plan.aims.first()
    make = {
        "aim": lambda: aim,
        "driver": lambda: make_driver(aim),
        "idea": partial(make_idea, aim),
        "contact": lambda: make_contact(world.plan),
        "risk": lambda: make_risk(world.plan),
    }.get(ROOMS.get(name, ("", ""))[1])
    return reverse(name, args=[world.plan.pk, *([make().pk] if make else [])])


def post(name, text, **changed):
    """One post of a form with this text: the world it met, the answer, and what it wrote."""
    who, state, field, more = FORMS[name]
    world = make_world(state)
    client = Client(raise_request_exception=True)
    client.force_login(getattr(world, who))
    aim = world.plan.aims.get()
    data = {**DATES, **more, field: text, "form_key": str(uuid.uuid4())}
    data |= {"owner": world.member.pk, f"outcome_{aim.pk}": "achieved", **changed}
    if name == "aim_new":
        aim.delete()
        data["question"] = world.question.pk
    if name == "sponsor_reply":
        Action.objects.update(state="blocked", within_our_control=False)
    if name in STATES:
        Action.objects.update(state=STATES[name])
    if name == "extension_decide":
        until = datetime.date(2015, 9, 11)
        ExtensionRequest.objects.create(plan=world.plan, until=until, reason="The rota")
    before = AuditEvent.objects.count()
    answer = client.post(address_of(name, world), data)
    return world, answer, AuditEvent.objects.count() - before


@pytest.mark.parametrize(
    "name,kind",
    [(name, kind) for name in FORMS for kind in TROUBLE if (name, kind) not in MAY_BE_EMPTY],
)
def test_trouble_is_told_at_the_form_and_changes_nothing(name, kind):
    _world, answer, written = post(name, TROUBLE[kind])
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "nhsuk-error-summary" in page
    assert kind != "long" or LONG in page, "what was typed must be shown again"
    assert written == 0


@pytest.mark.parametrize("kind", FINE)
@pytest.mark.parametrize("name", FORMS)
def test_strange_but_honest_text_is_taken_as_text(name, kind):
    world, answer, written = post(name, FINE[kind])
    assert answer.status_code == 302, answer.content.decode()
    assert written > 0
    client = Client()
    client.force_login(world.lead)
    page = client.get(reverse("plan_detail", args=[world.plan.pk])).content.decode()
    assert "<script>alert" not in page
    assert WORKED_OUT not in page


@pytest.mark.parametrize("name", FORMS)
def test_a_key_that_is_none_is_refused_with_a_sentence(name):
    _world, answer, _written = post(name, "Honest text", form_key="not-a-key")
    assert answer.status_code == 200
    assert "not sent whole" in answer.content.decode()


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "99999999999999999999"])
def test_a_forged_version_is_refused_with_a_sentence(version):
    _world, answer, _written = post("plan_edit", "Title", read_version=version)
    assert "not sent whole" in answer.content.decode()


def test_a_version_from_the_future_saves_nothing_and_shows_both_texts():
    world, answer, _written = post("plan_edit", "My title", read_version="77")
    page = answer.content.decode()
    assert world.plan.title in page
    assert "My title" in page


@pytest.mark.parametrize("owner", ["", "0", "abc", "99999999999999999999", "outsider", "mentor"])
def test_an_owner_from_elsewhere_is_refused_at_the_field(owner):
    who, state, field, more = FORMS["action_new"]
    world = make_world(state)
    client = Client()
    client.force_login(getattr(world, who))
    person = getattr(world, owner, None)
    data = {**DATES, **more, field: "Text", "owner": person.pk if person else owner}
    answer = client.post(reverse("action_new", args=[world.plan.pk]), data)
    assert answer.status_code == 200
    assert 'href="#id_owner"' in answer.content.decode()


@pytest.mark.parametrize(
    "parts", [("31", "2", "2015"), ("x", "y", "z"), ("1", "", ""), ("1", "1", "99999")]
)
def test_a_day_that_does_not_exist_is_refused_and_shown_again(parts):
    names = ("due-day", "due-month", "due-year")
    _world, answer, _written = post(
        "action_move_date", "The rota", **dict(zip(names, parts, strict=True))
    )
    page = answer.content.decode()
    assert "nhsuk-error-summary" in page
    assert all(f'value="{part}"' in page for part in parts if part)


@pytest.mark.parametrize("claim", ["wonderful", "DONE", "<b>"])
def test_a_claim_that_does_not_exist_is_refused(claim):
    _world, answer, _written = post("action_update", "Text", claim=claim)
    assert answer.status_code == 200
    assert not ProgressUpdate.objects.exists()


@pytest.mark.parametrize("state", ["confirmed", "claimed_done", "embedded", "x"])
def test_an_ending_that_is_none_is_refused(state):
    world, answer, _written = post("action_end", "Cut", to=state)
    assert answer.status_code == 200
    world.action.refresh_from_db()
    assert world.action.state == "not_started"


def test_an_approval_of_another_version_than_was_read_is_refused():
    world = make_world(PlanState.SUBMITTED)
    mentor_speaks(world)
    client = Client()
    client.force_login(world.sponsor)
    address = reverse("plan_decide", args=[world.plan.pk])
    answer = client.post(address, {"answer": "approve", "read_version": "9"})
    assert "changed after you opened it" in answer.content.decode()
    world.plan.refresh_from_db()
    assert world.plan.sponsor_approved_at is None


def send(world, name, pk, data):
    client = Client()
    client.force_login(world.nurse)
    return client.post(
        reverse(name, args=[pk] if pk else []), {**DATES, "read_version": "1", **data}
    )


@pytest.mark.parametrize("field", ["lead", "sponsor"])
def test_somebody_of_another_trust_neither_leads_nor_sponsors_a_plan(field):
    world = make_world()
    data = {"title": "Title", field: world.outsider.pk}
    page = send(world, "plan_edit", world.plan.pk, data).content.decode()
    assert f'href="#id_{field}"' in page


def test_an_aim_of_another_plan_is_refused_at_the_field():
    world = make_world()
    foreign = make_aim(make_plan())
    data = {"text": "Text", "owner": world.member.pk, "aim": foreign.pk}
    page = send(world, "action_new", world.plan.pk, data).content.decode()
    assert 'href="#id_aim"' in page


@pytest.mark.parametrize("question", ["", "0", "x", "99999999999999999999", "foreign"])
def test_a_question_of_another_survey_is_refused_at_the_field(question):
    world = make_world()
    foreign = make_aim(make_plan()).question_id
    chosen = foreign if question == "foreign" else question
    data = {"title": "Title", "target": "74", "question": chosen}
    page = send(world, "aim_new", world.plan.pk, data).content.decode()
    assert 'href="#id_question"' in page


@pytest.mark.parametrize("target", ["", "x", "-1", "101", "1e999", "nan", "63.8"])
def test_a_target_that_is_none_is_refused_at_the_field(target):
    _world, answer, _written = post("aim_new", "Title", target=target)
    assert 'href="#id_target"' in answer.content.decode()


@pytest.mark.parametrize("text", [LONG, "a\x00b"])
def test_a_check_in_with_a_text_that_cannot_be_saved_saves_nothing(text):
    world = make_world(PlanState.ACTIVE)
    world.action.owner = world.nurse
    world.action.save()
    prefix = f"action-{world.action.pk}"
    answer = send(world, "check_in", None, {f"{prefix}-claim": "done", f"{prefix}-text": text})
    assert answer.status_code == 200
    assert "nhsuk-error-summary" in answer.content.decode()
    assert not ProgressUpdate.objects.exists()


@pytest.mark.parametrize("minutes", ["", "0", "-5", "1441", "1e3", "half an hour", "99999999999"])
def test_minutes_that_are_none_are_refused_at_the_field(minutes):
    _world, answer, written = post("contact_new", "We try it", minutes=minutes)
    assert 'href="#id_minutes"' in answer.content.decode()
    assert written == 0


@pytest.mark.parametrize("day", [("17", "4", "2015"), ("1", "6", "2013"), ("31", "2", "2015")])
def test_a_contact_in_the_future_or_before_pairing_is_refused_at_the_day(day):
    parts = dict(zip(("on-day", "on-month", "on-year"), day, strict=True))
    _world, answer, written = post("contact_new", "We try it", **parts)
    assert 'href="#id_on-day"' in answer.content.decode()
    assert written == 0


@pytest.mark.parametrize("field", ["likelihood", "impact"])
@pytest.mark.parametrize("mark", ["", "0", "6", "x", "2.5"])
def test_a_mark_of_a_risk_that_is_none_is_refused_at_the_field(field, mark):
    _world, answer, _written = post("risk_new", "We look", **{field: mark})
    assert f'href="#id_{field}"' in answer.content.decode()


@pytest.mark.parametrize("state", ["adopted", "adapted", "confirmed", "", "x"])
def test_a_state_that_an_idea_cannot_reach_is_refused_at_the_field(state):
    _world, answer, _written = post("idea_edit", "Card", state=state)
    assert 'href="#id_state"' in answer.content.decode()


def test_a_risk_outside_the_window_is_refused_at_its_day():
    _world, answer, _written = post("risk_new", "We look", **{"review_on-year": "2016"})
    assert "the window of this plan" in answer.content.decode()


def test_an_idea_of_another_plan_is_refused_at_the_field():
    world = make_world()
    make_driver(world.plan.aims.get())
    foreign = make_driver(make_aim(make_plan())).ideas.get()
    data = {"text": "Text", "owner": world.member.pk, "change_idea": foreign.pk}
    page = send(world, "action_new", world.plan.pk, data).content.decode()
    assert 'href="#id_change_idea"' in page


@pytest.mark.parametrize("level", ["", "E", "a", "100", "<b>"])
def test_a_level_that_is_none_is_refused_at_its_factor(level):
    _world, answer, written = post("sustainability_check", "", seniors=level)
    assert 'href="#id_seniors"' in answer.content.decode()
    assert written == 0
