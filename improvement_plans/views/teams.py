"""A project team: its page, its people, its stage, its months, its abstracts."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotFound
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.design.downloads import file_response
from improvement_plans.collaborating import rules
from improvement_plans.collaborating.monthly import MonthFacts
from improvement_plans.forms.collaboratives import (
    AbstractAnswerForm,
    AbstractForm,
    LeavingForm,
    MemberForm,
    StageForm,
    TeamForm,
    TeamReportForm,
)
from improvement_plans.forms.practices import OnlyButtonForm
from improvement_plans.measures.ceiling import Stage
from improvement_plans.models import ProjectTeam, TeamReport
from improvement_plans.presenters import collaboratives as words
from improvement_plans.printing import team_reports as printing
from improvement_plans.selectors import collaboratives as selectors
from improvement_plans.selectors.team_reports import may_be_reported, month_entries
from improvement_plans.services import teams as services
from improvement_plans.views.collaborative_pages import (
    act_or_show,
    back_to,
    way_to_cohort,
    way_to_team,
)
from improvement_plans.views.keeping import keep_typing
from improvement_plans.views.showing import FormPage, posted, sent

WORKERS = (Permission.UPDATE_ACTIONS,)


@requires(Permission.SEE_PLANS, guests=True)
@require_safe
def team(request: PersonRequest, team_id: int) -> HttpResponse:
    access = access_of(request.user)
    page = selectors.team_page(access, team_id)
    found = page.listed.team
    may_lead = rules.lead_team.allows(access, page.sides)
    context = {
        "team": found,
        "tag": words.stage_tag(page.listed),
        "stage_words": words.stage_words(page.listed),
        "organisations": words.organisations_words(found),
        "members": words.member_rows(page.members, may_lead=may_lead),
        "months": words.months_of(page, on=timezone.localdate()),
        "abstracts": words.abstract_table(
            page.abstracts, may_run=rules.run_collaborative.allows(access, None)
        ),
        "priorities": words.named_words(page.priorities),
        "may_lead": may_lead,
        "may_report": rules.report_for_team.allows(access, page.sides)
        and found.withdrawn_at is None,
        "may_run": rules.run_collaborative.allows(access, None),
        "is_guest": page.sides.is_guest,
    }
    return render(request, "improvement_plans/team.html", context)


@requires(Permission.APPROVE_PLANS)
def team_new(request: PersonRequest, cohort_id: int) -> HttpResponse:
    cohort = selectors.cohort_visible_to(access_of(request.user), cohort_id)
    crumbs = way_to_cohort(cohort)
    form = TeamForm(posted(request), back=back_to(crumbs))

    def start() -> None:
        services.start_team(
            by=request.user,
            cohort=cohort,
            values=form.words(),
            organisations=form.joined(),
        )

    page = FormPage(
        "Start a project team",
        "The team is started, with its improvement plan. Its leads have been told.",
    )
    return act_or_show(request, form, start, page, crumbs=crumbs)


@requires(Permission.APPROVE_PLANS)
def team_edit(request: PersonRequest, team_id: int) -> HttpResponse:
    found, _sides = selectors.team_visible_to(access_of(request.user), team_id)
    crumbs = way_to_team(found)
    held = {
        "name": found.name,
        "summary": found.summary,
        "organisations": "\n".join(found.codes),
    }
    form = TeamForm(posted(request), initial=held, read_version=found.version, back=back_to(crumbs))

    def change() -> None:
        services.change_team(
            by=request.user,
            team=found,
            read_at=form.read_at(),
            values=form.words(),
            organisations=form.joined(),
        )

    page = FormPage("Change the team", "The team is saved.", thing=found)
    return act_or_show(request, form, change, page, crumbs=crumbs)


@requires(Permission.APPROVE_PLANS)
def team_leave(request: PersonRequest, team_id: int) -> HttpResponse:
    found, _sides = selectors.team_visible_to(access_of(request.user), team_id)
    crumbs = way_to_team(found)
    form = LeavingForm(posted(request), back=back_to(crumbs))

    def leave() -> None:
        services.withdraw_team(by=request.user, team=found, reason=form.cleaned_data["reason"])

    page = FormPage(
        f"Does “{found.name}” leave the cohort?",
        "The team has left the cohort.",
        said="What it did stays on record. Its plan is ended on the plan’s own page.",
    )
    return act_or_show(request, form, leave, page, crumbs=crumbs)


@requires(Permission.WRITE_PLANS, Permission.APPROVE_PLANS)
def team_member_new(request: PersonRequest, team_id: int) -> HttpResponse:
    access = access_of(request.user)
    found, sides = selectors.team_visible_to(access, team_id)
    rules.lead_team.require(access, sides)
    crumbs = way_to_team(found)
    organisations = list(found.organisations.all())
    form = MemberForm(posted(request), organisations=organisations, back=back_to(crumbs))

    def add() -> None:
        chosen = form.cleaned_data["trust"]
        trust = next((each for each in organisations if str(each.pk) == chosen), None)
        names = ("name", "part", "is_sponsor", "is_partner")
        values = {name: form.cleaned_data[name] for name in names}
        services.add_member(by=request.user, team=found, values={**values, "trust": trust})

    page = FormPage("Add somebody to the team", "They are in the team.")
    return act_or_show(request, form, add, page, crumbs=crumbs)


@requires(Permission.WRITE_PLANS, Permission.APPROVE_PLANS)
def team_member_remove(request: PersonRequest, member_id: int) -> HttpResponse:
    access = access_of(request.user)
    member = selectors.member_visible_to(access, member_id)
    found, sides = selectors.team_visible_to(access, member.team_id)
    rules.lead_team.require(access, sides)
    crumbs = way_to_team(found)
    form = OnlyButtonForm(
        posted(request), submit="Take them off", variant="warning", back=back_to(crumbs)
    )

    def remove() -> None:
        services.remove_member(by=request.user, member=member)

    page = FormPage(f"Take {member.name} off the team?", f"{member.name} is off the team.")
    return act_or_show(request, form, remove, page, crumbs=crumbs)


@requires(Permission.UPDATE_ACTIONS)
def team_stage(request: PersonRequest, team_id: int) -> HttpResponse:
    access = access_of(request.user)
    page_of_team = selectors.team_page(access, team_id)
    rules.report_for_team.require(access, page_of_team.sides)
    found = page_of_team.listed.team
    crumbs = way_to_team(found)
    form = StageForm(
        posted(request),
        initial={"stage": found.stage},
        read_version=found.version,
        back=back_to(crumbs),
    )

    def say() -> None:
        services.say_stage(
            by=request.user,
            team=found,
            read_at=form.read_at(),
            stage=Stage(form.cleaned_data["stage"]),
        )

    said = words.stage_words(page_of_team.listed)
    page = FormPage("How far is the team?", "The stage is saved.", said=said, thing=found)
    return act_or_show(request, form, say, page, crumbs=crumbs)


@requires(Permission.SEE_PLANS, guests=True)
def team_report(request: PersonRequest, team_id: int, month: str) -> HttpResponse:
    """A month of the team, as it was sent in or as it would be today; also as a PDF."""
    access, today = access_of(request.user), timezone.localdate()
    page = selectors.team_page(access, team_id)
    found, first = page.listed.team, _month(month)
    kept = next((each for each in page.reports if each.month == first), None)
    facts = _month_facts(found, first, kept=kept, today=today)
    if request.GET.get("download") == "pdf":
        content = printing.team_report_pdf(
            found,
            facts,
            month=first,
            sentence=kept.sentence if kept else "",
            fictional=settings.DEMONSTRATION,
        )
        return file_response(content, name=f"{found.name} {first:%Y-%m}", kind="pdf")
    form = TeamReportForm(posted(request), back=back_to(way_to_team(found)))
    is_open = kept is None and found.withdrawn_at is None
    may_report = is_open and rules.report_for_team.allows(access, page.sides)

    def submit() -> None:
        services.submit_report(
            by=request.user,
            team=found,
            month=first,
            sentence=form.cleaned_data["sentence"],
            today=today,
        )

    done = FormPage(f"{found.name}: {printing.month_words(first)}", "The report is sent in.")
    if request.method == "POST" and sent(request, form, submit, done):
        return redirect(request.path)
    keep_typing(request, (request.path, [form]))
    context = {
        "team": found,
        "page": done,
        "facts": facts,
        "figures": printing.figures_of(facts),
        "kept": kept,
        "form": form,
        "may_report": may_report,
        # Somebody else was quicker, or the team has left: the form is gone, the words are not.
        "not_sent": "" if may_report or not form.is_bound else form["sentence"].value(),
        "crumbs": _way_for(page),
    }
    return render(request, "improvement_plans/team_report.html", context)


def _way_for(page: selectors.TeamPage) -> list[tuple[str, str]]:
    """The way to a team; a partner has no cohort to go through."""
    team = page.listed.team
    if page.sides.is_guest:
        return [("Plans", reverse("plan_list")), (team.name, reverse("team", args=[team.pk]))]
    return [("Collaboratives", reverse("collaborative_list")), *way_to_team(team)]


def _month_facts(
    team: ProjectTeam, month: datetime.date, *, kept: TeamReport | None, today: datetime.date
) -> MonthFacts:
    """A month as it was sent in, or as it would be today."""
    if kept is not None:
        return MonthFacts.from_stored(kept.facts)
    if not may_be_reported(team, month, on=today):
        raise NotFound("This month is not one of the team’s.")
    return printing.facts_of(team, month_entries(team, month=month, on=today))


@requires(*WORKERS)
def abstract_new(request: PersonRequest, team_id: int) -> HttpResponse:
    access = access_of(request.user)
    found, sides = selectors.team_visible_to(access, team_id)
    rules.report_for_team.require(access, sides)
    crumbs = way_to_team(found)
    form = AbstractForm(posted(request), back=back_to(crumbs))

    def submit() -> None:
        values = {name: form.cleaned_data[name] for name in ("title", "text")}
        services.submit_abstract(by=request.user, team=found, values=values)

    page = FormPage("Submit an abstract", "The abstract is submitted. The programme answers it.")
    return act_or_show(request, form, submit, page, crumbs=crumbs)


@requires(Permission.APPROVE_PLANS)
def abstract_decide(request: PersonRequest, abstract_id: int) -> HttpResponse:
    found = selectors.abstract_visible_to(access_of(request.user), abstract_id)
    crumbs = way_to_cohort(found.team.cohort)
    form = AbstractAnswerForm(posted(request), read_version=found.version, back=back_to(crumbs))

    def decide() -> None:
        services.decide_abstract(
            by=request.user,
            abstract=found,
            read_at=form.read_at(),
            accept=form.cleaned_data["accept"] == "yes",
            answer=form.cleaned_data["answer"],
        )

    page = FormPage(
        f"“{found.title}”", "The answer is sent to the team.", said=found.text, thing=found
    )
    return act_or_show(request, form, decide, page, crumbs=crumbs)


def _month(typed: str) -> datetime.date:
    """The first day of a month in an address like 2015-04, or NotFound."""
    try:
        return datetime.datetime.strptime(typed, "%Y-%m").date()
    except ValueError:
        raise NotFound("There is no such month.") from None
