"""The agenda of a meeting and what was decided: made, put right, written down, settled."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from improvement_plans.forms.agendas import DecisionForm, ItemForm, OrderForm, SettleForm
from improvement_plans.forms.deciding import ConfirmForm
from improvement_plans.meetings import rules
from improvement_plans.presenters import meeting_lists as shown
from improvement_plans.selectors import meetings as selectors
from improvement_plans.selectors import plan_visible_to
from improvement_plans.services import agendas as services
from improvement_plans.services import meeting_decisions as decisions
from improvement_plans.views.meetings import KEEPERS, act_or_show, back_to
from improvement_plans.views.showing import FormPage, posted
from trusts.views import lists


@requires(*KEEPERS)
def meeting_agenda(request: PersonRequest, meeting_id: int) -> HttpResponse:
    """Make the agenda from what is recorded today, or bring it up to date."""
    found = selectors.meeting_to_keep(access_of(request.user), meeting_id)
    again = found.agenda_made_at is not None
    verb = "Bring the agenda up to date" if again else "Make the agenda"
    form = ConfirmForm(posted(request), submit=verb, back=back_to(found))

    def make() -> None:
        services.make_agenda(by=request.user, meeting=found, today=timezone.localdate())

    kept = "What you added, left out or moved stays; what is new comes last. " if again else ""
    page = FormPage(
        f"{verb}?",
        "The agenda is as things stand today.",
        said=f"{kept}It is made from what is due, challenged, stale or blocked in the plans that "
        "the meeting covers, from risks, measures and commitments, and from what was decided "
        "before and is not settled.",
    )
    return act_or_show(request, form, make, page, found)


@requires(*KEEPERS)
def item_new(request: PersonRequest, meeting_id: int) -> HttpResponse:
    """Put something of one's own on the agenda."""
    found = selectors.meeting_to_keep(access_of(request.user), meeting_id)
    plans = selectors.plans_covered(found)
    form = ItemForm(posted(request), plans=plans, back=back_to(found))

    def add() -> None:
        typed = form.cleaned_data
        plan = next((each for each in plans if str(each.pk) == typed["plan"]), None)
        services.add_item(
            by=request.user, meeting=found, plan=plan, text=typed["text"], why=typed["why"]
        )

    page = FormPage("Add to the agenda", "It is on the agenda.")
    return act_or_show(request, form, add, page, found)


@requires(*KEEPERS)
def agenda_order(request: PersonRequest, meeting_id: int) -> HttpResponse:
    """Put the items in order, and leave some out."""
    found = selectors.meeting_to_keep(access_of(request.user), meeting_id)
    form = OrderForm(posted(request), items=selectors.items_of(found), back=back_to(found))

    def arrange() -> None:
        services.arrange(
            by=request.user, meeting=found, places=form.places(), left_out=form.left_out()
        )

    page = FormPage(
        "Put the agenda in order",
        "The agenda is saved.",
        said="Change the number of an item to move it there; the others make room. What you "
        "leave out stays in this list.",
    )
    return act_or_show(request, form, arrange, page, found)


@requires(*KEEPERS)
def decision_new(request: PersonRequest, meeting_id: int) -> HttpResponse:
    """Write down a decision, and what follows from it."""
    access, today = access_of(request.user), timezone.localdate()
    found = selectors.meeting_to_keep(access, meeting_id)
    plans, items = selectors.plans_covered(found), selectors.items_of(found)
    owners = list(selectors.people_to_ask(found.trust, found.scheme, on=today))
    side = rules.Side.of(found)
    form = DecisionForm(
        posted(request),
        items=[item for item in items if not item.is_dropped],
        plans=plans,
        owners=owners,
        names=selectors.partner_names(found),
        may_act=rules.add_actions.allows(access, side),
        may_promise=rules.make_promises.allows(access, side),
        initial={"plan": str(plans[0].pk) if len(plans) == 1 else ""},
        back=back_to(found),
    )

    def decide() -> None:
        typed = form.cleaned_data
        decisions.decide(
            by=request.user,
            meeting=found,
            text=typed["text"],
            item=next((each for each in items if str(each.pk) == typed["item"]), None),
            plan=next((each for each in plans if str(each.pk) == typed["plan"]), None),
            follows=form.follow_up(
                next((each for each in owners if str(each.pk) == typed["owner"]), None)
            ),
            today=today,
        )

    page = FormPage("Write down a decision", "The decision is saved.")
    return act_or_show(request, form, decide, page, found)


@requires(*KEEPERS)
def decision_settle(request: PersonRequest, decision_id: int) -> HttpResponse:
    """Say what became of a decision."""
    access = access_of(request.user)
    decision = selectors.decision_visible_to(access, decision_id)
    rules.keep_meetings.require(access, rules.Side.of(decision.meeting))
    form = SettleForm(
        posted(request), read_version=decision.version, back=back_to(decision.meeting)
    )

    def settle() -> None:
        decisions.settle(
            by=request.user,
            decision=decision,
            read_at=form.read_at(),
            became=form.cleaned_data["became"],
            today=timezone.localdate(),
        )

    page = FormPage("Settle the decision", "The decision is settled.", said=decision.text)
    return act_or_show(request, form, settle, page, decision.meeting)


@requires(Permission.SEE_PLANS)
@require_safe
def plan_decisions(request: PersonRequest, plan_id: int) -> HttpResponse:
    """What meetings decided about a plan, for the two trusts and the programme."""
    access = access_of(request.user)
    plan, _sides = plan_visible_to(access, plan_id)
    decided = selectors.decisions_about(plan)
    names = selectors.names_for(plan.trust)
    rows = shown.decision_rows(decided, names)
    file = lists.download(
        request, name=f"decisions {plan.title}", columns=shown.DECISION_COLUMNS, rows=rows
    )
    if file is not None:
        return file
    context = {
        "plan": plan,
        "table": shown.decisions_table(
            decided,
            names,
            visible=selectors.meetings_among(access, decided),
            downloads=lists.downloads({}),
        ),
        "may_see_meetings": selectors.may_see_meetings_of(access, plan),
    }
    return render(request, "improvement_plans/plan_decisions.html", context)
