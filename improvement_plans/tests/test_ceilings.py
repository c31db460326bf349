"""How far a plan can be said to be, read from plans that carry their evidence."""

from dataclasses import fields

from improvement_plans.measures.ceiling import Evidence
from improvement_plans.selectors import ceilings


def test_evidence_of_plans_is_what_the_stage_is_worked_out_from():
    assert tuple(ceilings.evidence()) == tuple(field.name for field in fields(Evidence))
