"""The worker fixture runs a real worker on the test's own database."""

import pytest

from buddy_portal.local_services.records import start_time

pytestmark = pytest.mark.worker


def test_worker_runs_until_it_is_killed_and_can_start_again(celery_worker_process):
    worker = celery_worker_process
    first = worker.child.pid
    worker.kill()
    assert start_time(first) == ""
    worker.start()
    assert worker.child.pid != first
