"""What plans need by the clock is in the beat schedule: a task nobody starts does nothing."""

from buddy_portal.celery import app
from improvement_plans import tasks


def scheduled():
    return {entry["task"] for entry in app.conf.beat_schedule.values()}


def test_every_task_of_plans_is_started_by_the_clock():
    own = {task.name for task in vars(tasks).values() if hasattr(task, "delay")}
    assert own
    assert own <= scheduled()
