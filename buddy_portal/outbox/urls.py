"""Pages about mails and jobs, for the programme team."""

from django.urls import path

from buddy_portal.outbox import views

urlpatterns = [
    path("mails-and-jobs/", views.failed_messages, name="failed_messages"),
    path("mails-and-jobs/mails/", views.mail_log, name="mail_log"),
    path("mails-and-jobs/<uuid:message_id>/try-again/", views.try_again, name="try_again"),
]
