"""One enumeration of permissions and one table from role to permissions.

A permission says what kind of thing a role may do at all. Whether it may do so to this very
object (is this user's trust in this pair?) is said by the rules of the app that owns the object.
Lived-experience partners are guests of a plan, not holders of a role: see improvement_plans.rules.
"""

from collections.abc import Iterable
from enum import StrEnum

from buddy_portal.accounts.roles import Role


class Permission(StrEnum):
    SEE_SCHEMES = "see schemes"
    MANAGE_SCHEMES = "create and change schemes"
    SEE_TRUSTS = "see trusts"
    MANAGE_TRUSTS = "import and change trusts"
    SEE_SURVEY_RESULTS = "see survey results"
    CHECK_SURVEY_FILES = "check survey files in a trial run"
    IMPORT_SURVEY_RESULTS = "import survey results"
    APPLY = "apply to take part for a trust"
    AGREE_APPLICATION = "agree to an application as executive sponsor"
    DECIDE_APPLICATIONS = "accept and decline applications"
    SEE_PAIRING = "see the pairing of a scheme"
    PAIR_TRUSTS = "propose and end pairs"
    ANSWER_PROPOSALS = "accept and decline a proposed pair"
    SEE_PLANS = "see improvement plans"
    WRITE_PLANS = "write an improvement plan"
    UPDATE_ACTIONS = "update the actions of a plan"
    REVIEW_PLANS = "comment on, confirm and challenge a plan"
    SPONSOR_PLANS = "approve a plan as executive sponsor"
    APPROVE_PLANS = "approve a plan for the programme"
    INVITE_GUESTS = "invite guests to a plan"
    SEE_EVALUATIONS = "see evaluations before they are published"
    COMPILE_EVALUATIONS = "compile an evaluation"
    SIGN_OFF_REPORTS = "sign off and publish a report"
    CHECK_FACTS = "check the facts of a report about their trust"
    SEE_AUDIT = "see and download the audit trail"
    SEE_OUTBOX = "see which mails and jobs went out, and try failed ones again"
    INVITE_PEOPLE = "invite people and end memberships"
    INVITE_COLLEAGUES = "invite colleagues to their own trust"
    USE_ADMIN = "use the admin site"


P = Permission
_READ_PROGRAMME = {
    P.SEE_SCHEMES,
    P.SEE_TRUSTS,
    P.SEE_SURVEY_RESULTS,
    P.SEE_PAIRING,
    P.SEE_PLANS,
    P.SEE_EVALUATIONS,
    P.SEE_AUDIT,
}
_READ_TRUST = {P.SEE_SCHEMES, P.SEE_TRUSTS, P.SEE_SURVEY_RESULTS, P.SEE_PLANS}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.PROGRAMME_LEAD: frozenset(
        _READ_PROGRAMME
        | {
            P.MANAGE_SCHEMES,
            P.MANAGE_TRUSTS,
            P.CHECK_SURVEY_FILES,
            P.IMPORT_SURVEY_RESULTS,
            P.DECIDE_APPLICATIONS,
            P.PAIR_TRUSTS,
            P.APPROVE_PLANS,
            P.REVIEW_PLANS,
            P.COMPILE_EVALUATIONS,
            P.SIGN_OFF_REPORTS,
            P.SEE_OUTBOX,
            P.INVITE_PEOPLE,
        }
    ),
    Role.PROGRAMME_ANALYST: frozenset(
        _READ_PROGRAMME
        | {
            P.MANAGE_TRUSTS,
            P.CHECK_SURVEY_FILES,
            P.IMPORT_SURVEY_RESULTS,
            P.COMPILE_EVALUATIONS,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        _READ_PROGRAMME
        | {
            P.MANAGE_TRUSTS,
            P.CHECK_SURVEY_FILES,
            P.PAIR_TRUSTS,
            P.SEE_OUTBOX,
            P.INVITE_PEOPLE,
            P.USE_ADMIN,
        }
    ),
    Role.TRUST_LEAD: frozenset(
        _READ_TRUST
        | {
            P.APPLY,
            P.ANSWER_PROPOSALS,
            P.WRITE_PLANS,
            P.UPDATE_ACTIONS,
            P.REVIEW_PLANS,
            P.INVITE_GUESTS,
            P.CHECK_FACTS,
            P.INVITE_COLLEAGUES,
        }
    ),
    Role.TEAM_MEMBER: frozenset(_READ_TRUST | {P.UPDATE_ACTIONS}),
    Role.SPONSOR: frozenset(
        _READ_TRUST
        | {P.AGREE_APPLICATION, P.ANSWER_PROPOSALS, P.SPONSOR_PLANS, P.REVIEW_PLANS, P.CHECK_FACTS}
    ),
    Role.OBSERVER: frozenset(_READ_TRUST),
}


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """Everything that any of the roles may do."""
    return frozenset().union(*(PERMISSIONS[role] for role in roles))
