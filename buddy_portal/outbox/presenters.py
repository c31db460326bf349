"""Words and tables for the pages about mails and jobs."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from buddy_portal.design import dates
from buddy_portal.design.tables import Cell, Column, Row, Table
from buddy_portal.design.tags import Tag
from buddy_portal.outbox.mail import SEND_MAIL
from buddy_portal.outbox.models import Message

SENT = Tag("Sent", "blue", "tick")
WAITING = Tag("Waiting", "grey", "ring")
GIVEN_UP = Tag("Given up", "red", "cross")


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


def mail_table(messages: Iterable[Message]) -> Table:
    columns = [Column("To"), Column("Subject"), Column("Written"), Column("State")]
    rows = [
        Row(
            [
                str(message.payload.get("to", "")),
                str(message.payload.get("subject", "")),
                dates.moment(message.made_at),
                _state(message),
            ]
        )
        for message in messages
    ]
    return Table("Mails", columns, rows, empty="No mail fits this search.")


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


def _state(message: Message) -> Cell:
    if message.done_at:
        return Cell(tag=SENT, note=dates.moment(message.done_at))
    if message.failed_at:
        return Cell(tag=GIVEN_UP, note=message.last_error[:120])
    return Cell(tag=WAITING, note=message.last_error[:120])
