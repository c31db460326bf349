"""The team survey: the programme's pages, and everybody's own page behind a personal link."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import public, requires
from buddy_portal.accounts.views.posting import filled, went_through
from evaluation.forms.team_surveys import (
    AnswerForm,
    InviteEverybodyForm,
    InviteOneForm,
    TeamSurveyForm,
)
from evaluation.presenters.team_surveys import results_table, surveys_table
from evaluation.selectors import team_surveys as selectors
from evaluation.services import team_surveys as services
from evaluation.team_survey_links import path_of
from evaluation.views.sending import taken_once


@requires(Permission.SEE_EVALUATIONS)
def team_survey_list(request: PersonRequest) -> HttpResponse:
    access = access_of(request.user)
    surveys = selectors.surveys_visible_to(access)
    context = {
        "table": surveys_table(surveys, timezone.localdate()),
        "may_open": access.may_in_programme(Permission.COMPILE_EVALUATIONS),
    }
    return render(request, "evaluation/team_survey_list.html", context)


@requires(Permission.COMPILE_EVALUATIONS)
def team_survey_new(request: PersonRequest) -> HttpResponse:
    """Open a survey; where a cohort is asked for that has one, go there."""
    access, cohort = access_of(request.user), request.GET.get("cohort", "")
    held = selectors.survey_asking(access, cohort)
    if held is not None and request.method != "POST":
        return redirect("team_survey_detail", held.pk)
    form = filled(
        request,
        TeamSurveyForm,
        offered=selectors.to_ask(access),
        initial={"asked": f"cohort-{cohort}"},
    )
    opened = []

    def act(values: dict[str, Any]) -> None:
        whom = form.whom()
        survey = services.open_team_survey(
            by=request.user,
            scheme=whom.scheme,
            cohort=whom.cohort,
            closes_on=values["closes_on"],
            additions=values["additions"],
            today=timezone.localdate(),
        )
        opened.append(survey.pk)

    if taken_once(request, form, act):
        messages.success(request, "The team survey is open. Now invite those who took part.")
        return redirect("team_survey_detail", opened[0])
    return render(request, "evaluation/team_survey_new.html", {"form": form})


@requires(Permission.SEE_EVALUATIONS)
def team_survey_detail(request: PersonRequest, survey_id: int) -> HttpResponse:
    access = access_of(request.user)
    survey = selectors.survey_visible_to(access, survey_id)
    is_open = survey.is_open(timezone.localdate())
    context = {
        "survey": survey,
        "items": [item.text for item in survey.items.all()],
        "may_invite": is_open and access.may_in_programme(Permission.COMPILE_EVALUATIONS),
        "results": None if is_open else results_table(selectors.results_of(survey)),
    }
    return render(request, "evaluation/team_survey_detail.html", context)


@requires(Permission.COMPILE_EVALUATIONS)
def team_survey_invite(request: PersonRequest, survey_id: int) -> HttpResponse:
    """Everybody who took part at once, or one person without an account."""
    survey = selectors.survey_visible_to(access_of(request.user), survey_id)
    today, one = timezone.localdate(), "one" in request.GET
    posted = request.POST if request.method == "POST" else None
    everybody = InviteEverybodyForm(None if one else posted, action="?all")
    person = InviteOneForm(posted if one else None, action="?one", auto_id="id_one_%s")

    def act(values: dict[str, Any]) -> None:
        if one:
            asked = selectors.Asked(**values)
            services.invite_one(by=request.user, survey=survey, person=asked, today=today)
            messages.success(request, f"The link is on its way to {asked.email}.")
            return
        count = services.invite_everybody(by=request.user, survey=survey, today=today)
        messages.success(request, f"New links on their way: {count}.")

    if taken_once(request, person if one else everybody, act):
        return redirect("team_survey_detail", survey.pk)
    context = {
        "survey": survey,
        "everybody": everybody,
        "person": person,
        "forms": [everybody, person],
    }
    return render(request, "evaluation/team_survey_invite.html", context)


@public
@never_cache
def team_survey_answer(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """The page behind a personal link: no account, one answer, changeable until the close."""
    invitation = selectors.invitation_behind(token, request.GET.get("key", ""))
    today = timezone.localdate()
    facts = {"survey": invitation.survey, "answered": selectors.answer_of(invitation)}
    if not invitation.survey.is_open(today):
        return render(request, "evaluation/team_survey_closed.html", facts, status=410)
    form = filled(request, AnswerForm, invitation=invitation, action=path_of(token))

    def act(_values: dict[str, Any]) -> None:
        services.answer_team_survey(invitation=invitation, said=form.said(), today=today)
        messages.success(request, "Thank you. Your answer is saved.")

    if went_through(request, form, act):
        return redirect(path_of(token))
    return render(request, "evaluation/team_survey_answer.html", {**facts, "form": form})
