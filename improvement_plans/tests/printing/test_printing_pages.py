"""Taking a plan out of the portal: who may, what is refused, what the trail says."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from buddy_portal.accounts.models import AuditEvent
from improvement_plans.models import PlanState
from improvement_plans.tests.services.worlds import make_world

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FILES = ["plan_pdf", "plan_summary", "plan_workbook"]


@pytest.fixture
def world():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield make_world(PlanState.ACTIVE)


def get(user, name, world, **query):
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client.get(reverse(name, args=[world.plan.pk]), query)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("who,status", [("member", 200), ("partner", 200), ("outsider", 404)])
def test_who_sees_the_plan_may_take_it_out(world, name, who, status):
    assert get(getattr(world, who), name, world).status_code == status


def test_a_file_is_an_attachment_and_in_the_trail(world):
    file = get(world.mentor, "plan_pdf", world)
    assert file["Content-Disposition"] == 'attachment; filename="plan-trust-mee.pdf"'
    assert file["Content-Type"] == "application/pdf"
    assert AuditEvent.objects.filter(action="downloaded", actor_id=world.mentor.pk).exists()


def test_the_page_offers_the_files_and_the_poster(world):
    page = get(world.nurse, "plan_print", world).content.decode()
    assert all(reverse(name, args=[world.plan.pk]) in page for name in FILES)
    assert "Name the plan’s lead" in page


def test_a_poster_is_made_as_it_was_asked_for(world):
    asked = {"paper": "a3", "help": "Ring us", "contact": "01632 960 100"}
    file = get(world.nurse, "plan_poster", world, **asked)
    assert file["Content-Disposition"] == 'attachment; filename="poster-trust-mee.pdf"'


@pytest.mark.parametrize(
    "typed",
    ["", "x" * 100_000, "a\x00b", "a\x07b"],
    ids=["empty", "100,000 characters", "NUL", "control character"],
)
def test_what_cannot_be_printed_is_said_at_the_form_and_kept(world, typed):
    page = get(world.nurse, "plan_poster", world, paper="a4", help=typed)
    assert page.status_code == 200
    assert "error-summary" in page.content.decode()


@pytest.mark.parametrize(
    "typed", ["👍", "\u202eright to left", "<b>bold</b>", "=1+1", "#pagebreak()"]
)
def test_what_looks_odd_is_printed_as_it_is(world, typed):
    file = get(world.nurse, "plan_poster", world, paper="a4", help=typed)
    assert file["Content-Type"] == "application/pdf"


def test_a_paper_that_there_is_not_is_refused(world):
    page = get(world.nurse, "plan_poster", world, paper="../a4", help="Ring us")
    assert "Choose a size of paper" in page.content.decode()
