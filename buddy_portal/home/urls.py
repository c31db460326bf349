"""The public front page and everybody's own start page."""

from django.urls import path

from buddy_portal.home import views

urlpatterns = [
    path("", views.front_page, name="front_page"),
    path("home/", views.home, name="home"),
]
