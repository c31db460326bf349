"""Applications: a trust writes and sends, its sponsor agrees, the programme decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import Refusal, StaleVersion
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.design.paging import page_links
from trusts import rules
from trusts.forms.applications import ApplicationForm, application_initial
from trusts.forms.filters import ApplicationFilterForm
from trusts.models import Participation, ParticipationState
from trusts.presenters import applications as words
from trusts.presenters.shared_practices import shared_lines
from trusts.presenters.tags import participation_tag
from trusts.refusals import WrongState
from trusts.selectors import participations as selectors
from trusts.selectors.needs import needs_of
from trusts.selectors.schemes import question_labels, scheme_by_id
from trusts.selectors.sponsor_requests import newest_request
from trusts.selectors.trusts import trust_by_code
from trusts.services import applications as services
from trusts.shared_practices import practices_of
from trusts.states import EDITABLE, PARTICIPATION_MOVES, can_move
from trusts.views import lists

S = ParticipationState


@requires(Permission.SEE_SCHEMES)
@require_safe
def participation_list(request: PersonRequest, scheme_id: int) -> HttpResponse:
    """Every application to a scheme, with filters and files, for the programme."""
    rules.can_see_applications.require(access_of(request.user), None)
    scheme = scheme_by_id(scheme_id)
    filters = lists.asked(request, "q", "state", "role")
    found = selectors.applications_to(
        scheme,
        search=filters.get("q", ""),
        state=filters.get("state", ""),
        role=filters.get("role", ""),
    )
    file = lists.download(
        request,
        name=f"{scheme.name} applications",
        columns=words.COLUMNS,
        rows=words.download_rows(found) if "download" in request.GET else [],
    )
    if file is not None:
        return file
    page = lists.page_of(request, found)
    context: dict[str, Any] = {
        "scheme": scheme,
        "filter_form": ApplicationFilterForm(initial=filters),
        "active": [(value, lists.without(filters, name)) for name, value in filters.items()],
        "table": words.application_table(page.object_list, lists.downloads(filters)),
        "pages": page_links(page, request.GET, noun="applications"),
    }
    return render(request, "trusts/participation_list.html", context)


@requires(Permission.SEE_SCHEMES)
@require_safe
def application_start(request: PersonRequest, scheme_id: int) -> HttpResponse:
    """Choose the trust to apply for; with one trust only, straight to its form."""
    scheme, access = scheme_by_id(scheme_id), access_of(request.user)
    trusts = list(selectors.trusts_that_can_apply(scheme, access))
    if len(trusts) == 1:
        return redirect("application_edit", scheme_id=scheme_id, ods_code=trusts[0].ods_code)
    return render(request, "trusts/application_start.html", {"scheme": scheme, "trusts": trusts})


@requires(Permission.SEE_SCHEMES)
@require_http_methods(["GET", "HEAD", "POST"])
def application_edit(request: PersonRequest, scheme_id: int, ods_code: str) -> HttpResponse:
    """A trust's application: saved as a draft, and to come back to."""
    scheme, trust, today = scheme_by_id(scheme_id), trust_by_code(ods_code), timezone.localdate()
    rules.can_apply.require(access_of(request.user), trust.ods_code)
    found = selectors.application_of(scheme, trust)
    # What was typed while a colleague sent it is not lost: the service refuses, beside the text.
    if request.method != "POST" and found is not None and found.state not in EDITABLE:
        return redirect("participation_detail", participation_id=found.pk)
    options: dict[str, Any] = {
        "trust": trust,
        "needs": needs_of(trust, scheme.baseline),
        "today": today,
        "back": (f"Back to {scheme}", reverse("scheme_detail", kwargs={"scheme_id": scheme_id})),
    }
    if request.method == "POST":
        form = ApplicationForm(request.POST, **options)
        if form.is_valid():
            try:
                saved = services.save_application(
                    scheme=scheme,
                    trust=trust,
                    application=form.application(),
                    by=request.user,
                    today=today,
                    read_at=form.read_at(),
                )
            except StaleVersion as stale:
                now = selectors.application_of(scheme, trust)
                form.show_both(stale, version=now.version if now else services.NONE_YET)
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, "Your application has been saved as a draft.")
                return redirect("participation_detail", participation_id=saved.pk)
    else:
        version = found.version if found else services.NONE_YET
        form = ApplicationForm(initial=application_initial(found), read_version=version, **options)
    shared = shared_lines(practices_of(trust.ods_code))
    context = {"form": form, "scheme": scheme, "trust": trust, "shared": shared}
    return render(request, "trusts/application_form.html", context)


@requires(Permission.SEE_SCHEMES)
@require_safe
def participation_detail(request: PersonRequest, participation_id: int) -> HttpResponse:
    """One application: what the trust said, where it stands, and what this person can do."""
    access = access_of(request.user)
    found = selectors.application_for(access, participation_id)
    labels = question_labels(found.scheme.baseline)
    mentors = found.role in services.MENTORS
    context: dict[str, Any] = {
        "found": found,
        "scheme": found.scheme,
        "tag": participation_tag(found),
        "rows": words.application_rows(found, labels),
        "shared": shared_lines(practices_of(found.trust.ods_code), labels=labels)
        if mentors
        else [],
        "next_words": words.next_words(found),
        "link_words": words.link_words(newest_request(found), timezone.now()),
        "missing": [sentence for _field, sentence in services.missing_parts(found)],
        **_what_can_be_done(request, found),
    }
    return render(request, "trusts/participation_detail.html", context)


def _what_can_be_done(request: PersonRequest, found: Participation) -> dict[str, bool]:
    """Which acts the page offers: the rule and the table of moves together."""
    access, state = access_of(request.user), S(found.state)
    writes = rules.can_apply.allows(access, found.trust.ods_code)
    waits_for_sponsor = found.sponsor_agreed_at is None and state in (S.APPLIED, S.ASKED_AGAIN)
    decides = rules.can_decide_applications.allows(access, None)
    return {
        "can_edit": writes and state in EDITABLE,
        "can_send": writes and can_move(PARTICIPATION_MOVES, state, S.APPLIED),
        "can_agree": waits_for_sponsor
        and rules.can_agree_application.allows(access, found.trust.ods_code),
        "can_record_agreement": waits_for_sponsor and decides,
        "can_ask_sponsor": waits_for_sponsor and writes,
        "can_decide": decides and can_move(PARTICIPATION_MOVES, state, S.ASKED_AGAIN),
        "can_withdraw": rules.can_withdraw.allows(access, found)
        and can_move(PARTICIPATION_MOVES, state, S.WITHDRAWN),
    }


@requires(Permission.SEE_SCHEMES)
@require_http_methods(["POST"])
def application_send(request: PersonRequest, participation_id: int) -> HttpResponse:
    """Send an application that has been saved."""
    found = selectors.application_for(access_of(request.user), participation_id)
    try:
        services.send_application(
            participation_id=found.pk, by=request.user, today=timezone.localdate()
        )
    except WrongState as refusal:
        messages.error(request, refusal.sentence)
    except Refusal as refusal:
        messages.error(request, f"The application has not been sent. {refusal.sentence}.")
    else:
        messages.success(request, "Your application has been sent.")
    return redirect("participation_detail", participation_id=participation_id)
