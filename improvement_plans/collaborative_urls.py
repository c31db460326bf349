"""Addresses of collaboratives, their cohorts and project teams."""

from django.urls import path

from improvement_plans.views import cohort_files, collaboratives, gatherings, priorities, teams

COHORT = "cohorts/<int:cohort_id>/"
GATHERING = "gatherings/<int:gathering_id>/"
TEAM = "teams/<int:team_id>/"
REPORT = f"{TEAM}reports/<str:month>/"
PRIORITIES = "collaboratives/priorities/"
COLLABORATIVE = "collaboratives/<int:collaborative_id>/"
urlpatterns = [
    path("collaboratives/", collaboratives.collaborative_list, name="collaborative_list"),
    path(PRIORITIES, priorities.priority_list, name="priority_list"),
    path(f"{PRIORITIES}new/", priorities.priority_new, name="priority_new"),
    path(f"{PRIORITIES}<int:priority_id>/", priorities.priority_edit, name="priority_edit"),
    path(
        f"{PRIORITIES}<int:priority_id>/retire/",
        priorities.priority_retire,
        name="priority_retire",
    ),
    path("plans/<int:plan_id>/priorities/", priorities.plan_priorities, name="plan_priorities"),
    path(COLLABORATIVE, collaboratives.collaborative, name="collaborative"),
    path(f"{COLLABORATIVE}cohorts/new/", collaboratives.cohort_new, name="cohort_new"),
    path(COHORT, collaboratives.cohort, name="cohort"),
    path(f"{COHORT}edit/", collaboratives.cohort_edit, name="cohort_edit"),
    path(f"{COHORT}report/", cohort_files.cohort_report, name="cohort_report"),
    path(f"{COHORT}certificates/", cohort_files.cohort_certificates, name="cohort_certificates"),
    path(f"{COHORT}gatherings/new/", gatherings.gathering_new, name="gathering_new"),
    path(f"{GATHERING}edit/", gatherings.gathering_edit, name="gathering_edit"),
    path(f"{GATHERING}attendance/", gatherings.gathering_attendance, name="gathering_attendance"),
    path(f"{COHORT}teams/new/", teams.team_new, name="team_new"),
    path(TEAM, teams.team, name="team"),
    path(f"{TEAM}edit/", teams.team_edit, name="team_edit"),
    path(f"{TEAM}leave/", teams.team_leave, name="team_leave"),
    path(f"{TEAM}members/new/", teams.team_member_new, name="team_member_new"),
    path(
        "teams/members/<int:member_id>/remove/",
        teams.team_member_remove,
        name="team_member_remove",
    ),
    path(f"{TEAM}stage/", teams.team_stage, name="team_stage"),
    path(REPORT, teams.team_report, name="team_report"),
    path(f"{TEAM}abstracts/new/", teams.abstract_new, name="abstract_new"),
    path("abstracts/<int:abstract_id>/", teams.abstract_decide, name="abstract_decide"),
    path(f"{TEAM}certificates/", cohort_files.team_certificates, name="team_certificates"),
]
