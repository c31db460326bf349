"""Addresses of the practice library."""

from django.urls import path

from improvement_plans.views import library, practices

DRAFT = "drafts/<int:practice_id>/"
PRACTICE = "<slug:practice_slug>/"
urlpatterns = [
    path("", library.practice_list, name="practice_list"),
    path("drafts/", practices.practice_drafts, name="practice_drafts"),
    path("drafts/new/", practices.practice_new, name="practice_new"),
    path(DRAFT, practices.practice_draft, name="practice_draft"),
    path(f"{DRAFT}edit/", practices.practice_edit, name="practice_edit"),
    path(f"{DRAFT}send/", practices.practice_send, name="practice_send"),
    path(f"{DRAFT}review/", practices.practice_review, name="practice_review"),
    path(f"{DRAFT}send-back/", practices.practice_send_back, name="practice_send_back"),
    path(f"{DRAFT}publish/", practices.practice_publish, name="practice_publish"),
    path(f"{DRAFT}retire/", practices.practice_retire, name="practice_retire"),
    path(PRACTICE, library.practice, name="practice"),
    path(f"{PRACTICE}take-up/", library.practice_take_up, name="practice_take_up"),
    path(f"{PRACTICE}thanks/", library.practice_thank, name="practice_thank"),
]
