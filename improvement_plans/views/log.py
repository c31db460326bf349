"""The contacts log of a pair, and the risks of its plan."""

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
from improvement_plans.forms.deciding import ReasonForm
from improvement_plans.forms.log import ContactForm, RiskForm
from improvement_plans.models import Plan, Risk
from improvement_plans.presenters import rooms as shown
from improvement_plans.selectors import people, rooms
from improvement_plans.services import contacts, risks
from improvement_plans.states import OVER
from improvement_plans.time_box import may_report, may_write
from improvement_plans.views.finding import plan_for
from improvement_plans.views.showing import FormPage, act_or_show, posted


@requires(Permission.SEE_PLANS)
def contact_list(request: PersonRequest, plan_id: int) -> HttpResponse:
    access, today = access_of(request.user), timezone.localdate()
    plan, sides = selectors.plan_visible_to(access, plan_id)
    may_edit = plan.state not in OVER and rules.log_contact.allows(access, sides)
    found = rooms.contacts_of(plan)
    last_on = found[0].on if found else None
    context = {
        "plan": plan,
        "lede": shown.contacts_lede(found),
        "gap": shown.contact_gap(plan, last_on, on=today),
        "table": shown.contacts_table(found, may_edit=may_edit),
        "may_edit": may_edit,
    }
    return render(request, "improvement_plans/contacts.html", context)


@requires(Permission.REVIEW_PLANS, Permission.UPDATE_ACTIONS)
def contact_new(request: PersonRequest, plan_id: int) -> HttpResponse:
    plan, today = plan_for(request, plan_id, rules.log_contact), timezone.localdate()
    form = ContactForm(posted(request), back=_back_to_log(plan))

    def save() -> None:
        values = form.typed_values()
        contacts.log_contact(by=request.user, plan=plan, values=values, today=today)

    page = FormPage("Log a contact with the buddy", "The contact is logged.", there=_log_of(plan))
    return act_or_show(request, form, save, page, plan=plan)


@requires(Permission.REVIEW_PLANS, Permission.UPDATE_ACTIONS)
def contact_edit(request: PersonRequest, plan_id: int, contact_id: int) -> HttpResponse:
    access, today = access_of(request.user), timezone.localdate()
    contact, sides = rooms.contact_visible_to(access, plan_id, contact_id)
    rules.log_contact.require(access, sides)
    plan = contact.plan
    form = ContactForm(posted(request), contact=contact, back=_back_to_log(plan))

    def save() -> None:
        contacts.change_contact(
            by=request.user,
            contact=contact,
            read_at=form.read_at(),
            values=form.typed_values(),
            today=today,
        )

    page = FormPage(
        "Correct the contact", "The contact is saved.", thing=contact, there=_log_of(plan)
    )
    return act_or_show(request, form, save, page, plan=plan)


@requires(Permission.SEE_PLANS)
def risk_list(request: PersonRequest, plan_id: int) -> HttpResponse:
    access, today = access_of(request.user), timezone.localdate()
    plan, sides = selectors.plan_visible_to(access, plan_id)
    open_now = may_write(plan, on=today) or may_report(plan, on=today)
    may_edit = open_now and rules.write_plan.allows(access, sides)
    context = {
        "plan": plan,
        "table": shown.risks_table(
            rooms.risks_of(plan), people.names_of_partners(plan), may_edit=may_edit, on=today
        ),
        "may_edit": may_edit,
    }
    return render(request, "improvement_plans/risks.html", context)


@requires(Permission.WRITE_PLANS)
def risk_new(request: PersonRequest, plan_id: int) -> HttpResponse:
    plan, today = plan_for(request, plan_id, rules.write_plan), timezone.localdate()
    form = RiskForm(posted(request), plan=plan, back=_back_to_risks(plan))

    def save() -> None:
        risks.add_risk(by=request.user, plan=plan, values=form.typed_values(), today=today)

    page = FormPage("Add a risk", "The risk is added.", there=_risks_of(plan))
    return act_or_show(request, form, save, page, plan=plan)


@requires(Permission.WRITE_PLANS)
def risk_edit(request: PersonRequest, plan_id: int, risk_id: int) -> HttpResponse:
    risk = _risk_to_write(request, plan_id, risk_id)
    plan, today = risk.plan, timezone.localdate()
    form = RiskForm(posted(request), plan=plan, risk=risk, back=_back_to_risks(plan))

    def save() -> None:
        risks.change_risk(
            by=request.user,
            risk=risk,
            read_at=form.read_at(),
            values=form.typed_values(),
            today=today,
        )

    page = FormPage(
        "Change the risk",
        "The risk is saved.",
        thing=risk,
        there=_risks_of(plan),
        other=(reverse("risk_close", args=[plan_id, risk_id]), "Close this risk"),
    )
    return act_or_show(request, form, save, page, plan=plan)


@requires(Permission.WRITE_PLANS)
def risk_close(request: PersonRequest, plan_id: int, risk_id: int) -> HttpResponse:
    risk = _risk_to_write(request, plan_id, risk_id)
    plan, today = risk.plan, timezone.localdate()
    form = ReasonForm(posted(request), submit="Close the risk", back=_back_to_risks(plan))

    def close() -> None:
        reason = form.cleaned_data["reason"]
        risks.close_risk(by=request.user, risk=risk, reason=reason, today=today)

    page = FormPage(
        f"Close the risk “{risk.text}”?",
        "The risk is closed, with your reason.",
        said="Close a risk that is gone or has come true. It stays on the list with your reason.",
        there=_risks_of(plan),
    )
    return act_or_show(request, form, close, page, plan=plan)


def _risk_to_write(request: PersonRequest, plan_id: int, risk_id: int) -> Risk:
    access = access_of(request.user)
    risk, sides = rooms.risk_visible_to(access, plan_id, risk_id)
    rules.write_plan.require(access, sides)
    return risk


def _log_of(plan: Plan) -> str:
    return reverse("contact_list", args=[plan.pk])


def _back_to_log(plan: Plan) -> tuple[str, str]:
    return ("Back to the contacts", _log_of(plan))


def _risks_of(plan: Plan) -> str:
    return reverse("risk_list", args=[plan.pk])


def _back_to_risks(plan: Plan) -> tuple[str, str]:
    return ("Back to the risks", _risks_of(plan))
