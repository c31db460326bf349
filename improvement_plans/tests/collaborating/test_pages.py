"""The pages and forms of a collaborative: what they say, what bad input they refuse."""

import re
import uuid

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.models import AuditEvent
from improvement_plans.models import Abstract, Cohort, ProjectTeam, TeamMember, TeamReport
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.collaborating.worlds import (
    make_gathering,
    make_priority,
    make_team_world,
)
from improvement_plans.tests.measure_factories import make_measure
from improvement_plans.tests.typed import FINE, LONG, TROUBLE
from trusts.models import Scheme
from trusts.tests.factories import make_trust

pytestmark = pytest.mark.django_db
DAYS = {
    f"{name}-{part}": value
    for name in ("starts_on", "ends_on")
    for part, value in (("day", "16"), ("month", "4"), ("year", "2015"))
}
# Address: who sends it, its field of free text, what else a good post holds.
FORMS = {
    "cohort_new": ("lead", "name", DAYS),
    "cohort_edit": ("lead", "name", {**DAYS, "read_version": "1"}),
    "gathering_new": ("lead", "title", {**DAYS, "kind": "learning_session"}),
    "gathering_edit": ("lead", "title", {**DAYS, "kind": "learning_session", "read_version": "1"}),
    "team_new": ("lead", "name", {"organisations": "TLA\nTLB"}),
    "team_edit": ("lead", "name", {"organisations": "TLA TLB", "read_version": "1"}),
    "team_leave": ("lead", "reason", {}),
    "team_member_new": ("nurse", "name", {"part": "Matron"}),
    "team_report": ("nurse", "sentence", {}),
    "abstract_new": ("nurse", "text", {"title": "Calls"}),
    "abstract_decide": ("lead", "answer", {"accept": "no", "read_version": "1"}),
    "priority_new": ("lead", "title", {"level": "national"}),
    "priority_edit": ("lead", "title", {"level": "national", "read_version": "1"}),
}


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def world():
    return make_team_world()


def address_of(name, world):
    team, cohort = world.team, world.cohort
    args = {
        "cohort_new": lambda: [world.scheme.pk],
        "gathering_edit": lambda: [make_gathering(cohort).pk],
        "team_report": lambda: [team.pk, "2015-04"],
        "abstract_decide": lambda: [
            Abstract.objects.create(team=team, title="T", text="Text", submitted_by=world.nurse).pk
        ],
        "priority_new": list,
        "priority_edit": lambda: [make_priority().pk],
    }
    usual = cohort.pk if name in {"cohort_edit", "gathering_new", "team_new"} else team.pk
    return reverse(name, args=args.get(name, lambda: [usual])())


def post(name, world, text=None, **changed):
    who, field, more = FORMS[name]
    client, address = client_of(getattr(world, who)), address_of(name, world)
    before = AuditEvent.objects.count()
    key = {"form_key": str(uuid.uuid4()), "read_version": "1"}
    answer = client.post(address, {**key, **more, field: text, **changed})
    return answer, AuditEvent.objects.count() - before


@pytest.mark.parametrize("kind", TROUBLE)
@pytest.mark.parametrize("name", FORMS)
def test_trouble_is_told_at_the_form_and_changes_nothing(name, kind, world):
    answer, written = post(name, world, TROUBLE[kind])
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "nhsuk-error-summary" in page
    assert kind != "long" or LONG in page, "what was typed must be shown again"
    assert written == 0


@pytest.mark.parametrize("kind", FINE)
@pytest.mark.parametrize("name", FORMS)
def test_strange_but_honest_text_is_taken_as_text(name, kind, world):
    answer, written = post(name, world, FINE[kind])
    assert answer.status_code == 302, answer.content.decode()
    assert written >= 1
    page = client_of(world.lead).get(answer["Location"]).content.decode()
    assert "<script>alert" not in page
    assert "102709" not in page


@pytest.mark.parametrize("name", FORMS)
def test_a_key_that_is_none_is_refused_with_a_sentence(name, world):
    answer, _written = post(name, world, "Honest text", form_key="not-a-key")
    assert "not sent whole" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("TLA", "at least two organisations"),
        ("TLA\nQQQ", "no trust with the ODS code QQQ"),
        (" ".join(f"T{n}" for n in range(30)), "at most 20 organisations"),
        ("TLA <script>", "no trust with the ODS code &lt;SCRIPT&gt;"),
    ],
)
def test_organisations_that_cannot_be_are_refused_at_the_field(typed, said, world):
    answer, _written = post("team_new", world, "Blue team", organisations=typed)
    assert said in answer.content.decode()
    assert ProjectTeam.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "changed", "said"),
    [
        ("cohort_new", {"ends_on-day": "1"}, "The last day must be the first day or later"),
        ("cohort_new", {"starts_on-month": "13"}, "must have a month from 1 to 12"),
        ("gathering_new", {"kind": "party"}, "Choose what it is"),
        ("gathering_new", {"materials": "javascript:alert(1)"}, "each beginning with https://"),
        ("gathering_new", {"starts_on-year": "2014"}, "within those of the cohort"),
        ("team_member_new", {"trust": "99999999999999999999"}, "Choose"),
        ("abstract_decide", {"accept": "maybe"}, "Choose your answer"),
        ("priority_new", {"place": "Leeds"}, "A national priority has no place"),
        ("priority_new", {"level": "world"}, "Choose whose it is"),
    ],
)
def test_a_wrong_value_is_refused_with_its_sentence(name, changed, said, world):
    answer, written = post(name, world, "Honest text", **changed)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert written == 0


@pytest.mark.parametrize("value", ["-1", "x", "3.5", "99999999999999999999"])
def test_a_number_of_people_that_is_none_is_refused(value, world):
    gathering = make_gathering(world.cohort)
    answer = client_of(world.lead).post(
        reverse("gathering_attendance", args=[gathering.pk]),
        {"people": value, "teams": [world.team.pk], "read_version": "1"},
    )
    assert answer.status_code == 200
    assert "nhsuk-error-summary" in answer.content.decode()


@pytest.mark.parametrize("value", ["9", "x", ""])
def test_a_stage_that_is_none_is_refused(value, world):
    answer = client_of(world.nurse).post(
        reverse("team_stage", args=[world.team.pk]), {"stage": value, "read_version": "1"}
    )
    assert "Choose how far the team is" in answer.content.decode()


def test_few_people_at_a_session_are_not_counted_out(world):
    gathering = make_gathering(world.cohort, people=7)
    gathering.attended.add(world.team)
    page = client_of(world.nurse).get(reverse("cohort", args=[world.cohort.pk])).content.decode()
    assert "Fewer than 10 people" in page


@pytest.mark.parametrize("month", ["2015-13", "x", "201504", "2015-4-1", "٢٠١٥"])
def test_a_month_that_is_none_is_not_found(month, world):
    answer = client_of(world.nurse).get(reverse("team_report", args=[world.team.pk, month]))
    assert answer.status_code == 404


def test_a_month_is_sent_in_once_and_read_by_partners(world):
    make_measure(world.plan, [60.0, 62.0, 64.0])
    answer, _written = post("team_report", world, "Calls began.")
    assert TeamReport.objects.get().sentence == "Calls began."
    page = client_of(world.partner).get(answer["Location"]).content.decode()
    assert "Calls began." in page
    assert "Send in the report" not in page
    assert "<svg" in page


@pytest.mark.parametrize(
    ("meanwhile", "said"),
    [
        ("sent in", "The report of this month has been sent in already."),
        ("left", "This team has left its cohort."),
    ],
)
def test_a_sentence_that_comes_too_late_is_shown_beside_the_refusal(meanwhile, said, world):
    if meanwhile == "sent in":
        post("team_report", world, "Calls began.")
    else:
        ProjectTeam.objects.update(withdrawn_at=timezone.now())
    data = {"sentence": "We call <b>twice</b>.", "form_key": str(uuid.uuid4())}
    answer = client_of(world.other_nurse).post(address_of("team_report", world), data)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page
    assert "We call &lt;b&gt;twice&lt;/b&gt;." in page
    assert "Send in the report" not in page
    assert not TeamReport.objects.filter(sentence__startswith="We call").exists()


@pytest.mark.parametrize(
    ("name", "kind", "head"),
    [
        ("cohort_report", "pdf", b"%PDF"),
        ("cohort_report", "xlsx", b"PK"),
        ("cohort_certificates", "", b"%PDF"),
    ],
)
def test_the_programme_gets_the_cohort_as_files(name, kind, head, world):
    address = reverse(name, args=[world.cohort.pk])
    answer = client_of(world.lead).get(address, {"download": kind})
    assert answer.content.startswith(head)


def test_a_team_gets_its_own_certificates_and_month(world):
    client = client_of(world.member)
    for address in (
        reverse("team_certificates", args=[world.team.pk]),
        reverse("team_report", args=[world.team.pk, "2015-04"]) + "?download=pdf",
    ):
        assert client.get(address).content.startswith(b"%PDF")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_lists_can_be_downloaded(kind, world):
    client = client_of(world.lead)
    for address in (
        reverse("collaborative", args=[world.scheme.pk]),
        reverse("priority_list"),
    ):
        answer = client.get(address, {"download": kind})
        assert f".{kind}" in answer["Content-Disposition"]


@pytest.mark.parametrize("who", ["lead", "nurse", "other_nurse", "outsider"])
def test_the_list_shows_the_collaboratives_in_which_one_has_a_team(who, world):
    page = client_of(getattr(world, who)).get(reverse("collaborative_list")).content.decode()
    assert (world.scheme.name in page) is (who != "outsider")


def test_empty_lists_say_what_to_do(world):
    world.team.plan.delete()
    ProjectTeam.objects.all().delete()
    Cohort.objects.all().delete()
    client = client_of(world.lead)
    page = client.get(reverse("collaborative", args=[world.scheme.pk])).content.decode()
    assert "Begin a cohort" in page
    assert "No priority yet." in client.get(reverse("priority_list")).content.decode()


def test_the_plan_of_a_team_leads_to_its_team_in_every_room(world):
    client, plan = client_of(world.other_nurse), world.plan
    page = client.get(reverse("plan_detail", args=[plan.pk])).content.decode()
    assert reverse("team", args=[world.team.pk]) in page
    assert "the project team “Red team”" in page
    for name in ("driver_list", "cycle_list", "measure_list", "contact_list", "risk_list"):
        assert client.get(reverse(name, args=[plan.pk])).status_code == 200
    for address in (reverse("plan_list"), reverse("check_in"), reverse("home")):
        assert client.get(address).status_code == 200


def test_plan_priorities_are_named_by_its_writers(world):
    priority = make_priority()
    answer = client_of(world.nurse).post(
        reverse("plan_priorities", args=[world.plan.pk]), {"priorities": [priority.pk]}
    )
    assert answer.status_code == 302
    assert list(world.plan.priorities.all()) == [priority]


def test_a_member_is_taken_off_by_a_lead_of_the_team(world):
    member = TeamMember.objects.create(team=world.team, name="Jo", part="Matron")
    client_of(world.other_nurse).post(reverse("team_member_remove", args=[member.pk]), {})
    assert not TeamMember.objects.exists()


def test_a_team_s_page_takes_the_same_queries_whoever_is_in_it(
    world, django_assert_max_num_queries, django_assert_num_queries
):
    client, address = client_of(world.nurse), reverse("team", args=[world.team.pk])
    make_trust()
    TeamMember.objects.create(team=world.team, name="Jo", part="Matron")
    with django_assert_max_num_queries(40) as few:
        client.get(address)
    for number in range(20):
        TeamMember.objects.create(
            team=world.team, name=f"Jo {number}", part="Nurse", trust=world.joining
        )
    with django_assert_num_queries(len(few)):
        client.get(address)


@pytest.mark.parametrize("who", ["lead", "nurse"])
@pytest.mark.parametrize("there", [True, False])
def test_the_list_of_collaboratives_offers_the_programme_to_create_one(world, who, there):
    client = client_of(getattr(world, who))
    if not there:
        Scheme.objects.update(kind="buddy")
    page = client.get(reverse("collaborative_list")).content.decode()
    offered = f'href="{reverse("scheme_create")}?kind=collaborative"' in page
    assert offered == (who == "lead")
    assert ("No collaborative yet." in page) != there


@pytest.mark.parametrize(
    ("kind", "chosen"),
    [("collaborative", "collaborative"), ("", "buddy"), ("x" * 9000, "buddy"), ("\x00", "buddy")],
)
def test_the_form_of_a_scheme_opens_at_the_kind_that_the_address_names(world, kind, chosen):
    page = client_of(world.lead).get(reverse("scheme_create"), {"kind": kind}).content.decode()
    (ticked,) = re.findall(r'<input[^>]*name="kind"[^>]*checked', page)
    assert f'value="{chosen}"' in ticked
