"""Certificates of a cohort, one for each team and each member, and its report, as tagged PDFs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from buddy_portal.design import dates
from buddy_portal.design.printing import set_pdf
from improvement_plans.models import Cohort, ProjectTeam, TeamMember
from improvement_plans.presenters.collaboratives import organisations_words

_HERE = Path(__file__).parent


def certificates_pdf(cohort: Cohort, teams: Sequence[ProjectTeam], *, fictional: bool) -> bytes:
    """A page for each team and each of its members; the same facts give the same bytes."""
    return set_pdf(
        _HERE / "certificates.typ",
        {
            "title": f"Certificates: {cohort.name}",
            "fictional": fictional,
            "scheme": str(cohort.scheme),
            "cohort": cohort.name,
            "days": f"{dates.day(cohort.starts_on)} to {dates.day(cohort.ends_on)}",
            "pages": [page for team in teams for page in pages_of(team)],
        },
    )


def pages_of(team: ProjectTeam) -> list[dict[str, Any]]:
    """The team's own certificate, then one for each member by name."""
    told = [each.title for each in team.abstracts.all()]
    organisations = organisations_words(team)
    whole = {
        "name": team.name,
        "part": organisations,
        "why": "took part as a project team",
        "told": told,
    }
    return [whole, *(_of_member(team, each) for each in team.members.all())]


def cohort_report_pdf(facts: Mapping[str, Any]) -> bytes:
    """The cohort report; the same facts give the same bytes."""
    return set_pdf(_HERE / "cohort_report.typ", facts)


def _of_member(team: ProjectTeam, member: TeamMember) -> dict[str, Any]:
    role = "Executive sponsor" if member.is_sponsor else member.part
    role = "Lived-experience partner" if member.is_partner else role
    where = f", {member.trust.name}" if member.trust else ""
    return {
        "name": member.name,
        "part": f"{role}{where}",
        "why": f"took part in the project team “{team.name}”",
        "told": [],
    }
