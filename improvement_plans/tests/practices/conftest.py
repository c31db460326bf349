"""The world of these tests: a pair with a closed plan."""

import pytest

from improvement_plans.models import PlanState
from improvement_plans.tests.services.worlds import make_world


@pytest.fixture
def world():
    return make_world(PlanState.CLOSED)
