"""Addresses of what belongs to a person rather than to a plan: reminders and their calendar."""

from django.urls import path

from improvement_plans.views import calendars, reminders

urlpatterns = [
    path("your-account/reminders/", reminders.your_reminders, name="your_reminders"),
    path("reminders/stop/<uuid:stop_token>/", reminders.stop_reminders, name="stop_reminders"),
    path("your-account/calendar/renew/", calendars.calendar_renew, name="calendar_renew"),
    path("your-account/calendar/close/", calendars.calendar_close, name="calendar_close"),
    path(
        "calendar/<uuid:calendar_token>/buddy-scheme.ics",
        calendars.calendar_feed,
        name="calendar_feed",
    ),
]
