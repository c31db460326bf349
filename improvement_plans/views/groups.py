"""Involvement groups: the list, one group, its members and its advice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotAllowed
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from improvement_plans.forms.deciding import ConfirmForm, CreditForm, GuestForm
from improvement_plans.forms.groups import AdviceAnswerForm, AdviceForm, EndGroupForm, GroupForm
from improvement_plans.listening import rules
from improvement_plans.models import AdviceOutcome, Credit, InvolvementGroup
from improvement_plans.presenters import groups as words
from improvement_plans.selectors import engagement
from improvement_plans.selectors import groups as selectors
from improvement_plans.services import group_ending as ending
from improvement_plans.services import groups as services
from improvement_plans.views.listening_pages import WRITERS, act_or_show, chosen, make_or_show
from improvement_plans.views.showing import FormPage, posted


@requires(Permission.SEE_PLANS, guests=True)
@require_safe
def group_list(request: PersonRequest) -> HttpResponse:
    access = access_of(request.user)
    context = {
        "table": words.group_table(selectors.groups_visible_to(access)),
        "left": selectors.groups_left_by(access),
        "may_found": bool(selectors.trusts_to_found_in(access)),
        "has_role": bool(access.roles),
    }
    return render(request, "improvement_plans/group_list.html", context)


@requires(Permission.SEE_PLANS, guests=True)
@require_safe
def group(request: PersonRequest, group_id: int) -> HttpResponse:
    access = access_of(request.user)
    page = selectors.group_page(access, group_id)
    side = rules.Side(page.group.trust.ods_code)
    leads = rules.lead_listening.allows(access, side)
    writes = rules.write_listening.allows(access, side)
    running = not page.group.has_ended
    context = {
        "group": page.group,
        "ended": words.ended_sentence(page.group),
        "members": words.member_rows(
            page.members, may_lead=leads and running, own_id=access.user_id if running else None
        ),
        "meetings": words.meeting_table(page.meetings),
        "advice": words.advice_table(page.advice, may_answer=writes),
        "may_lead": leads and running,
        "may_write": writes and running,
        "may_advise": running and (writes or page.own is not None),
        "is_member": page.own is not None,
    }
    return render(request, "improvement_plans/group.html", context)


@requires(Permission.WRITE_PLANS)
def group_new(request: PersonRequest) -> HttpResponse:
    access = access_of(request.user)
    codes = selectors.trusts_to_found_in(access)
    trusts = [each for each in engagement.places_to_listen(access)[0] if each.ods_code in codes]
    form = GroupForm(posted(request), trusts=trusts, back=("Back to groups", reverse("group_list")))

    def found() -> InvolvementGroup:
        trust = next(each for each in trusts if str(each.pk) == form.cleaned_data["trust"])
        return services.found_group(by=request.user, trust=trust, values=form.words())

    page = FormPage(
        "Found an involvement group",
        "The group is founded. Invite its members.",
        there=reverse("group_list"),
    )
    return make_or_show(request, form, found, page, crumbs=[_crumb()], open_at="group")


@requires(Permission.WRITE_PLANS)
def group_edit(request: PersonRequest, group_id: int) -> HttpResponse:
    found = _led(request, group_id)
    form = GroupForm(posted(request), trusts=[found.trust], group=found, back=_back(found))

    def change() -> None:
        services.change_group(
            by=request.user, group=found, read_at=form.read_at(), values=form.words()
        )

    page = FormPage("Change the group", "The group is saved.", thing=found)
    return _act_or_show(request, form, change, page, found)


@requires(Permission.WRITE_PLANS)
def group_end(request: PersonRequest, group_id: int) -> HttpResponse:
    """End the group for good, with the reason and the last day."""
    found = _led(request, group_id)
    today = timezone.localdate()
    form = EndGroupForm(posted(request), initial={"on": today}, back=_back(found))

    def end() -> None:
        ending.end_group(by=request.user, group=found, today=today, **form.typed_values())

    ends = selectors.what_ends_with(found, guest_of=services.guest_of(found), today=today)
    page = FormPage("End this group?", "The group has ended.", said=words.ending_words(ends))
    return _act_or_show(request, form, end, page, found)


@requires(Permission.WRITE_PLANS)
def member_invite(request: PersonRequest, group_id: int) -> HttpResponse:
    found = _led(request, group_id)
    form = GuestForm(posted(request), back=_back(found))

    def invite() -> None:
        services.invite_member(by=request.user, group=found, **form.typed_values())

    page = FormPage(
        "Invite a member",
        "The invitation is on its way.",
        said="They get a link by e-mail and see this group only: its meetings, its advice and what "
        "became of it. They say themselves whether and how they are named.",
    )
    return _act_or_show(request, form, invite, page, found)


@requires(Permission.WRITE_PLANS)
def member_chair(request: PersonRequest, group_id: int, user_id: int) -> HttpResponse:
    access = access_of(request.user)
    found = selectors.member_visible_to(access, group_id, user_id).group
    rules.lead_listening.require(access, rules.Side(found.trust.ods_code))
    form = ConfirmForm(posted(request), submit="Make them the chair", back=_back(found))

    def choose() -> None:
        services.choose_chair(by=request.user, group=found, user_id=user_id)

    page = FormPage(
        "Make this member the chair?", "The group has a chair.", said="A group has one chair."
    )
    return _act_or_show(request, form, choose, page, found)


@requires(Permission.SEE_PLANS, guests=True)
def member_credit(request: PersonRequest, group_id: int) -> HttpResponse:
    """A member says how they are named; one who sees the group no more does so too."""
    access = access_of(request.user)
    own = selectors.membership_to_name(access, group_id)
    found, has_left = own.group, own.group in selectors.groups_left_by(access)
    initial = {"credit": own.credit, "alias": own.credited_as}
    back = ("Back to involvement groups", reverse("group_list")) if has_left else _back(found)
    form = CreditForm(posted(request), initial=initial, back=back)

    def choose() -> None:
        services.choose_credit(
            by=request.user,
            group=found,
            credit=Credit(form.cleaned_data["credit"]),
            alias=form.cleaned_data["alias"],
        )

    said = f"You can change it at any time. It is how we thank you for what “{found.name}” advised."
    page = FormPage("Choose how you are named", "Saved.", said=said, there=back[1])
    crumbs = [_crumb()] if has_left else [_crumb(), (found.name, back[1])]
    return act_or_show(request, form, choose, page, crumbs=crumbs, quiet=found.name)


@requires(Permission.SEE_PLANS, guests=True)
def member_end(request: PersonRequest, group_id: int, user_id: int) -> HttpResponse:
    """A member leaves, or the trust's lead ends their part."""
    access = access_of(request.user)
    found = selectors.member_visible_to(access, group_id, user_id).group
    leaves = user_id == request.user.pk
    if not leaves:
        rules.lead_listening.require(access, rules.Side(found.trust.ods_code))
    verb, who = ("Leave this group", "You") if leaves else ("End their part", "They")
    form = ConfirmForm(posted(request), submit=verb, back=_back(found))

    def end() -> None:
        services.end_member(by=request.user, group=found, user_id=user_id)

    page = FormPage(
        f"{verb}?",
        "You have left the group." if leaves else "Their part has ended.",
        said="What was advised stays, and so does the way in which it is credited. "
        f"{who} can still change that, on the page “Involvement groups”.",
        there=reverse("home") if leaves else "",
    )
    return _act_or_show(request, form, end, page, found)


@requires(Permission.SEE_PLANS, guests=True)
def advice_new(request: PersonRequest, group_id: int) -> HttpResponse:
    found = selectors.group_visible_to(access_of(request.user), group_id)
    if not services.can_advise(request.user, found):
        raise NotAllowed("Only members of the group and the trust’s team write its advice.")
    plans = engagement.plans_of_trusts([found.trust]) if access_of(request.user).roles else []
    today = timezone.localdate()
    form = AdviceForm(posted(request), plans=plans, initial={"on": today}, back=_back(found))

    def give() -> None:
        services.give_advice(
            by=request.user,
            group=found,
            plan=chosen(plans, form.cleaned_data["plan"]),
            values={"text": form.cleaned_data["text"], "on": form.cleaned_data["on"]},
            today=today,
        )

    page = FormPage("Write down advice", "The advice is saved.")
    return _act_or_show(request, form, give, page, found)


@requires(*WRITERS)
def advice_answer(request: PersonRequest, advice_id: int) -> HttpResponse:
    access = access_of(request.user)
    advice = selectors.advice_visible_to(access, advice_id)
    rules.write_listening.require(access, rules.Side(advice.group.trust.ods_code))
    form = AdviceAnswerForm(posted(request), advice=advice, back=_back(advice.group))

    def answer() -> None:
        services.answer_advice(
            by=request.user,
            advice=advice,
            read_at=form.read_at(),
            outcome=AdviceOutcome(form.cleaned_data["outcome"]),
            became=form.cleaned_data["became"],
        )

    page = FormPage("What became of the advice?", "Saved.", said=advice.text, thing=advice)
    return _act_or_show(request, form, answer, page, advice.group)


def _led(request: PersonRequest, group_id: int) -> InvolvementGroup:
    access = access_of(request.user)
    found = selectors.group_visible_to(access, group_id)
    rules.lead_listening.require(access, rules.Side(found.trust.ods_code))
    return found


def _back(found: InvolvementGroup) -> tuple[str, str]:
    return ("Back to the group", reverse("group", args=[found.pk]))


def _crumb() -> tuple[str, str]:
    return ("Involvement groups", reverse("group_list"))


def _act_or_show(
    request: PersonRequest,
    form: Any,
    act: Callable[[], object],
    page: FormPage,
    found: InvolvementGroup,
) -> HttpResponse:
    there = reverse("group", args=[found.pk])
    page = replace(page, there=page.there or there)
    crumbs = [_crumb(), (found.name, there)]
    return act_or_show(request, form, act, page, crumbs=crumbs, quiet=found.name)
