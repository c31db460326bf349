"""What a plan needs before it can be submitted: one list, for the guard and for the page. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from improvement_plans.models import Action, Aim, Plan


class NeedKind(StrEnum):
    LEAD = "lead"
    SPONSOR = "sponsor"
    FIRST_AIM = "first_aim"
    AIM = "aim"
    ACTION = "action"
    PARTNER = "partner"


@dataclass(frozen=True)
class Need:
    """One thing that must be there. `ask` says what to do where it is not, as part of a sentence.

    `aim_id` names the aim that it belongs to.
    """

    kind: NeedKind
    title: str
    ask: str
    is_met: bool
    so_far: str = ""
    aim_id: int | None = None


def needs_of(
    plan: Plan, *, aims: Iterable[Aim], actions: Iterable[Action], has_partner: bool
) -> list[Need]:
    """Everything that a plan needs, in the order of its writing, from what is loaded."""
    listed, with_action = list(aims), {action.aim_id for action in actions}
    needs = [
        Need(NeedKind.LEAD, "A lead", "name a lead", plan.lead_id is not None, _name(plan.lead)),
        Need(
            NeedKind.SPONSOR,
            "An executive sponsor",
            "name an executive sponsor",
            plan.sponsor_id is not None,
            _name(plan.sponsor),
        ),
    ]
    if not listed:
        ask = "add an aim with a question, a baseline, a target and a date"
        needs.append(Need(NeedKind.FIRST_AIM, "A first aim", ask, is_met=False))
    for aim in listed:
        needs += [_whole_aim(aim), _an_action(aim, aim.pk in with_action)]
    return [*needs, _partner(plan, has_partner=has_partner)]


def unmet(needs: Iterable[Need]) -> list[Need]:
    """What is still missing."""
    return [need for need in needs if not need.is_met]


def _whole_aim(aim: Aim) -> Need:
    return Need(
        NeedKind.AIM,
        f"The aim “{aim.title}” with its baseline, target and date",
        f"complete the aim “{aim.title}” with its target and date",
        None not in (aim.baseline, aim.target, aim.by_date),
        aim_id=aim.pk,
    )


def _an_action(aim: Aim, there: bool) -> Need:
    return Need(
        NeedKind.ACTION,
        f"An action for the aim “{aim.title}”",
        f"add an action for the aim “{aim.title}”",
        there,
        aim_id=aim.pk,
    )


def _partner(plan: Plan, *, has_partner: bool) -> Need:
    reason = plan.no_partner_reason
    return Need(
        NeedKind.PARTNER,
        "A lived-experience partner, or why there is none",
        "invite a lived-experience partner or say why there is none",
        has_partner or bool(reason),
        "" if has_partner or not reason else f"None: {reason}",
    )


def _name(person: object) -> str:
    return str(person) if person else ""
