"""The papers of a meeting: as things stand today, and as they were sent."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.design.downloads import file_response
from improvement_plans.forms.deciding import ConfirmForm
from improvement_plans.presenters.meeting_papers import paper_page
from improvement_plans.printing.meeting_papers import paper_pdf, paper_workbook
from improvement_plans.selectors import meetings as selectors
from improvement_plans.services import meeting_papers as services
from improvement_plans.views.meetings import KEEPERS, act_or_show, back_to
from improvement_plans.views.showing import FormPage, posted

FILES = {"pdf": paper_pdf, "xlsx": paper_workbook}


@requires(Permission.SEE_PLANS, guests=True)
@require_safe
def meeting_pack(request: PersonRequest, meeting_id: int) -> HttpResponse:
    """The pack as it is today, as a page."""
    found = selectors.meeting_visible_to(access_of(request.user), meeting_id)
    facts = services.facts_of_pack(found, on=timezone.localdate())
    context = {"meeting": found, "paper": None, "page": paper_page(facts)}
    return render(request, "improvement_plans/meeting_paper.html", context)


@requires(Permission.SEE_PLANS, guests=True)
@require_safe
def meeting_pack_file(request: PersonRequest, meeting_id: int, kind: str) -> HttpResponse:
    """The pack as it is today, as a file."""
    found = selectors.meeting_visible_to(access_of(request.user), meeting_id)
    if kind not in FILES:
        raise Http404("There is no such file.")
    facts = services.facts_of_pack(found, on=timezone.localdate())
    return _file(FILES[kind](facts), facts, kind)


@requires(Permission.SEE_PLANS, guests=True)
@require_safe
def meeting_paper(request: PersonRequest, paper_id: int) -> HttpResponse:
    """A paper as it was sent, as a page."""
    paper = selectors.paper_visible_to(access_of(request.user), paper_id)
    context = {"meeting": paper.meeting, "paper": paper, "page": paper_page(paper.facts)}
    return render(request, "improvement_plans/meeting_paper.html", context)


@requires(Permission.SEE_PLANS, guests=True)
@require_safe
def meeting_paper_file(request: PersonRequest, paper_id: int, kind: str) -> HttpResponse:
    """A paper as it was sent, as a file: the bytes of that day."""
    paper = selectors.paper_visible_to(access_of(request.user), paper_id)
    if kind not in FILES:
        raise Http404("There is no such file.")
    content = paper.pdf if kind == "pdf" else paper.workbook
    return _file(bytes(content), paper.facts, kind)


@requires(*KEEPERS)
def meeting_send_pack(request: PersonRequest, meeting_id: int) -> HttpResponse:
    """Send the pack to everybody who is asked."""
    found = selectors.meeting_to_keep(access_of(request.user), meeting_id)
    form = ConfirmForm(posted(request), submit="Send the pack", back=back_to(found))

    def send() -> None:
        services.send_pack(by=request.user, meeting=found, today=timezone.localdate())

    page = FormPage(
        "Send the pack?",
        "The pack is on its way.",
        said="It is frozen as things stand today. Everybody who is asked gets an e-mail with the "
        "way to it. What changes later does not change it; you can send another.",
    )
    return act_or_show(request, form, send, page, found)


@requires(*KEEPERS)
def meeting_send_minutes(request: PersonRequest, meeting_id: int) -> HttpResponse:
    """Send the minutes to everybody who was asked."""
    found = selectors.meeting_to_keep(access_of(request.user), meeting_id)
    form = ConfirmForm(posted(request), submit="Send the minutes", back=back_to(found))

    def send() -> None:
        services.send_minutes(by=request.user, meeting=found, today=timezone.localdate())

    page = FormPage(
        "Send the minutes?",
        "The minutes are on their way.",
        said="They are frozen as they are, with the decisions. Everybody who was asked gets an "
        "e-mail with the way to them.",
    )
    return act_or_show(request, form, send, page, found)


def _file(content: bytes, facts: dict[str, Any], kind: str) -> HttpResponse:
    name = f"{facts['part']} {facts['title']} {facts['when']}"
    return file_response(content, name=name, kind=kind)
