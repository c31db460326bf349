"""Writing, changing, linking and deleting what patients said.

No text of a comment goes into the audit trail: it says which fields changed, never to what.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import changed_fields, record_event
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.versions import save_version
from improvement_plans import insight_rules as rules
from improvement_plans.deidentifying import look_for
from improvement_plans.insight_words import digest_of, kinds_of, kinds_words, names_nobody, tidy
from improvement_plans.measures.protection import is_small
from improvement_plans.models import Action, Aim, EngagementEvent, Insight, Plan
from improvement_plans.services.naming_nobody import CouldNameSomebody
from trusts.models import Question, Trust

# Neither the words nor how few people said them.
NOT_RECORDED = frozenset({"excerpt", "excerpt_digest", "kept_kinds", "kept_reason", "people"})
FAR_BACK = datetime.date(2000, 1, 1)


class SaidAlready(Refusal):
    """The trust has the same comment of the same day and source."""


def write_insight(
    *,
    by: User,
    trust: Trust,
    values: dict[str, Any],
    today: datetime.date,
    event: EngagementEvent | None = None,
    kept_reason: str = "",
) -> Insight:
    """Store one comment. `values` are fields of Insight: excerpt, source, said_on and so on.

    Raises CouldNameSomebody where the check finds something and no `kept_reason` is given, and
    SaidAlready for a comment that is there.
    """
    with transaction.atomic():
        rules.write_insight.require(access_of(by), trust.ods_code)
        checked = _checked(values, kept_reason=kept_reason, today=today)
        _require_new(trust, checked)
        if event is not None and event.trust_id != trust.pk:
            raise Refusal("This event is not one of your trust’s", field="event")
        insight = Insight.objects.create(
            trust=trust, written_by=by, event=event, plan=event.plan if event else None, **checked
        )
        _record(insight, by=by, action="comment written", reason=_why_kept(checked))
    return insight


def change_insight(
    *,
    by: User,
    insight: Insight,
    read_at: int,
    values: dict[str, Any],
    today: datetime.date,
    kept_reason: str = "",
) -> None:
    """Change a comment's words or facts. Raises StaleVersion where somebody else saved it.

    A number of 1 to 9 people is filled into no form, so one that is left blank stays.
    """
    with transaction.atomic():
        insight = locked(insight)
        rules.write_insight.require(access_of(by), insight.trust.ods_code)
        if values.get("people") is None and is_small(insight.people or 0):
            values = {**values, "people": insight.people}
        checked = _checked(values, kept_reason=kept_reason, today=today)
        changes = changed_fields(insight, checked)
        save_version(insight, read_at=read_at, values=checked)
        told = {name: pair for name, pair in changes.items() if name not in NOT_RECORDED}
        if "excerpt" in changes:
            told["excerpt"] = ("words", "other words")
        _record(insight, by=by, action="comment changed", changes=told, reason=_why_kept(checked))


def link_insight(
    *,
    by: User,
    insight: Insight,
    plan: Plan | None,
    questions: Iterable[Question],
    aims: Iterable[Aim] = (),
    actions: Iterable[Action] = (),
) -> None:
    """Say which plan a comment is shared with, and what it speaks of.

    Aims and actions must be of that plan; the buddy and the plan's partners then see the comment.
    """
    aims, actions = list(aims), list(actions)
    speaks_of: list[Aim | Action] = [*aims, *actions]
    with transaction.atomic():
        insight = locked(insight)
        rules.write_insight.require(access_of(by), insight.trust.ods_code)
        if plan is not None and plan.trust_id != insight.trust_id:
            raise Refusal("This plan is not one of your trust’s", field="plan")
        if any(plan is None or each.plan_id != plan.pk for each in speaks_of):
            raise Refusal(
                "Choose the plan that the aims and actions belong to. A comment is shared with "
                "one plan",
                field="plan",
            )
        before = insight.plan_id
        insight.plan = plan
        insight.version += 1
        insight.save(update_fields=["plan", "version"])
        insight.questions.set(questions)
        insight.aims.set(aims)
        insight.actions.set(actions)
        changes: dict[str, tuple[object, object]] = {}
        if before != insight.plan_id:
            changes["plan"] = (before, insight.plan_id)
        _record(insight, by=by, action="comment linked", changes=changes)


def delete_insight(*, by: User, insight: Insight, reason: str) -> None:
    """Delete a comment and its codings for good. The trail keeps that it was, not its words."""
    if not reason.strip():
        raise Refusal("Say why the comment is deleted", field="reason")
    with transaction.atomic():
        insight = locked(insight)
        rules.delete_insight.require(access_of(by), insight)
        _record(insight, by=by, action="comment deleted", reason=reason.strip())
        insight.delete()


def locked(insight: Insight) -> Insight:
    """The comment as it is now, held until the transaction ends."""
    return (
        Insight.objects.select_for_update(of=("self",))
        .select_related("trust", "plan__pair")
        .get(pk=insight.pk)
    )


def _checked(values: dict[str, Any], *, kept_reason: str, today: datetime.date) -> dict[str, Any]:
    """The fields as they are stored, when nothing in them names anybody."""
    excerpt = tidy(values["excerpt"])
    if not excerpt:
        raise Refusal("Enter what was said", field="excerpt")
    if not FAR_BACK <= values["said_on"] <= today:
        raise Refusal("The date must be today or in the past", field="said_on")
    if not names_nobody(values.get("service", "")):
        raise Refusal("Name the service, not a person", field="service")
    found = look_for(excerpt)
    if found and not kept_reason.strip():
        kinds = kinds_words(kinds_of(found))
        raise CouldNameSomebody(
            f"This could say who somebody is ({kinds}). Change it, or say why it may stay",
            field="excerpt",
        )
    return {
        **values,
        "excerpt": excerpt,
        "excerpt_digest": digest_of(excerpt),
        "kept_kinds": kinds_of(found),
        "kept_reason": kept_reason.strip() if found else "",
    }


def _require_new(trust: Trust, values: dict[str, Any]) -> None:
    same = Insight.objects.filter(
        trust=trust,
        **{name: values[name] for name in ("excerpt_digest", "said_on", "source")},
    )
    if same.exists():
        raise SaidAlready(
            "Your trust has this comment of this day and source already", field="excerpt"
        )


def _why_kept(values: dict[str, Any]) -> str:
    if not values["kept_kinds"]:
        return ""
    return f"Kept {kinds_words(values['kept_kinds'])}: {values['kept_reason']}"


def _record(insight: Insight, *, by: User, action: str, **more: Any) -> None:
    record_event(by=by, action=action, thing=insight, trust_code=insight.trust.ods_code, **more)
