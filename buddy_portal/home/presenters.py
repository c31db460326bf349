"""Words of the start page."""

from __future__ import annotations

from collections.abc import Iterable

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.models import User
from buddy_portal.accounts.roles import Role
from buddy_portal.design.navigation import main_entries
from buddy_portal.design.todos import Todo

# What each role comes for, in the order in which roles weigh.
LEDES: dict[Role, str] = {
    Role.PROGRAMME_LEAD: "Set schemes up, pair trusts, watch over plans, publish what changed.",
    Role.PROGRAMME_ANALYST: "Bring survey results in, check the figures, compile evaluations.",
    Role.ADMINISTRATOR: "Look after people, trusts and pairs.",
    Role.TRUST_LEAD: "Your trust’s part in the scheme: its application, its buddy and its plan.",
    Role.TEAM_MEMBER: "The actions you own, and how they are going.",
    Role.SPONSOR: "What your trust’s teams need from you.",
    Role.OBSERVER: "The plans and results of the trusts you follow.",
}
GUEST = "The plan you were invited to, in plain English, and what you can add to it."


def title_for(user: User, access: Access) -> str:
    return f"Welcome, {user.get_short_name()}"


def lede_for(access: Access) -> str:
    return next((words for role, words in LEDES.items() if role in access.roles), GUEST)


def todo_lines(todos: Iterable[Todo]) -> list[dict[str, str]]:
    return [
        {"text": todo.title, "href": todo.url, "note": todo.reason, "when": todo.when}
        for todo in todos
    ]


def places_for(access: Access) -> list[tuple[str, str]]:
    """Where this person can go from here: the navigation without the page itself."""
    entries = main_entries(access, signed_in=True, path="/home/")
    return [(entry.label, entry.href) for entry in entries if not entry.current]
