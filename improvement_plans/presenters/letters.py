"""The words of the mails about plans. No queries: everything is loaded."""

from __future__ import annotations

from dataclasses import dataclass

from buddy_portal.accounts.models import User
from buddy_portal.design import dates
from improvement_plans.models import Action, Plan, ProgressUpdate, SponsorReply


@dataclass(frozen=True)
class Letter:
    """What one mail says: its subject, its paragraphs, and the one link that matters."""

    subject: str
    sentences: tuple[str, ...]
    link_words: str


def submitted_to_sponsor(plan: Plan) -> Letter:
    return Letter(
        f"A plan waits for your approval: {_mentee(plan)}",
        (
            f"The improvement plan “{plan.title}” has been submitted. It waits for your approval "
            "as its executive sponsor.",
        ),
        "Read the plan and answer",
    )


def submitted_to_buddy(plan: Plan) -> Letter:
    return Letter(
        f"Your buddy’s plan waits for your comment: {_mentee(plan)}",
        (
            f"{_mentee(plan)} has submitted its improvement plan. It cannot be approved before "
            "you, as its mentor, have said what you think.",
        ),
        "Read the plan and comment",
    )


def submitted_to_programme(plan: Plan) -> Letter:
    return Letter(
        f"Plan submitted: {_mentee(plan)}",
        (
            f"{_mentee(plan)} has submitted its improvement plan. You can approve it once its "
            "sponsor has approved and its buddy has commented.",
        ),
        "Read the plan",
    )


def commented(plan: Plan) -> Letter:
    return Letter(
        f"Your plan has a new comment: {_mentee(plan)}",
        (f"There is a new comment on the plan “{plan.title}”.",),
        "Read the comment",
    )


def backed(plan: Plan) -> Letter:
    return Letter(
        f"The sponsor has approved: {_mentee(plan)}",
        (f"The executive sponsor of {_mentee(plan)} has approved the plan “{plan.title}”.",),
        "Read the plan and answer",
    )


def approved(plan: Plan) -> Letter:
    window = f"{dates.day(plan.window_from)} to {dates.day(plan.window_to)}"
    return Letter(
        f"The plan is approved: {_mentee(plan)}",
        (
            f"The plan “{plan.title}” is approved. Its baselines are frozen.",
            f"It runs from {window}.",
        ),
        "Open the plan",
    )


def sent_back(plan: Plan, reason: str) -> Letter:
    return Letter(
        f"Changes to your plan are asked for: {_mentee(plan)}",
        (f"Changes to the plan “{plan.title}” are asked for.", f"The reason given: {reason}"),
        "Change the plan",
    )


def withdrawn(plan: Plan, reason: str) -> Letter:
    return Letter(
        f"The plan is withdrawn: {_mentee(plan)}",
        (f"The plan “{plan.title}” is withdrawn.", f"The reason given: {reason}"),
        "Open the plan",
    )


def extension_asked(plan: Plan, until: object, reason: str) -> Letter:
    return Letter(
        f"More time is asked for: {_mentee(plan)}",
        (
            f"{_mentee(plan)} asks for more time for its plan, until {until}.",
            f"The reason given: {reason}",
        ),
        "Read and answer",
    )


def extension_decided(plan: Plan, granted: bool, answer: str) -> Letter:
    said = "has more time" if granted else "does not get more time"
    end = f"The plan {said}. It ends on {dates.day(plan.window_to)}."
    sentences = (end, f"The programme says: {answer}") if answer else (end,)
    return Letter(f"Your plan {said}: {_mentee(plan)}", sentences, "Open the plan")


def help_wanted(plan: Plan, by: User, updates: list[ProgressUpdate]) -> Letter:
    told = tuple(f"“{update.action.text}”: {_said(update)}" for update in updates)
    return Letter(
        f"Your buddy asks for help: {_mentee(plan)}",
        (f"{_mentee(plan)} asks you for help with its plan.", *told),
        "Open the plan",
    )


def _said(update: ProgressUpdate) -> str:
    parts = [update.get_claim_display().lower(), update.text]
    if update.blockers:
        parts.append(f"in the way: {update.blockers}")
    return ". ".join(part for part in parts if part)


def sponsor_needed(action: Action, blockers: str) -> Letter:
    return Letter(
        f"Your help is needed: {_mentee(action.plan)}",
        (
            f"“{action.text}” is blocked, and its owner says that the team cannot solve it alone.",
            f"In the way: {blockers}",
        ),
        "Look at the action",
    )


def sponsor_replied(reply: SponsorReply) -> Letter:
    action = reply.action
    return Letter(
        f"Your executive sponsor has answered: {_mentee(action.plan)}",
        (f"About “{action.text}”, which is blocked:", reply.text),
        "Look at the action",
    )


def claimed(action: Action) -> Letter:
    return Letter(
        f"Please confirm or challenge: {_mentee(action.plan)}",
        (f"{_mentee(action.plan)} says that “{action.text}” is done.",),
        "Look at it and answer",
    )


def challenged(action: Action, reason: str) -> Letter:
    return Letter(
        f"Your action is not confirmed yet: {_mentee(action.plan)}",
        (f"“{action.text}” was claimed done and is not confirmed yet.", f"The reason: {reason}"),
        "Look at the action",
    )


def _mentee(plan: Plan) -> str:
    return str(plan.trust.name)
