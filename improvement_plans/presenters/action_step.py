"""The one thing that a person should do next with an action."""

from __future__ import annotations

from django.urls import reverse

from improvement_plans.models import Action, ActionState, ProgressUpdate, ReviewAnswer
from improvement_plans.presenters.actions import ActionPage, Partners, named

Step = dict[str, str]


def step_of(page: ActionPage, *, partners: Partners, call: ProgressUpdate | None) -> Step | None:
    """Answer what is claimed done, help, answer a challenge, or say how it goes; or nothing."""
    action = page.action
    if page.may.review:
        return _step(
            "This action is claimed done.",
            "Look at what the owner wrote, then confirm or challenge it.",
            "Confirm or challenge",
            reverse("action_review", args=[action.pk]),
        )
    if call is not None:
        return _step(
            f"{named(call.by, partners)} asks you for help.",
            f"“{call.blockers or call.text}”" if call.blockers or call.text else "",
            "Answer with a comment",
            f"{reverse('plan_detail', args=[action.plan_id])}#comments",
        )
    if page.may.update:
        return _report(action, partners)
    return None


def _report(action: Action, partners: Partners) -> Step:
    update = reverse("action_update", args=[action.pk])
    newest = next(iter(action.reviews.all()), None)
    if action.state != ActionState.CHALLENGED or newest is None:
        return _step("How does it go?", "One choice and one line.", "Update", update)
    asks = "asks for more" if newest.answer == ReviewAnswer.MORE else "challenges this"
    return _step(
        f"{named(newest.by, partners)} {asks}.",
        f"“{newest.reason}” Add evidence below, or say what you changed.",
        "Update",
        update,
    )


def _step(strong: str, text: str, action: str, href: str) -> Step:
    return {"strong": strong, "text": text, "action": action, "href": href}
