"""Addresses of listening: events, commitments, involvement groups."""

from django.urls import path

from improvement_plans.views import (
    board_papers,
    commitments,
    events,
    groups,
    inequalities,
    listening,
    you_said,
)

EVENT = "listening/events/<int:engagement_id>/"
COMMITMENT = "commitments/<int:commitment_id>/"
GROUP = "groups/<int:group_id>/"
ASKED = "listening/recommendations/"
SERVED = "listening/people-served/<str:ods_code>/"
urlpatterns = [
    path("listening/", listening.listening, name="listening"),
    path("listening/events/new/", events.event_new, name="event_new"),
    path(EVENT, listening.event, name="event"),
    path(f"{EVENT}edit/", events.event_edit, name="event_edit"),
    path(f"{EVENT}held/", events.event_hold, name="event_hold"),
    path(f"{EVENT}counts/", events.event_counts, name="event_counts"),
    path(f"{EVENT}counts/<str:characteristic>/", events.event_count, name="event_count"),
    path(f"{EVENT}findings/", events.event_write_up, name="event_write_up"),
    path(f"{EVENT}cancel/", events.event_cancel, name="event_cancel"),
    path(f"{EVENT}another-day/", events.event_set_anew, name="event_set_anew"),
    path(SERVED, listening.population, name="population"),
    path(f"{SERVED}<str:characteristic>/", listening.population_give, name="population_give"),
    path("commitments/", commitments.commitment_list, name="commitment_list"),
    path("commitments/new/", commitments.commitment_new, name="commitment_new"),
    path("commitments/board-paper/", board_papers.board_paper, name="board_paper"),
    path(COMMITMENT, commitments.commitment, name="commitment"),
    path(f"{COMMITMENT}edit/", commitments.commitment_edit, name="commitment_edit"),
    path(f"{COMMITMENT}tell/", commitments.commitment_tell, name="commitment_tell"),
    path(f"{COMMITMENT}publish/", commitments.commitment_publish, name="commitment_publish"),
    path(f"{COMMITMENT}take-off/", commitments.commitment_unpublish, name="commitment_unpublish"),
    path(ASKED, board_papers.recommendation_list, name="recommendation_list"),
    path(f"{ASKED}new/", board_papers.recommendation_new, name="recommendation_new"),
    path(
        f"{ASKED}<int:recommendation_id>/answer/",
        board_papers.recommendation_answer,
        name="recommendation_answer",
    ),
    path(
        f"{ASKED}<int:recommendation_id>/event/",
        board_papers.recommendation_event,
        name="recommendation_event",
    ),
    path("groups/", groups.group_list, name="group_list"),
    path("groups/new/", groups.group_new, name="group_new"),
    path(GROUP, groups.group, name="group"),
    path(f"{GROUP}edit/", groups.group_edit, name="group_edit"),
    path(f"{GROUP}end/", groups.group_end, name="group_end"),
    path(f"{GROUP}invite/", groups.member_invite, name="member_invite"),
    path(f"{GROUP}naming/", groups.member_credit, name="member_credit"),
    path(f"{GROUP}members/<int:user_id>/chair/", groups.member_chair, name="member_chair"),
    path(f"{GROUP}members/<int:user_id>/end/", groups.member_end, name="member_end"),
    path(f"{GROUP}advice/new/", groups.advice_new, name="advice_new"),
    path("groups/advice/<int:advice_id>/", groups.advice_answer, name="advice_answer"),
    path(
        "plans/<int:plan_id>/inequalities/",
        inequalities.plan_inequalities,
        name="plan_inequalities",
    ),
    path(
        "plans/<int:plan_id>/aims/<int:aim_id>/groups/",
        inequalities.aim_concerns,
        name="aim_concerns",
    ),
    path(
        "schemes/<int:scheme_id>/inequalities/",
        inequalities.scheme_inequalities,
        name="scheme_inequalities",
    ),
    path("you-said-we-did/", you_said.you_said_we_did, name="you_said_we_did"),
    path("you-said-we-did/<str:ods_code>/", you_said.you_said_we_did_at, name="you_said_we_did_at"),
]
