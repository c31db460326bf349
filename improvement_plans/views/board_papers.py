"""The board paper of commitments, and recommendations to alliances with their answers."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.design.downloads import file_response
from improvement_plans.forms.commitments import (
    AnswerForm,
    BoardPaperForm,
    FromEventForm,
    RecommendationForm,
)
from improvement_plans.listening import rules
from improvement_plans.presenters import commitments as words
from improvement_plans.printing.board_papers import board_paper_pdf
from improvement_plans.selectors import board_papers as papers
from improvement_plans.selectors import engagement
from improvement_plans.selectors import recommendations as selectors
from improvement_plans.services import recommendations as services
from improvement_plans.views.listening_pages import act_or_show, chosen, show
from improvement_plans.views.showing import FormPage, posted


@requires(Permission.SEE_PLANS)
@require_safe
def board_paper(request: PersonRequest) -> HttpResponse:
    """Ask of whom and as at which day; then the PDF."""
    access = access_of(request.user)
    trusts = papers.trusts_of_papers(access)
    programme = access.may_in_programme(Permission.SEE_PLANS)
    asked = request.GET if "whose" in request.GET else None
    form = BoardPaperForm(
        asked,
        trusts=trusts,
        programme=programme,
        initial={"on": timezone.localdate()},
        back=("Back to commitments", reverse("commitment_list")),
    )
    if asked is not None and form.is_valid():
        on = form.cleaned_data["on"]
        paper = papers.board_paper_of(access, whose=form.cleaned_data["whose"], on=on)
        content = board_paper_pdf(
            paper.stood,
            paper.recommendations,
            whose=paper.whose,
            on=on,
            fictional=settings.DEMONSTRATION,
        )
        return file_response(content, name=f"board paper {paper.whose} {on}", kind="pdf")
    page = FormPage(
        "Board paper",
        "",
        said="Every commitment as it stood at the end of a day, told from its record, as a PDF.",
    )
    return show(request, form, page, crumbs=[("Commitments", reverse("commitment_list"))])


@requires(Permission.SEE_PLANS)
@require_safe
def recommendation_list(request: PersonRequest) -> HttpResponse:
    access = access_of(request.user)
    may_write = rules.recommend.allows(access, None)
    found = list(selectors.recommendations_visible_to(access))
    context = {
        "table": words.recommendation_table(
            found, may_answer=may_write, events=selectors.events_seen(access, found)
        ),
        "may_write": may_write,
    }
    return render(request, "improvement_plans/recommendation_list.html", context)


@requires(Permission.APPROVE_PLANS)
def recommendation_new(request: PersonRequest) -> HttpResponse:
    access = access_of(request.user)
    rules.recommend.require(access, None)
    _trusts, schemes = engagement.places_to_listen(access)
    events = selectors.events_to_trace(access)
    form = RecommendationForm(
        posted(request),
        schemes=schemes,
        alliances=selectors.alliances(),
        events=events,
        initial={"event": request.GET.get("event", "")[:20]},
        back=_back(),
    )

    def make() -> None:
        _trust_id, scheme_id = form.owner_keys()
        services.recommend(
            by=request.user,
            scheme=next(each for each in schemes if each.pk == scheme_id),
            event=chosen(events, form.cleaned_data["event"]),
            values=form.words(),
        )

    there = reverse("recommendation_list")
    page = FormPage("Recommend to an alliance", "The recommendation is made.", there=there)
    return act_or_show(request, form, make, page, crumbs=[("Recommendations", there)])


@requires(Permission.APPROVE_PLANS)
def recommendation_event(request: PersonRequest, recommendation_id: int) -> HttpResponse:
    """Say, or correct, at which event a recommendation came up."""
    access = access_of(request.user)
    rules.recommend.require(access, None)
    found = selectors.recommendation_visible_to(access, recommendation_id)
    events = selectors.events_to_trace(access)
    initial = {"event": str(found.event_id or "")}
    form = FromEventForm(posted(request), events=events, initial=initial, back=_back())

    def say() -> None:
        event = chosen(events, form.cleaned_data["event"])
        services.say_event(by=request.user, recommendation=found, event=event)

    there = reverse("recommendation_list")
    page = FormPage("Where does it come from?", "Saved.", said=found.text, there=there)
    return act_or_show(request, form, say, page, crumbs=[("Recommendations", there)])


@requires(Permission.APPROVE_PLANS)
def recommendation_answer(request: PersonRequest, recommendation_id: int) -> HttpResponse:
    access = access_of(request.user)
    rules.recommend.require(access, None)
    found = selectors.recommendation_visible_to(access, recommendation_id)
    form = AnswerForm(posted(request), recommendation=found, back=_back())

    def answer() -> None:
        services.answer(
            by=request.user,
            recommendation=found,
            read_at=form.read_at(),
            values=form.typed_values(),
            today=timezone.localdate(),
        )

    there = reverse("recommendation_list")
    page = FormPage(
        f"What did {found.alliance} answer?",
        "The answer is saved.",
        said=found.text,
        thing=found,
        there=there,
    )
    return act_or_show(request, form, answer, page, crumbs=[("Recommendations", there)])


def _back() -> tuple[str, str]:
    return ("Back to recommendations", reverse("recommendation_list"))
