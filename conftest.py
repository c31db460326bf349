"""Fixtures for every app's tests: a real browser, and a real Celery worker."""

pytest_plugins = [
    "buddy_portal.tests.browser",
    "buddy_portal.tests.emptying",
    "buddy_portal.tests.limits",
    "buddy_portal.tests.worker_process",
]
