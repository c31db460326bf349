"""How far a plan can be said to be, read from plans that carry their evidence."""

from dataclasses import fields

import pytest

from improvement_plans.measures.ceiling import Evidence, Stage
from improvement_plans.models import Plan
from improvement_plans.selectors import ceilings
from improvement_plans.tests.factories import make_plan


def test_evidence_of_plans_is_what_the_stage_is_worked_out_from():
    assert tuple(ceilings.evidence()) == tuple(field.name for field in fields(Evidence))


@pytest.mark.django_db
def test_stage_of_a_loaded_plan_puts_no_further_query_together(monkeypatch):
    make_plan()
    plan = Plan.objects.annotate(**ceilings.evidence()).get()
    monkeypatch.delattr(ceilings, "evidence")
    assert ceilings.ceiling_from(plan).stage is Stage.PLANNING
