"""The sponsor's page, a sponsor's answer, and looks at sustainability."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from improvement_plans import rules, selectors
from improvement_plans.forms.sustaining import SponsorReplyForm, sustainability_form
from improvement_plans.presenters import escalations as shown
from improvement_plans.presenters import sustaining as looks
from improvement_plans.selectors import escalations
from improvement_plans.selectors.people import names_of_partners_in
from improvement_plans.selectors.sustaining import checks_of
from improvement_plans.services.escalating import reply_as_sponsor
from improvement_plans.services.sustaining import check_sustainability, moment_due
from improvement_plans.views.finding import plan_for
from improvement_plans.views.showing import FormPage, act_or_show, posted


@requires(Permission.SPONSOR_PLANS)
def sponsor_page(request: PersonRequest) -> HttpResponse:
    """Approvals and escalations of the trusts that this person sponsors, on one page."""
    access, today = access_of(request.user), timezone.localdate()
    actions = escalations.escalations_for(access)
    partners = names_of_partners_in({action.plan_id for action in actions})
    context = {
        "approvals": shown.approvals_table(escalations.plans_to_back(access), on=today),
        "escalations": [
            shown.escalation_of(each, partners.get(each.plan_id, {}), on=today) for each in actions
        ],
        "today": today,
    }
    return render(request, "improvement_plans/sponsor.html", context)


@requires(Permission.SPONSOR_PLANS)
def sponsor_reply(request: PersonRequest, action_id: int) -> HttpResponse:
    access, today = access_of(request.user), timezone.localdate()
    action, sides = selectors.action_visible_to(access, action_id)
    rules.sponsor_plan.require(access, sides.plan)
    there = reverse("sponsor_page")
    form = SponsorReplyForm(posted(request), back=("Back to your approvals", there))

    def reply() -> None:
        reply_as_sponsor(by=request.user, action=action, text=form.cleaned_data["text"])

    facts = shown.escalation_of(action, selectors.names_of_partners(action.plan), on=today)
    page = FormPage(
        f"Answer about “{action.text}”",
        "Your answer is sent.",
        facts=(
            ("In the way", facts.in_the_way),
            ("Clock", f"{facts.clock.text}. {facts.turns}"),
            *facts.answers,
        ),
        there=there,
    )
    return act_or_show(request, form, reply, page, plan=action.plan, action=action)


@requires(Permission.SEE_PLANS)
def sustainability(request: PersonRequest, plan_id: int) -> HttpResponse:
    access, today = access_of(request.user), timezone.localdate()
    plan, sides = selectors.plan_visible_to(access, plan_id)
    checks = checks_of(plan)
    due = moment_due(plan, today=today) if rules.write_plan.allows(access, sides) else None
    context = {
        "plan": plan,
        "table": looks.checks_table(checks),
        "any": bool(checks),
        "weak": looks.weak_factors(checks),
        "looks": looks.looks_of(checks),
        "due": due.label.lower() if due else "",
    }
    return render(request, "improvement_plans/sustainability.html", context)


@requires(Permission.WRITE_PLANS)
def sustainability_check(request: PersonRequest, plan_id: int) -> HttpResponse:
    today = timezone.localdate()
    plan = plan_for(request, plan_id, rules.write_plan)
    moment = moment_due(plan, today=today)
    there = reverse("sustainability", args=[plan_id])
    form = sustainability_form()(
        posted(request), moment=moment, back=("Back to sustainability", there)
    )

    def save() -> None:
        check_sustainability(by=request.user, plan=plan, today=today, **form.values())

    page = FormPage(
        "Will the change last?",
        "Your answers are saved.",
        said="Choose the level that fits best today. Be honest: low levels show where to work.",
        facts=(("When", moment.label if moment else "No look is due now"),),
        there=there,
    )
    return act_or_show(request, form, save, page, plan=plan)
