"""Addresses of meetings, their papers and their standing schedules."""

from django.urls import path

from improvement_plans.views import agendas, meeting_papers, meeting_series, meetings

MEETING = "meetings/<int:meeting_id>/"
PAPER = "meetings/papers/<int:paper_id>/"
SERIES = "meetings/schedules/<int:series_id>/"
urlpatterns = [
    path("meetings/", meetings.meeting_list, name="meeting_list"),
    path("meetings/new/", meetings.meeting_new, name="meeting_new"),
    path("meetings/schedules/", meeting_series.series_list, name="series_list"),
    path("meetings/schedules/new/", meeting_series.series_new, name="series_new"),
    path(SERIES, meeting_series.series, name="series"),
    path(f"{SERIES}edit/", meeting_series.series_edit, name="series_edit"),
    path(f"{SERIES}end/", meeting_series.series_end, name="series_end"),
    path(f"{SERIES}call/", meeting_series.series_call, name="series_call"),
    path(PAPER, meeting_papers.meeting_paper, name="meeting_paper"),
    path(f"{PAPER}<str:kind>/", meeting_papers.meeting_paper_file, name="meeting_paper_file"),
    path(MEETING, meetings.meeting, name="meeting"),
    path(f"{MEETING}edit/", meetings.meeting_edit, name="meeting_edit"),
    path(f"{MEETING}people/", meetings.meeting_people, name="meeting_people"),
    path(f"{MEETING}call-off/", meetings.meeting_cancel, name="meeting_cancel"),
    path(f"{MEETING}minutes/", meetings.meeting_minutes, name="meeting_minutes"),
    path(f"{MEETING}agenda/", agendas.meeting_agenda, name="meeting_agenda"),
    path(f"{MEETING}agenda/add/", agendas.item_new, name="item_new"),
    path(f"{MEETING}agenda/order/", agendas.agenda_order, name="agenda_order"),
    path(f"{MEETING}decisions/new/", agendas.decision_new, name="decision_new"),
    path(f"{MEETING}pack/", meeting_papers.meeting_pack, name="meeting_pack"),
    path(f"{MEETING}pack/send/", meeting_papers.meeting_send_pack, name="meeting_send_pack"),
    path(f"{MEETING}pack/<str:kind>/", meeting_papers.meeting_pack_file, name="meeting_pack_file"),
    path(
        f"{MEETING}minutes/send/",
        meeting_papers.meeting_send_minutes,
        name="meeting_send_minutes",
    ),
    path(
        "meetings/decisions/<int:decision_id>/settle/",
        agendas.decision_settle,
        name="decision_settle",
    ),
    path("plans/<int:plan_id>/decisions/", agendas.plan_decisions, name="plan_decisions"),
]
