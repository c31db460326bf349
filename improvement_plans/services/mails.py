"""Who is told of each step of a plan. Written in the step's own transaction."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from buddy_portal.accounts.models import User
from buddy_portal.accounts.roles import Role
from buddy_portal.outbox.mail import enqueue_mail
from improvement_plans.models import Action, Plan, ProgressUpdate, SponsorReply
from improvement_plans.presenters import letters
from improvement_plans.selectors import people

BUDDIES = (Role.TRUST_LEAD, Role.SPONSOR)


def plan_submitted(plan: Plan, *, by: User) -> None:
    """Sponsor, buddy and programme each learn what waits for them."""
    _send([plan.sponsor], letters.submitted_to_sponsor(plan), plan, by)
    _send(_buddies(plan), letters.submitted_to_buddy(plan), plan, by)
    _send(people.programme_leads(), letters.submitted_to_programme(plan), plan, by)


def plan_commented(plan: Plan, *, by: User) -> None:
    _send([plan.lead], letters.commented(plan), plan, by)


def plan_backed(plan: Plan, *, by: User) -> None:
    """The sponsor approved: now the programme decides."""
    _send(people.programme_leads(), letters.backed(plan), plan, by)


def plan_approved(plan: Plan, *, by: User) -> None:
    _send([plan.lead, plan.sponsor, *_buddies(plan)], letters.approved(plan), plan, by)


def plan_sent_back(plan: Plan, reason: str, *, by: User) -> None:
    _send([plan.lead], letters.sent_back(plan, reason), plan, by)


def plan_over(plan: Plan, reason: str, *, by: User) -> None:
    """A withdrawn plan: everybody who works on it learns so."""
    _send([plan.lead, plan.sponsor, *_buddies(plan)], letters.withdrawn(plan, reason), plan, by)


def extension_asked(plan: Plan, until: object, reason: str, *, by: User) -> None:
    _send(people.programme_leads(), letters.extension_asked(plan, until, reason), plan, by)


def extension_decided(plan: Plan, *, granted: bool, answer: str, by: User) -> None:
    _send([plan.lead, plan.sponsor], letters.extension_decided(plan, granted, answer), plan, by)


def help_wanted(plan: Plan, updates: Iterable[ProgressUpdate], *, by: User) -> None:
    """The buddy reads what the owner said, in one mail however many actions it is about."""
    _send(_buddies(plan), letters.help_wanted(plan, by, list(updates)), plan, by)


def sponsor_needed(action: Action, blockers: str, *, by: User) -> None:
    """Blocked and outside the trust's own control: the sponsor is asked to act."""
    plan = action.plan
    _send([plan.sponsor], letters.sponsor_needed(action, blockers), action, by)


def sponsor_replied(reply: SponsorReply, *, by: User) -> None:
    """Who waits for the sponsor reads the answer."""
    action = reply.action
    _send([action.owner, action.plan.lead], letters.sponsor_replied(reply), action, by)


def action_claimed(action: Action, *, by: User) -> None:
    """The buddy is asked to confirm or challenge."""
    _send(_buddies(action.plan), letters.claimed(action), action, by)


def action_sent_back(action: Action, reason: str, *, by: User) -> None:
    _send([action.owner], letters.challenged(action, reason), action, by)


def _buddies(plan: Plan) -> list[User]:
    """Who answers the plan: people of the mentor, or of the team's other organisations."""
    if plan.pair is not None:
        return people.holding(plan.pair.mentor.ods_code, BUDDIES)
    others = [code for code in plan.codes if code != plan.trust.ods_code]
    return [person for code in others for person in people.holding(code, BUDDIES)]


def _send(
    to: Iterable[User | None], letter: letters.Letter, thing: Plan | Action, by: User
) -> None:
    name = "plan_detail" if isinstance(thing, Plan) else "action_detail"
    send_letter(to, letter, address=reverse(name, args=[thing.pk]), by=by)


def send_letter(
    to: Iterable[User | None], letter: letters.Letter, *, address: str, by: User
) -> None:
    """One mail for each person who can sign in; nobody is told what they did themselves."""
    wanted = {person for person in to if person is not None and person.is_active}
    for person in sorted(wanted - {by}, key=lambda each: each.email):
        enqueue_mail(
            to=person.email,
            subject=letter.subject,
            template="plan_step",
            context={
                "name": person.get_short_name(),
                "sentences": letter.sentences,
                "link_address": f"{settings.PORTAL_URL}{address}",
                "link_words": letter.link_words,
            },
        )
