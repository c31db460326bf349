"""Every rule of the app, asked of every role, at home and abroad."""

from types import SimpleNamespace

import pytest

from buddy_portal.accounts.access import NOBODY, Access
from buddy_portal.accounts.refusals import NotAllowed
from buddy_portal.accounts.roles import PROGRAMME_ROLES, Role
from trusts import rules

HOME, OTHER = "RTR", "RA7"
PAIR = SimpleNamespace(
    mentor=SimpleNamespace(ods_code=OTHER), mentee=SimpleNamespace(ods_code=HOME)
)
FOREIGN_PAIR = SimpleNamespace(
    mentor=SimpleNamespace(ods_code="RBN"), mentee=SimpleNamespace(ods_code="RTK")
)
OURS = SimpleNamespace(trust=SimpleNamespace(ods_code=HOME))
THEIRS = SimpleNamespace(trust=SimpleNamespace(ods_code=OTHER))
LEAD, ANALYST, ADMIN = "programme_lead", "programme_analyst", "administrator"
NURSE, TEAM, SPONSOR, OBSERVER = "trust_lead", "team_member", "sponsor", "observer"
OFFICE = {LEAD, ANALYST, ADMIN}
AT_TRUST = {NURSE, TEAM, SPONSOR, OBSERVER}

# rule, its thing, who may (every other role may not)
TABLE = [
    ("can_manage_schemes", None, {LEAD}),
    ("can_manage_trusts", None, OFFICE),
    ("can_check_survey_files", None, OFFICE),
    ("can_import_results", None, {LEAD, ANALYST}),
    ("can_see_applications", None, OFFICE),
    ("can_apply", HOME, {LEAD, NURSE}),
    ("can_apply", OTHER, {LEAD}),
    ("can_see_application", HOME, OFFICE | AT_TRUST),
    ("can_see_application", OTHER, OFFICE),
    ("can_agree_application", HOME, {SPONSOR}),
    ("can_agree_application", OTHER, set()),
    ("can_decide_applications", None, {LEAD}),
    ("can_see_results", HOME, OFFICE | AT_TRUST),
    ("can_see_results", OTHER, OFFICE),
    ("can_see_pairing", None, OFFICE),
    ("can_pair", None, {LEAD, ADMIN}),
    ("can_answer_for", HOME, {NURSE, SPONSOR}),
    ("can_answer_for", OTHER, set()),
    ("can_sign_for", HOME, {SPONSOR}),
    ("can_sign_for", OTHER, set()),
    ("can_see_pair", PAIR, OFFICE | AT_TRUST),
    ("can_see_pair", FOREIGN_PAIR, OFFICE),
    ("can_withdraw", OURS, {LEAD, NURSE, SPONSOR}),
    ("can_withdraw", THEIRS, {LEAD}),
]


def access_as(role: Role) -> Access:
    """A person with one role, in the programme or in the trust called HOME."""
    if role in PROGRAMME_ROLES:
        return Access(user_id=1, programme=frozenset({role}))
    return Access(user_id=1, trusts={HOME: frozenset({role})})


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name, thing, allowed", TABLE)
def test_who_may(name, thing, allowed, role):
    assert getattr(rules, name).allows(access_as(role), thing) == (role.value in allowed)


@pytest.mark.parametrize("name, thing, _allowed", TABLE)
def test_nobody_without_a_role_may_anything(name, thing, _allowed):
    with pytest.raises(NotAllowed, match=r"\w+ .*\."):
        getattr(rules, name).require(NOBODY, thing)


def test_every_rule_is_in_the_table():
    declared = {name for name in vars(rules) if name.startswith("can_")}
    assert declared == {name for name, _thing, _allowed in TABLE}
