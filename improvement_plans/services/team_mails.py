"""Who is told what about a project team. Written in the step's own transaction."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from buddy_portal.accounts.models import User
from buddy_portal.accounts.roles import Role
from buddy_portal.outbox.mail import enqueue_mail
from improvement_plans.collaborating.monthly import MonthFacts
from improvement_plans.models import Abstract, Plan, ProjectTeam, TeamReport
from improvement_plans.selectors import people

LEADS = (Role.TRUST_LEAD, Role.SPONSOR)


def team_started(team: ProjectTeam, plan: Plan, *, by: User) -> None:
    """The leads and sponsors of every organisation of the team."""
    sentences = [
        f"The project team “{team.name}” of {team.cohort.name} has started.",
        f"{plan.trust.name} leads it. Its improvement plan is open for you to write.",
    ]
    to = [person for code in team.codes for person in people.holding(code, LEADS)]
    _send(to, f"Your project team has started: {team.name}", sentences, team, by)


def report_sent_in(report: TeamReport, facts: MonthFacts, *, by: User) -> None:
    """The programme reads of it where a team wants help."""
    if facts.help_wanted:
        sentences = [f"“{report.team.name}” wants help:", *facts.help_wanted]
        subject = f"A project team wants help: {report.team.name}"
        _send(people.programme_leads(), subject, sentences, report.team, by)


def abstract_answered(abstract: Abstract, *, by: User) -> None:
    """Whoever submitted it and the leads of every organisation of the team read the answer."""
    said = [f"“{abstract.title}”: {abstract.get_state_display().lower()}.", abstract.answer]
    leads = (Role.TRUST_LEAD,)
    to = [person for code in abstract.team.codes for person in people.holding(code, leads)]
    to += [abstract.submitted_by] if abstract.submitted_by else []
    subject = f"Your team’s abstract: {abstract.get_state_display().lower()}"
    _send(to, subject, [each for each in said if each], abstract.team, by)


def _send(
    to: Iterable[User], subject: str, sentences: list[str], team: ProjectTeam, by: User
) -> None:
    wanted = {person for person in to if person.is_active and person != by}
    for person in sorted(wanted, key=lambda each: each.email):
        enqueue_mail(
            to=person.email,
            subject=subject,
            template="plan_step",
            context={
                "name": person.get_short_name(),
                "sentences": sentences,
                "link_address": f"{settings.PORTAL_URL}{reverse('team', args=[team.pk])}",
                "link_words": "Open the team",
            },
        )
