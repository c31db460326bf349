"""Actions: the table of a plan's page, the page of one action, and the box that asks to answer."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from markupsafe import Markup

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.models import User
from buddy_portal.design import dates
from buddy_portal.design.addresses import address_of
from buddy_portal.design.tables import Cell, Column, LastingRow, Row, Table
from buddy_portal.design.tags import Tag
from improvement_plans import rules, selectors, time_box
from improvement_plans.models import Action, ActionState, Claim, Plan, ProgressUpdate
from improvement_plans.presenters import evidence as shown_evidence
from improvement_plans.presenters.evidence import EvidenceLine, evidence_lines
from improvement_plans.presenters.tags import action_tag
from improvement_plans.selectors import StatedAction
from improvement_plans.states import ENDED_ACTIONS
from improvement_plans.status import Status

GONE = "Somebody who has left"
Partners = Mapping[int, str]
_NOWRAP = Markup('<span class="app-nowrap">{}</span>')


def named(person: User | None, partners: Partners) -> str:
    """A person's name; a partner's as they agreed to be named."""
    if person is None:
        return GONE
    return partners.get(person.pk) or str(person)


def actions_table(shown: Sequence[StatedAction], partners: Partners, *, asked: int = 0) -> Table:
    """The actions with the worked-out status beside what the owner says.

    `asked` is the id of the action whose answer box stands above.
    """
    return Table(
        caption="Actions",
        columns=[
            Column("Action"),
            Column("Owner"),
            Column("Due"),
            Column("Status, worked out", card="Status"),
            Column("Owner says"),
            Column("Why", card=""),
        ],
        rows=[_row(each, partners, asked) for each in shown],
        sticky=True,
        empty="No actions here.",
    )


def _row(each: StatedAction, partners: Partners, asked: int) -> Row:
    action, status = each.action, each.status
    return _lasting_row(
        _Shown(
            pk=action.pk,
            text=action.text,
            owner=owner_words(action, partners),
            due=action.due,
            moved=_moved(action),
            tag=action_tag(each),
            claim=action.claim,
            differs=status.differs,
            reason=status.reason,
            is_asked=action.pk == asked,
        )
    )


class _Shown(NamedTuple):
    """All that the row of an action is made of."""

    pk: int
    text: str
    owner: str
    due: datetime.date
    moved: str
    tag: Tag
    claim: str
    differs: bool
    reason: str
    is_asked: bool


@lru_cache(maxsize=5_000)
def _lasting_row(shown: _Shown) -> LastingRow:
    """Made once for equal values (docs/decisions/0013-made-once-for-equal-values.md)."""
    return LastingRow(
        cells=[
            Cell(shown.text, href=address_of("action_detail", shown.pk)),
            shown.owner,
            Cell(markup=_NOWRAP.format(dates.day(shown.due)), note=shown.moved),
            Cell(tag=shown.tag),
            Cell(
                Claim(shown.claim).label if shown.claim else "-",
                note="Differs from the facts" if shown.differs else "",
            ),
            Cell(shown.reason, note="Answer above" if shown.is_asked else ""),
        ],
        anchor=f"action-{shown.pk}",
        selected=shown.is_asked,
    )


def owner_words(action: Action, partners: Partners) -> str:
    """The owner, with what they are if they are a partner."""
    if action.owner is None:
        return "Nobody"
    partner = partners.get(action.owner.pk)
    if partner is None:
        return str(action.owner)
    return partner if partner == "A partner" else f"{partner}, partner"


def _moved(action: Action) -> str:
    return f"first {dates.day(action.original_due)}" if action.due_changes else ""


@dataclass(frozen=True)
class Said:
    """Something that somebody said about an action, in the order of time."""

    head: str
    who: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Commands:
    """What this person may do with the action today.

    Not a dictionary: a page that asks for its `update` would get the method of that name, which
    is always true.
    """

    update: bool
    move: bool
    review: bool
    end: bool
    embed: bool
    edit: bool
    remove: bool


@dataclass(frozen=True)
class ActionPage:
    """Everything the page of an action shows."""

    action: Action
    plan: Plan
    tag: Tag
    reason: str
    differs: str
    facts: list[tuple[str, str]]
    evidence: list[tuple[str, str]]
    evidence_lines: list[EvidenceLine]
    updates: list[Said]
    reviews: list[Said]
    from_sponsor: list[Said]
    steps: list[tuple[str, str]]
    moved: list[tuple[str, str]]
    may: Commands


def action_page(
    action: Action,
    *,
    access: Access,
    sides: rules.ActionSides,
    partners: Partners,
    today: datetime.date,
) -> ActionPage:
    """An action with its history, which must be loaded, and what this person may do now."""
    each = selectors.stated(action, on=today)
    return ActionPage(
        action=action,
        plan=action.plan,
        tag=action_tag(each),
        reason=status_line(each.status),
        differs=differs_words(action, each.status),
        facts=action_facts(action, partners),
        evidence=evidence_of(action, partners),
        evidence_lines=evidence_lines(action, access=access, sides=sides, partners=partners),
        updates=[_update(update, partners) for update in action.updates.all()],
        reviews=[
            Said(
                review.get_answer_display(),
                _by(review.by, review.at, partners),
                (("", review.reason),) if review.reason else (),
            )
            for review in action.reviews.all()
        ],
        from_sponsor=[
            Said("The executive sponsor", _by(reply.by, reply.at, partners), (("", reply.text),))
            for reply in action.sponsor_replies.all()
        ],
        steps=_steps(action, partners),
        moved=_moves(action, partners),
        may=what_may_be_done(action, access=access, sides=sides, today=today),
    )


def what_may_be_done(
    action: Action, *, access: Access, sides: rules.ActionSides, today: datetime.date
) -> Commands:
    """Which commands this person sees on the page of an action."""
    plan = action.plan
    is_open = action.state not in ENDED_ACTIONS
    report = time_box.may_report(plan, on=today) and is_open
    answer = time_box.may_answer(plan, on=today)
    update = rules.update_action.allows(access, sides)
    review = rules.review_action.allows(access, sides)
    writing = rules.write_plan.allows(access, sides.plan)
    claimed = action.state == ActionState.CLAIMED_DONE
    by_others = claimed and not rules.is_claimed_by(access, action.updates.all())
    return Commands(
        update=report and update,
        move=report and update,
        review=answer and review and by_others,
        end=answer and is_open and not claimed and rules.end_action.allows(access, sides),
        embed=answer and review and action.state == ActionState.CONFIRMED,
        edit=writing and (report or time_box.may_write(plan, on=today)),
        remove=writing and time_box.may_write(plan, on=today),
    )


def _update(update: ProgressUpdate, partners: Partners) -> Said:
    lines = [("", update.text)] if update.text else []
    if update.blockers:
        lines.append(("In the way:", update.blockers))
    if update.help_wanted:
        lines.append(("", "Help is wanted from the buddy."))
    return Said(update.get_claim_display(), _by(update.by, update.at, partners), tuple(lines))


def _by(person: User | None, at: datetime.datetime, partners: Partners) -> str:
    return f"{named(person, partners)}, {dates.moment(at)}"


def _steps(action: Action, partners: Partners) -> list[tuple[str, str]]:
    return [
        (
            step.get_to_state_display(),
            _by(step.by, step.at, partners) + (f": {step.reason}" if step.reason else ""),
        )
        for step in action.steps.all()
    ]


def _moves(action: Action, partners: Partners) -> list[tuple[str, str]]:
    return [
        (
            f"{dates.day(change.from_date)} to {dates.day(change.to_date)}",
            f"{change.reason} ({named(change.by, partners)})",
        )
        for change in action.date_changes.all()
    ]


def evidence_of(action: Action, partners: Partners) -> list[tuple[str, str]]:
    """What stands beside the answer: who claimed it, what they wrote, and what was asked for."""
    claims = [update for update in action.updates.all() if update.claim == Claim.DONE]
    rows: list[tuple[str, str]] = []
    if claims:
        newest = claims[0]
        rows.append(("Claimed done", f"{dates.day(newest.at)} by {named(newest.by, partners)}"))
        rows.append(("What they wrote", newest.text or "Nothing"))
    rows.append(("Evidence", _evidence_link(action)))
    rows.append(("Asked for", action.evidence_expected or "Nothing in particular"))
    return rows


def _evidence_link(action: Action) -> str:
    """What there is, as a link to where it can be opened."""
    words = shown_evidence.counted(action.evidence.all())
    if words == shown_evidence.NONE:
        return words
    there = address_of("action_detail", action.pk)
    return Markup('<a href="{}#evidence">{}</a>').format(there, words)


def differs_words(action: Action, status: Status) -> str:
    """How what the owner says differs from the facts, or nothing."""
    if not status.differs:
        return ""
    says = "it is done" if action.claim == Claim.DONE else "it goes well"
    challenged = action.state == ActionState.CHALLENGED
    return (
        f"The owner says {says}; {'it is challenged' if challenged else 'the dates say otherwise'}."
    )


def status_line(status: Status) -> str:
    """ "Due 3 March 2015, not claimed done", as at a day."""
    return f"{status.reason}. As at {dates.day(status.as_at)}."


def action_facts(action: Action, partners: Partners) -> list[tuple[str, str]]:
    """The facts of an action, in the order in which people ask for them."""
    return [
        ("Aim", action.aim.title if action.aim else "No aim"),
        ("Owner", owner_words(action, partners)),
        ("Supporter", action.supporter or "-"),
        ("Start", dates.day(action.starts_on)),
        ("Due", dates.day(action.due)),
        ("State", action.get_state_display()),
        ("Evidence expected", action.evidence_expected or "-"),
        ("Within our control", "Yes" if action.within_our_control else "No, with the sponsor"),
        *_carried(action),
    ]


def _carried(action: Action) -> list[tuple[str, str]]:
    """From which plan it was carried over, and in which it goes on."""
    later = action.carried_on.all()
    facts = [("Goes on in", f"the plan of {each.plan.scheme}") for each in later]
    earlier = action.carried_from
    if earlier is not None:
        facts.insert(0, ("Carried over from", f"the plan of {earlier.plan.scheme}"))
    return facts


def answer_box(
    page_actions: Sequence[StatedAction], partners: Partners, *, action_id: int
) -> dict[str, Any] | None:
    """The action to answer on the plan's page, with the evidence beside it."""
    found = next((each.action for each in page_actions if each.action.pk == action_id), None)
    if found is None:
        return None
    return {
        "text": found.text,
        "evidence": evidence_of(found, partners),
        "href": address_of("action_review", found.pk),
    }
