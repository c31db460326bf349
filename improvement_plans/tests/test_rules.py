"""Who may do what with a plan: every rule over every kind of person."""

import pytest

from buddy_portal.accounts.access import NOBODY, Access
from buddy_portal.accounts.roles import Role
from improvement_plans import rules
from improvement_plans.rules import ActionSides, EvidenceSides, PlanSides

OWNER = 7
PEOPLE = {
    "nurse": Access(1, trusts={"MEE": frozenset({Role.TRUST_LEAD})}),
    "member": Access(2, trusts={"MEE": frozenset({Role.TEAM_MEMBER})}),
    "owner": Access(OWNER, trusts={"MEE": frozenset({Role.TEAM_MEMBER})}),
    "owning nurse": Access(OWNER, trusts={"MEE": frozenset({Role.TRUST_LEAD})}),
    "sponsor": Access(3, trusts={"MEE": frozenset({Role.SPONSOR})}),
    "observer": Access(4, trusts={"MEE": frozenset({Role.OBSERVER})}),
    "mentor's nurse": Access(5, trusts={"MOR": frozenset({Role.TRUST_LEAD})}),
    "mentor's sponsor": Access(6, trusts={"MOR": frozenset({Role.SPONSOR})}),
    "mentor's member": Access(8, trusts={"MOR": frozenset({Role.TEAM_MEMBER})}),
    "outsider": Access(9, trusts={"OUT": frozenset({Role.TRUST_LEAD, Role.SPONSOR})}),
    "lead": Access(10, programme=frozenset({Role.PROGRAMME_LEAD})),
    "analyst": Access(11, programme=frozenset({Role.PROGRAMME_ANALYST})),
    "administrator": Access(12, programme=frozenset({Role.ADMINISTRATOR})),
    "partner": Access(13),
    "owning partner": Access(OWNER),
    "nobody": NOBODY,
}
PARTNERS = {"partner", "owning partner"}
NURSES = {"nurse", "owning nurse"}
ANSWERING = {"sponsor", "mentor's nurse", "mentor's sponsor", "lead"}
PROGRAMME = {"lead", "analyst", "administrator"}
ALLOWED = {
    "write_plan": NURSES,
    "sponsor_plan": {"sponsor"},
    "approve_plan": {"lead"},
    "decide_plan": {"sponsor", "lead"},
    "steer_plan": NURSES | {"lead"},
    "comment_plan": NURSES | ANSWERING | PARTNERS,
    "invite_guest": NURSES,
    "choose_credit": PARTNERS,
    "tell_part": NURSES | PARTNERS,
    "log_contact": NURSES | ANSWERING - {"lead"} | {"member", "owner", "mentor's member"},
}
ON_ACTIONS = {
    "update_action": NURSES | {"owner", "owning partner"},
    "review_action": {"nurse"} | ANSWERING,
    "end_action": NURSES,
}
# Evidence that the owner of the action added.
ON_EVIDENCE = {
    "remove_evidence": NURSES | {"owner", "owning partner"},
    "verify_evidence": {"nurse"} | ANSWERING,
}


def sides_for(who):
    return PlanSides("MOR", "MEE", is_guest=who in PARTNERS)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("rule", ALLOWED)
def test_each_rule_of_a_plan_over_each_person(rule, who):
    allowed = getattr(rules, rule).allows(PEOPLE[who], sides_for(who))
    assert allowed is (who in ALLOWED[rule])


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("rule", ON_ACTIONS)
def test_each_rule_of_an_action_over_each_person(rule, who):
    sides = ActionSides(sides_for(who), OWNER)
    assert getattr(rules, rule).allows(PEOPLE[who], sides) is (who in ON_ACTIONS[rule])


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("rule", ON_EVIDENCE)
def test_each_rule_of_evidence_over_each_person(rule, who):
    sides = EvidenceSides(ActionSides(sides_for(who), OWNER), OWNER)
    assert getattr(rules, rule).allows(PEOPLE[who], sides) is (who in ON_EVIDENCE[rule])


def test_evidence_that_nobody_added_is_not_everybodys():
    sides = EvidenceSides(ActionSides(sides_for("nobody"), None), None)
    assert not rules.remove_evidence.allows(NOBODY, sides)


@pytest.mark.parametrize("who", PEOPLE)
def test_who_sees_a_plan(who):
    sees = rules.can_see(PEOPLE[who], sides_for(who))
    assert sees is (who not in {"outsider", "nobody"})


def test_every_rule_of_the_module_is_in_the_tables():
    found = {name for name, value in vars(rules).items() if isinstance(value, rules.Rule)}
    assert found == ALLOWED.keys() | ON_ACTIONS.keys() | ON_EVIDENCE.keys()


def test_an_action_whose_owner_has_left_belongs_to_nobody():
    sides = ActionSides(PlanSides("MOR", "MEE"), None)
    assert not rules.update_action.allows(NOBODY, sides)
    assert not rules.review_action.allows(NOBODY, sides)
    assert rules.review_action.allows(PEOPLE["mentor's nurse"], sides)
