"""The public front page and everybody's own start page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import public, signed_in
from buddy_portal.home import presenters, selectors
from evaluation.selectors import published_reports

NEWEST = 5


@public
def front_page(request: HttpRequest) -> HttpResponse:
    """What the scheme is, what it has published, and the way in."""
    return render(request, "home/front_page.html", {"reports": published_reports()[:NEWEST]})


@signed_in
def home(request: PersonRequest) -> HttpResponse:
    """What needs this person today."""
    today = timezone.localdate()
    todos = selectors.waiting_for(request.user, today=today)
    facts = {
        "today": today,
        "next_step": todos[0] if todos else None,
        "todos": presenters.todo_lines(todos[1:]),
        "title": presenters.title_for(request.user, access_of(request.user)),
        "lede": presenters.lede_for(access_of(request.user)),
        "places": presenters.places_for(access_of(request.user)),
    }
    return render(request, "home/home.html", facts)
