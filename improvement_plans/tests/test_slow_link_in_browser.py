"""On a ward with a slow link: pages are light, and what is sent twice is taken in once."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Page, Response

from buddy_portal.tests.browser import begin_session
from improvement_plans.models import PlanState, ProgressUpdate
from improvement_plans.tests.factories import make_action
from improvement_plans.tests.services.worlds import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIGHT = 100 * 1024
SLOW = {
    "offline": False,
    "latency": 900,
    "downloadThroughput": 30_000,
    "uploadThroughput": 15_000,
}
"""A bad mobile link: milliseconds to the first byte, then bytes a second."""
COMPRESSED = {".css", ".js", ".svg"}


@pytest.fixture
def world():
    world = make_world(PlanState.ACTIVE)
    with time_machine.travel("2015-03-03T14:05:00+00:00", tick=True):
        yield world


@pytest.fixture
def member_page(world, new_page: Callable[..., Page], live_server) -> Callable[..., Page]:
    def bring(**options: object) -> Page:
        page = new_page(**options)
        begin_session(page.context, world.member, live_server.url)
        return page

    return bring


def bytes_sent(answer: Response) -> int:
    """What the answer weighs on the way: static files go out compressed, pages as they are."""
    body = answer.body()
    is_static = Path(urlsplit(answer.url).path).suffix in COMPRESSED
    return len(brotli.compress(body)) if is_static else len(body)


def weight_of_first_view(page: Page, address: str) -> int:
    """Everything that a browser fetches which was never here before."""
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    page.goto(address, wait_until="networkidle")
    assert len(answers) > 5
    return sum(map(bytes_sent, answers))


def test_a_plan_and_its_check_in_weigh_at_most_100_kb_on_first_view(world, member_page):
    for number in range(12):
        make_action(world.plan, world.action.aim, text=f"Action {number}", owner=world.member)
    plan = reverse("plan_detail", args=[world.plan.pk])
    weights = {at: weight_of_first_view(member_page(), at) for at in (plan, reverse("check_in"))}
    assert all(0 < weight <= LIGHT for weight in weights.values()), weights


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_check_in_pressed_twice_on_a_slow_link_is_taken_in_once(world, member_page, scripts):
    page = member_page(java_script_enabled=scripts)
    page.goto(reverse("check_in"))
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
    page.get_by_label("On track").check()
    page.get_by_role("button", name="Send check-in").dblclick()
    page.get_by_text("1 update saved").wait_for()
    assert ProgressUpdate.objects.get().by == world.member
