"""The same processes with planted faults."""

from improvement_plans.tests.real.settings import *  # noqa: F403 - the same settings
from improvement_plans.tests.real.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "improvement_plans.tests.real.planted.apps.PlantedFaults"]
