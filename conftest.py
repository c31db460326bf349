"""Fixtures for every app's tests: a browser, a Celery worker, the role of the web process."""

from hypothesis import settings

pytest_plugins = [
    "buddy_portal.tests.browser",
    "buddy_portal.tests.emptying",
    "buddy_portal.tests.limits",
    "buddy_portal.tests.web_role",
    "buddy_portal.tests.worker_process",
]

# An example that takes long says that the machine is busy, not that the code is wrong.
settings.register_profile("unhurried", parent=settings(), deadline=None)
settings.load_profile("unhurried")
