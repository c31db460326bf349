"""Words and tables for the pages about mails and jobs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from buddy_portal.design import dates
from buddy_portal.design.tables import Cell, Column, Row, Table
from buddy_portal.design.tags import Tag
from buddy_portal.outbox.holding import HELD
from buddy_portal.outbox.mail import SEND_MAIL
from buddy_portal.outbox.models import Message

SENT = Tag("Sent", "blue", "tick")
WAITING = Tag("Waiting", "grey", "ring")
GIVEN_UP = Tag("Given up", "red", "cross")
HELD_BACK = Tag("Held", "amber", "triangle")

# What a mail is about, by the template that it was made from.
KIND_WORDS = {
    "reminder": "Reminder",
    "plan_step": "A plan’s step",
    "scheme_step": "A scheme’s step",
    "evaluation_step": "An evaluation’s step",
    "invitation": "Invitation",
    "account_notice": "Account",
    "reset_password": "New password",
    "unknown_address": "New password, unknown address",
}


def what(message: Message) -> str:
    """ "Mail to a@b.example: Your invitation", or the job's own name in words."""
    if message.job == SEND_MAIL:
        return f"Mail to {message.payload.get('to', '')}: {message.payload.get('subject', '')}"
    return message.job.replace("_", " ").replace(".", ": ").capitalize()


def failed_table(messages: Iterable[Message]) -> Table:
    columns = [Column("What"), Column("Given up"), Column("Tries", numeric=True), Column("Error")]
    rows = [
        Row(
            [
                Cell(what(message), href=reverse("try_again", kwargs={"message_id": message.pk})),
                dates.moment(message.failed_at),
                str(message.attempts),
                message.last_error[:300],
            ]
        )
        for message in messages
    ]
    return Table(
        "Given up", columns, rows, empty="Nothing was given up. Every mail and job went out."
    )


def mail_table(messages: Iterable[Message], downloads: Sequence[tuple[str, str]] = ()) -> Table:
    columns = [
        Column("To"),
        Column("Subject"),
        Column("About"),
        Column("Written"),
        Column("State"),
    ]
    rows = [
        Row(
            [
                str(message.payload.get("to", "")),
                str(message.payload.get("subject", "")),
                _about(message),
                dates.moment(message.made_at),
                _state(message),
            ]
        )
        for message in messages
    ]
    return Table("Mails", columns, rows, downloads=downloads, empty="No mail fits this search.")


def mail_rows(messages: Iterable[Message]) -> dict[str, Any]:
    """The log as a file: the rows of the page, without any text of a mail."""
    columns = ["To", "Subject", "About", "Written", "State", "Sent or given up", "Tries"]
    rows = [
        [
            str(message.payload.get("to", "")),
            str(message.payload.get("subject", "")),
            _about(message),
            dates.moment(message.made_at),
            _state_tag(message).text,
            dates.moment(message.done_at or message.failed_at),
            message.attempts,
        ]
        for message in messages
    ]
    return {"columns": columns, "rows": rows, "notes": ["The text of mails is not kept."]}


def message_facts(message: Message) -> list[tuple[str, str]]:
    return [
        ("What", what(message)),
        ("Written", dates.moment(message.made_at)),
        ("Given up", dates.moment(message.failed_at)),
        ("Tries", str(message.attempts)),
        ("Error", message.last_error or "-"),
    ]


def behind_words(seconds: float) -> str:
    """How far the outbox is behind, as a sentence."""
    if seconds < 60:
        return "Nothing waits longer than a minute."
    return f"The oldest mail or job has waited {round(seconds / 60)} minutes."


def _about(message: Message) -> str:
    return KIND_WORDS.get(str(message.payload.get("kind", "")), "-")


def _state(message: Message) -> Cell:
    note = dates.moment(message.done_at) if message.done_at else message.last_error[:120]
    return Cell(tag=_state_tag(message), note=note)


def _state_tag(message: Message) -> Tag:
    if message.done_at:
        return SENT
    if not message.failed_at:
        return WAITING
    return HELD_BACK if message.last_error == HELD else GIVEN_UP
