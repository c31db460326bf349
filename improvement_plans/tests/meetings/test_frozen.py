"""Papers of a meeting stay as they were sent: the database refuses, whoever asks."""

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from buddy_portal.tests.web_role import SCRIPT
from improvement_plans.models import MeetingPaper
from improvement_plans.tests.meetings.factories import make_meeting, make_paper
from improvement_plans.tests.services.worlds import make_world

pytestmark = pytest.mark.django_db
FAULTS = [
    "UPDATE improvement_plans_meetingpaper SET pdf = 'other'",
    "UPDATE improvement_plans_meetingpaper SET workbook = 'other'",
    "UPDATE improvement_plans_meetingpaper SET facts = '{}'",
    "UPDATE improvement_plans_meetingpaper SET as_at = as_at - 1",
    "UPDATE improvement_plans_meetingpaper SET sha256 = ''",
    "DELETE FROM improvement_plans_meetingpaper",
]


@pytest.fixture
def paper():
    world = make_world()
    return make_paper(make_meeting(world.pair.mentee, world.plan, people=[world.nurse]))


def run(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("fault", FAULTS)
def test_the_owner_of_the_tables_is_refused_by_a_trigger(paper, fault):
    with pytest.raises(ProgrammingError, match="never changed or deleted"):
        run(fault)


@pytest.mark.parametrize("fault", [*FAULTS, "TRUNCATE improvement_plans_meetingpaper"])
def test_the_web_role_is_refused(paper, as_web_role, fault):
    with pytest.raises(DatabaseError, match="permission denied"):
        run(fault)


@pytest.mark.parametrize("fault", FAULTS)
def test_the_web_role_with_more_rights_than_it_should_have_is_refused_by_the_trigger(paper, fault):
    run(SCRIPT.read_text())
    run("GRANT ALL ON improvement_plans_meetingpaper TO buddy_web")
    run("SET LOCAL ROLE buddy_web")
    with pytest.raises(ProgrammingError, match="never changed or deleted"):
        run(fault)
    run("RESET ROLE")


def test_a_meeting_with_papers_is_not_deleted(paper):
    with pytest.raises(ProgrammingError), transaction.atomic():
        paper.meeting.delete()
    assert MeetingPaper.objects.filter(pk=paper.pk).exists()


def test_who_sent_a_paper_may_be_forgotten(paper, as_web_role):
    run("UPDATE improvement_plans_meetingpaper SET sent_by_id = NULL")
    assert MeetingPaper.objects.get().sent_by is None
