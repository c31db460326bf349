"""Many people at the same time at a real server with two processes and a real database."""

import uuid

import pytest
from django.urls import reverse

from improvement_plans.models import PlanComment, PlanState
from improvement_plans.tests.real.portal import RealPortal
from improvement_plans.tests.services.worlds import make_world

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
EDITORS, COPIES = 50, 20


@pytest.fixture
def started(tmp_path):
    """Starts a portal of these settings."""
    portals = []

    def start(settings):
        portals.append(RealPortal(tmp_path, f"improvement_plans.tests.real.{settings}"))
        portals[-1].start_broker()
        portals[-1].start("web")
        return portals[-1]

    yield start
    for portal in portals:
        portal.stop_all()


@pytest.fixture
def world():
    from django.utils import timezone

    from improvement_plans.tests.real.windows import open_today

    world = make_world(PlanState.DRAFT)
    open_today(timezone.localdate())
    return world


def fifty_titles(portal, world):
    """Fifty people who opened the same version and each typed a title of their own."""
    path = reverse("plan_edit", args=[world.plan.pk])
    forms = [
        {"title": f"Title-{n:02d}-end", "read_version": "1", "form_key": str(uuid.uuid4())}
        for n in range(EDITORS)
    ]
    return portal.post_all([(world.nurse, path, form) for form in forms], at_once=EDITORS)


def twenty_comments(portal, world):
    """The same form, twenty times at once."""
    path = reverse("plan_comment", args=[world.plan.pk])
    form = {"text": "We did the same", "form_key": str(uuid.uuid4())}
    return portal.post_all([(world.mentor, path, form)] * COPIES, at_once=COPIES)


def test_of_fifty_editors_one_saves_and_49_see_both_and_twenty_copies_make_one_row(started, world):
    portal = started("settings")
    answers = fifty_titles(portal, world)
    world.plan.refresh_from_db()
    refused = {n: page for n, (status, page) in enumerate(answers) if status == 200}
    assert [status for status, _page in answers].count(302) == 1
    assert len(refused) == EDITORS - 1
    assert all(world.plan.title in page for page in refused.values())
    assert all(f"Title-{n:02d}-end" in page for n, page in refused.items())

    assert {status for status, _page in twenty_comments(portal, world)} == {302}
    assert PlanComment.objects.count() == 1


def test_planted_faults_are_noticed(started, world):
    """Saves that look at no version, and forms taken in each time."""
    portal = started("faulty_settings")
    saved = [status for status, _page in fifty_titles(portal, world)].count(302)
    assert saved > 1
    twenty_comments(portal, world)
    assert PlanComment.objects.count() == COPIES
