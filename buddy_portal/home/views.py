"""The public front page and everybody's own start page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import public, signed_in
from buddy_portal.home import presenters, selectors
from evaluation.selectors.reports import published_reports

NEWEST = 5


@public
def front_page(request: HttpRequest) -> HttpResponse:
    """What the scheme is, what it has published, and the way in."""
    return render(request, "home/front_page.html", {"reports": published_reports()[:NEWEST]})


@signed_in
def home(request: PersonRequest) -> HttpResponse:
    """What needs this person today, what is ahead, and how their scheme is doing."""
    user, today = request.user, timezone.localdate()
    start = selectors.start_of(user, today=today, asked_for=request.GET.get("scheme", ""))
    shown = start.todos if "all" in request.GET else start.todos[: presenters.MOST_TODOS]
    facts = {
        "today": today,
        "heading": presenters.heading_for(user, access_of(user), start.scheme, today),
        "scheme": start.scheme,
        "schemes": presenters.scheme_links(start.running, start.scheme),
        "next_step": shown[0] if shown else None,
        "todos": presenters.todo_lines(shown[1:]),
        "all_href": presenters.all_todos_link(start.running, start.scheme),
        "all_count": len(start.todos) if len(shown) < len(start.todos) else 0,
        "ahead": presenters.coming_up(start.scheme, start.overviews, user, today),
        "numbers": presenters.plan_numbers(start.overviews, start.scheme),
        "plans": start.overviews,
        **presenters.scheme_facts(start.scheme, today),
    }
    return render(request, "home/home.html", facts)
