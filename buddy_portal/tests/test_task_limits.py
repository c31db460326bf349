"""A task whose soft limit lies above its hard one is never published: Celery refuses it."""

import pytest

from buddy_portal.celery import app

app.loader.import_default_modules()
OWN = sorted(name for name in app.tasks if not name.startswith("celery."))


def limits(task):
    soft = task.soft_time_limit or app.conf.task_soft_time_limit
    return soft, task.time_limit or app.conf.task_time_limit


@pytest.mark.parametrize("name", OWN)
def test_every_task_can_be_published(name):
    soft, hard = limits(app.tasks[name])
    assert soft <= hard


def test_a_task_that_lowers_only_its_hard_limit_is_noticed():
    @app.task(name="planted", time_limit=120)
    def planted() -> None:
        """The planted fault."""

    soft, hard = limits(planted)
    assert soft > hard
    app.tasks.pop("planted")
