"""A pair with people on both sides, and a plan in the state a test needs."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from buddy_portal.accounts.models import User
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import LONG_AGO, make_person, make_user
from improvement_plans.models import Action, Claim, Plan, PlanComment, PlanGuest, PlanState
from improvement_plans.tests.factories import make_action, make_aim, make_plan
from trusts.models import BuddyPair, Question
from trusts.tests.factories import make_pair, make_question, make_scheme, make_score, make_trust

IN_WINDOW = datetime.date(2015, 4, 16)
BEFORE_WINDOW = datetime.date(2015, 1, 20)
AFTER_WINDOW = datetime.date(2015, 8, 3)


@dataclass
class World:
    """Who is there, and what they work on."""

    pair: BuddyPair
    question: Question
    nurse: User
    member: User
    sponsor: User
    mentor: User
    lead: User
    partner: User
    observer: User
    outsider: User
    plan: Plan
    action: Action


def make_world(state: str = PlanState.DRAFT) -> World:
    scheme = make_scheme()
    mentor, mentee = make_trust("MOR"), make_trust("MEE")
    question = make_question(scheme.baseline, "Q18")
    make_score(question, mentee, 63.8, 298)
    pair = make_pair(scheme, mentor, mentee)
    nurse = make_person(Role.TRUST_LEAD, "MEE")
    sponsor = make_person(Role.SPONSOR, "MEE")
    member = make_person(Role.TEAM_MEMBER, "MEE")
    plan = make_plan(
        pair, state=state, lead=nurse, sponsor=sponsor, no_partner_reason="None found yet"
    )
    action = make_action(plan, make_aim(plan, question), owner=member)
    partner = make_user("Lin Carter")
    PlanGuest.objects.create(plan=plan, user=partner, starts_on=LONG_AGO)
    return World(
        pair=pair,
        question=question,
        nurse=nurse,
        member=member,
        sponsor=sponsor,
        mentor=make_person(Role.TRUST_LEAD, "MOR"),
        lead=make_person(Role.PROGRAMME_LEAD),
        partner=partner,
        observer=make_person(Role.OBSERVER, "MEE"),
        outsider=make_person(Role.TRUST_LEAD, "OUT"),
        plan=plan,
        action=action,
    )


def mentor_speaks(world: World) -> None:
    PlanComment.objects.create(plan=world.plan, by=world.mentor, text="Good", speaks_for="mentor")


def new_report(world: World, claim: Claim = Claim.ON_TRACK, **fields: object) -> dict[str, Any]:
    """What `update_action` takes, from a page of its own."""
    return {
        "action": world.action,
        "form_key": uuid.uuid4(),
        "claim": claim,
        "today": IN_WINDOW,
        **fields,
    }
