"""Commitments: the list, one with its record, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from buddy_portal.design.paging import page_links
from improvement_plans.forms.commitments import CommitmentForm, PublishForm, TellForm
from improvement_plans.forms.practices import SayWhyForm
from improvement_plans.listening import rules
from improvement_plans.models import Commitment, CommitmentState
from improvement_plans.presenters import commitments as words
from improvement_plans.selectors import commitments as selectors
from improvement_plans.selectors import engagement
from improvement_plans.services import commitments as services
from improvement_plans.views.listening_pages import WRITERS, act_or_show, chosen, make_or_show
from improvement_plans.views.showing import FormPage, posted
from trusts.models import Scheme, Trust
from trusts.views import lists

TELLERS = (*WRITERS, Permission.SPONSOR_PLANS)
LEADS = (Permission.WRITE_PLANS, Permission.APPROVE_PLANS)


@requires(Permission.SEE_PLANS, guests=True)
@require_safe
def commitment_list(request: PersonRequest) -> HttpResponse:
    """The commitments a person sees, with filters and files."""
    access, today = access_of(request.user), timezone.localdate()
    filters = lists.asked(request, "show", "trust")
    found = selectors.commitments_found(
        access, show=filters.get("show", ""), trust=filters.get("trust", ""), on=today
    )
    rows = words.download_rows(found) if "download" in request.GET else []
    file = lists.download(request, name="commitments", columns=words.COLUMNS, rows=rows)
    if file is not None:
        return file
    page = lists.page_of(request, found)
    trusts, schemes = engagement.places_to_listen(access)
    context = {
        "table": words.commitment_table(
            page.object_list, on=today, downloads=lists.downloads(filters)
        ),
        "pages": page_links(page, request.GET.dict(), noun="commitments"),
        "shows": words.show_links(filters, selectors.counts_by_show(access, on=today)),
        "may_write": bool(trusts or schemes),
        "has_role": bool(access.roles),
        "is_filtered": bool(filters),
    }
    return render(request, "improvement_plans/commitment_list.html", context)


@requires(Permission.SEE_PLANS, guests=True)
@require_safe
def commitment(request: PersonRequest, commitment_id: int) -> HttpResponse:
    """One commitment with its record."""
    access, today = access_of(request.user), timezone.localdate()
    found = selectors.commitment_visible_to(access, commitment_id)
    side = rules.Side.of(found)
    leads = rules.lead_listening.allows(access, side)
    plan = selectors.plan_seen_with(access, found)
    context = {
        "commitment": found,
        "tag": words.state_tag(found, on=today),
        "facts": words.commitment_facts(found),
        "record": words.record_lines(selectors.updates_of(found)),
        "action": found.action if plan else None,
        "may_act": words.may_become_action(found, plan, access, on=today),
        "may_tell": services.can_tell(request.user, found),
        "may_change": rules.write_listening.allows(access, side),
        "may_publish": leads and found.state != CommitmentState.PROMISED,
        "may_unpublish": leads and found.published_at is not None,
        "is_kept": found.state == CommitmentState.KEPT,
    }
    return render(request, "improvement_plans/commitment.html", context)


@requires(*WRITERS)
def commitment_new(request: PersonRequest) -> HttpResponse:
    """Make a commitment; from an event's page with that filled in."""
    access = access_of(request.user)
    trusts, schemes = engagement.places_to_listen(access)
    if not trusts and not schemes:
        raise NotAllowed(rules.write_listening.sentence)
    plans = engagement.plans_of_trusts(trusts)
    events = selectors.events_to_promise_from(access, trusts)
    owners = list(selectors.owners_for(_codes(trusts, schemes)))
    event = request.GET.get("event", "")[:20]
    form = CommitmentForm(
        posted(request),
        trusts=trusts,
        schemes=schemes,
        plans=plans,
        events=events,
        owners=owners,
        initial={"event": event, "source": "event"} if event else None,
        back=("Back to commitments", reverse("commitment_list")),
    )

    def make() -> Commitment:
        trust_id, scheme_id = form.owner_keys()
        return services.make_commitment(
            by=request.user,
            trust=next((each for each in trusts if each.pk == trust_id), None),
            scheme=next((each for each in schemes if each.pk == scheme_id), None),
            event=chosen(events, form.cleaned_data["event"]),
            plan=chosen(plans, form.cleaned_data["plan"]),
            values=form.words() | {"owner": chosen(owners, form.cleaned_data["owner"])},
        )

    page = FormPage(
        "Make a commitment",
        "The commitment is made.",
        said="One promise a page.",
        there=reverse("commitment_list"),
    )
    return make_or_show(request, form, make, page, crumbs=[_crumb()], open_at="commitment")


@requires(*WRITERS)
def commitment_edit(request: PersonRequest, commitment_id: int) -> HttpResponse:
    access = access_of(request.user)
    found = selectors.commitment_visible_to(access, commitment_id)
    rules.write_listening.require(access, rules.Side.of(found))
    trusts = [found.trust] if found.trust else []
    schemes = [] if found.trust or found.scheme is None else [found.scheme]
    plans = engagement.plans_of_trusts(trusts)
    events = selectors.events_to_promise_from(access, trusts)
    owners = list(selectors.owners_for(_codes(trusts, schemes)))
    form = CommitmentForm(
        posted(request),
        trusts=trusts,
        schemes=schemes,
        plans=plans,
        events=events,
        owners=owners,
        commitment=found,
        back=_back(found),
    )

    def change() -> None:
        values = form.words() | {
            "owner": chosen(owners, form.cleaned_data["owner"]),
            "event": chosen(events, form.cleaned_data["event"]),
            "plan": chosen(plans, form.cleaned_data["plan"]),
        }
        services.change_commitment(
            by=request.user, commitment=found, read_at=form.read_at(), values=values
        )

    said = "It leaves the public page until a lead publishes it again." * bool(found.published_at)
    page = FormPage("Change the commitment", "The commitment is saved.", said=said, thing=found)
    return _act_or_show(request, form, change, page, found)


@requires(*TELLERS)
def commitment_tell(request: PersonRequest, commitment_id: int) -> HttpResponse:
    """Say how it is going."""
    found = selectors.commitment_visible_to(access_of(request.user), commitment_id)
    services.require_teller(request.user, found)
    form = TellForm(posted(request), commitment=found, back=_back(found))

    def tell() -> None:
        services.tell(
            by=request.user,
            commitment=found,
            read_at=form.read_at(),
            state=CommitmentState(form.cleaned_data["state"]),
            note=form.cleaned_data["note"],
            did=form.cleaned_data["did"],
        )

    page = FormPage("How is it going?", "Saved.", said=f"“{found.text}”", thing=found)
    return _act_or_show(request, form, tell, page, found)


@requires(*LEADS)
def commitment_publish(request: PersonRequest, commitment_id: int) -> HttpResponse:
    found = _to_lead(request, commitment_id)
    form = PublishForm(
        posted(request),
        initial={"did": found.did},
        read_version=found.version,
        back=_back(found),
    )

    def publish() -> None:
        services.publish(
            by=request.user,
            commitment=found,
            read_at=form.read_at(),
            did=form.cleaned_data["did"],
        )

    page = FormPage(
        "Publish “you said, we did”?",
        "It is on the public page.",
        said=f"Everybody can read it. You said: “{found.said}” You are promised: “{found.text}”",
        thing=found,
    )
    return _act_or_show(request, form, publish, page, found)


@requires(*LEADS)
def commitment_unpublish(request: PersonRequest, commitment_id: int) -> HttpResponse:
    found = _to_lead(request, commitment_id)
    form = SayWhyForm(posted(request), submit="Take it off the public page", back=_back(found))

    def unpublish() -> None:
        services.unpublish(by=request.user, commitment=found, reason=form.cleaned_data["reason"])

    page = FormPage("Take it off the public page?", "It is off the public page.")
    return _act_or_show(request, form, unpublish, page, found)


def _to_lead(request: PersonRequest, commitment_id: int) -> Commitment:
    access = access_of(request.user)
    found = selectors.commitment_visible_to(access, commitment_id)
    rules.lead_listening.require(access, rules.Side.of(found))
    return found


def _codes(trusts: Sequence[Trust], schemes: Sequence[Scheme]) -> list[str]:
    """The places whose people may own: trusts by code, the programme as a blank."""
    return [*(each.ods_code for each in trusts), *([""] if schemes else [])]


def _back(commitment: Commitment) -> tuple[str, str]:
    return ("Back to the commitment", reverse("commitment", args=[commitment.pk]))


def _crumb() -> tuple[str, str]:
    return ("Commitments", reverse("commitment_list"))


def _act_or_show(
    request: PersonRequest, form: Any, act: Callable[[], None], page: FormPage, found: Commitment
) -> HttpResponse:
    there = reverse("commitment", args=[found.pk])
    crumbs = [_crumb(), ("Commitment", there)]
    return act_or_show(request, form, act, replace(page, there=there), crumbs=crumbs)
