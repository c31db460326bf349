"""Versions of a plan: its content as plain values, kept and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from buddy_portal.accounts.models import User
from improvement_plans.aim_words import read_from, scale_of
from improvement_plans.models import Action, Aim, ChangeIdea, Plan, PlanVersion
from improvement_plans.selectors import people


def plan_content(plan: Plan) -> dict[str, Any]:
    """The plan's words, aims and actions as plain values.

    A partner's name is not kept: they are named as they wish on the day somebody reads it.
    """
    partners = people.names_of_partners(plan)
    return {
        "title": plan.title,
        "summary": plan.summary,
        "public_summary": plan.public_summary,
        "lead": str(plan.lead or ""),
        "sponsor": str(plan.sponsor or ""),
        "window": [str(plan.window_from), str(plan.window_to)],
        "midpoint": str(plan.midpoint or ""),
        "aims": [_aim(aim) for aim in plan.aims.select_related("question", "own_measure")],
        "ideas": [
            _idea(idea)
            for idea in ChangeIdea.objects.filter(driver__aim__plan=plan).select_related(
                "driver__aim"
            )
        ],
        "actions": [
            _action(action, partners)
            for action in plan.actions.select_related("owner", "aim", "change_idea")
        ],
    }


def _aim(aim: Aim) -> dict[str, Any]:
    return {
        "id": aim.pk,
        "title": aim.title,
        "question": read_from(aim),
        "scale": scale_of(aim),
        "unit": aim.own_measure.unit if aim.own_measure else "",
        "population": aim.population,
        "baseline": aim.baseline,
        "n": aim.baseline_n,
        "target": aim.target,
        "by": str(aim.by_date or ""),
        "why": aim.why,
    }


def _idea(idea: ChangeIdea) -> dict[str, Any]:
    return {
        "id": idea.pk,
        "text": idea.text,
        "driver": str(idea.driver),
        "aim": idea.driver.aim.title,
        "source": idea.source,
        "state": idea.get_state_display(),
    }


def _action(action: Action, partners: Mapping[int, str]) -> dict[str, Any]:
    return {
        "id": action.pk,
        "text": action.text,
        "aim": action.aim.title if action.aim else "",
        "owner_id": action.owner_id,
        "owner": "A partner" if action.owner_id in partners else str(action.owner or ""),
        "supporter": action.supporter,
        "idea": str(action.change_idea or ""),
        "starts": str(action.starts_on),
        "due": str(action.due),
        "evidence": action.evidence_expected,
        "within_our_control": action.within_our_control,
    }


def keep_version(*, plan: Plan, by: User, why: str) -> PlanVersion:
    """Keep the locked plan as it is now. Its number follows the last one."""
    return PlanVersion.objects.create(
        plan=plan, number=plan.versions.count() + 1, by=by, why=why, content=plan_content(plan)
    )
