"""The settings of the tests with one more app, for a worker in a process of its own."""

from buddy_portal.settings.test import *  # noqa: F403 - the settings of the tests, and one more
from buddy_portal.settings.test import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "buddy_portal.tests.outbox.slow_job"]
