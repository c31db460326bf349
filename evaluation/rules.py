"""Who may compile, sign off, publish and read evaluations: pure questions."""

from __future__ import annotations

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import Rule
from evaluation.models import Report, TrustCheck
from trusts.models import Scheme


def _compiled_by_another(access: Access, report: Report) -> bool:
    return (
        access.may_in_programme(Permission.SIGN_OFF_REPORTS)
        and access.user_id is not None
        and report.compiled_by_id != access.user_id
    )


def _may_compile(access: Access, _scheme: Scheme) -> bool:
    return access.may_in_programme(Permission.COMPILE_EVALUATIONS)


def _may_settle(access: Access, _scheme: Scheme) -> bool:
    return access.may_in_programme(Permission.MANAGE_SCHEMES)


def _may_publish(access: Access, _report: Report) -> bool:
    return access.may_in_programme(Permission.SIGN_OFF_REPORTS)


def _may_run_fact_check(access: Access, _report: Report) -> bool:
    return access.may_in_programme(Permission.COMPILE_EVALUATIONS)


def _checks_facts(access: Access, check: TrustCheck) -> bool:
    return check.trust_code in access.trusts_where(Permission.CHECK_FACTS)


def _leads(access: Access, _scheme: Scheme) -> bool:
    return access.may_in_programme(Permission.SIGN_OFF_REPORTS)


compile_evaluation: Rule[Scheme] = Rule(
    _may_compile, "Only programme leads and analysts compile an evaluation."
)
sign_off_report: Rule[Report] = Rule(
    _compiled_by_another,
    "A report is signed off by another programme lead than the person who compiled it.",
)
publish_report: Rule[Report] = Rule(_may_publish, "Only a programme lead publishes a report.")
run_fact_check: Rule[Report] = Rule(
    _may_run_fact_check, "Only programme leads and analysts run the fact check of a report."
)
check_facts: Rule[TrustCheck] = Rule(
    _checks_facts, "The facts about a trust are checked by its lead nurse or its sponsor."
)
freeze_protocol: Rule[Scheme] = Rule(
    _may_settle, "Only programme leads freeze a protocol or change it."
)
cancel_run: Rule[Scheme] = Rule(
    _may_compile, "Only programme leads and analysts cancel an evaluation."
)
run_team_survey: Rule[Scheme] = Rule(
    _may_compile, "Only programme leads and analysts run a team survey."
)
write_report_text: Rule[Scheme] = Rule(
    _leads, "Only a programme lead writes the foreword and the context of reports."
)
