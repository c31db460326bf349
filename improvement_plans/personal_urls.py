"""Addresses of what belongs to a person rather than to a plan: reminders and their calendar."""

from django.urls import path

from improvement_plans.views import reminders

urlpatterns = [
    path("your-account/reminders/", reminders.your_reminders, name="your_reminders"),
    path("reminders/stop/<uuid:stop_token>/", reminders.stop_reminders, name="stop_reminders"),
]
