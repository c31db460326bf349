"""Going back over a migration that made room for more: refused in words while it is in use."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.exceptions import IrreversibleError

from improvement_plans.models import Aim
from improvement_plans.tests.collaborating.worlds import make_team_world
from improvement_plans.tests.factories import make_aim, make_plan

pytestmark = pytest.mark.django_db
AIMS = import_module("improvement_plans.migrations.0017_aims_of_groups_and_measures")
TEAMS = import_module("improvement_plans.migrations.0018_collaboratives")


def go_back(migration):
    """What runs first on the way back over a migration that reads data."""
    codes = [each for each in migration.Migration.operations if hasattr(each, "reverse_code")]
    with connection.schema_editor() as editor:
        codes[-1].reverse_code(apps, editor)


def test_a_team_s_plan_stops_the_way_back_and_stays():
    world = make_team_world()
    with pytest.raises(IrreversibleError, match="1 of the plans belong to project teams"):
        go_back(TEAMS)
    world.plan.refresh_from_db()


def test_an_aim_of_a_tumour_group_stops_the_way_back():
    make_aim(make_plan())
    Aim.objects.update(tumour_group="Lung")
    with pytest.raises(IrreversibleError, match="tumour group"):
        go_back(AIMS)


def test_nothing_stops_the_way_back_where_there_is_nothing_to_lose():
    make_aim(make_plan())
    go_back(TEAMS)
    go_back(AIMS)
