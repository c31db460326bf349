"""Words and tables for the pages about people and about the audit trail."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.models import AuditEvent, Invitation, Membership, User
from buddy_portal.accounts.roles import Role
from buddy_portal.design import dates
from buddy_portal.design.downloads import Value
from buddy_portal.design.tables import Cell, Column, Row, Table
from buddy_portal.design.tags import Tag

Names = Mapping[str, str]
NO_ROLE = "No role now"
PEOPLE_COLUMNS = ("Name", "E-mail address", "Roles", "Can sign in", "Last signed in")
TRAIL_COLUMNS = ("When", "Who", "What", "Kind of thing", "Thing", "Trust", "Changes", "Why", "From")


def seat_words(role: str, trust_code: str, names: Names) -> str:
    """ "Lead cancer nurse, Northmoor", "Programme lead"."""
    label = Role(role).label if role else "Guest"
    return f"{label}, {names.get(trust_code, trust_code)}" if trust_code else str(label)


def people_table(
    people: Iterable[User], names: Names, downloads: Sequence[tuple[str, str]]
) -> Table:
    columns = [Column("Name"), Column("Roles"), Column("Last signed in")]
    rows = [
        Row(
            [
                Cell(
                    person.name,
                    href=reverse("person_detail", kwargs={"user_id": person.pk}),
                    note=person.email,
                ),
                Cell(_seats(person, names), tag=None if person.is_active else STOPPED),
                _last_sign_in(person),
            ]
        )
        for person in people
    ]
    return Table("People", columns, rows, downloads=downloads, empty="Nobody fits this search.")


def people_rows(people: Iterable[User], names: Names) -> Iterable[list[Value]]:
    """The same people for a file."""
    for person in people:
        yield [
            person.name,
            person.email,
            _seats(person, names),
            "yes" if person.is_active else "no",
            timezone.localtime(person.last_login).date() if person.last_login else None,
        ]


STOPPED = Tag("Cannot sign in", "red", "cross")


def _seats(person: User, names: Names) -> str:
    seats: list[Membership] = person.seats  # type: ignore[attr-defined]  # by people_visible_to
    return "; ".join(seat_words(seat.role, seat.trust_code, names) for seat in seats) or NO_ROLE


def seats_table(
    seats: Iterable[Membership], names: Names, *, may_end: Callable[[Membership], bool]
) -> Table:
    """The roles of one person, each with the way to end it where that is allowed."""
    columns = [Column("Role"), Column("Since"), Column("Until"), Column("What you can do")]
    rows = [
        Row(
            [
                seat_words(seat.role, seat.trust_code, names),
                dates.day(seat.starts_on),
                dates.day(seat.ends_on),
                Cell("End this role", href=reverse("end_role", kwargs={"membership_id": seat.pk}))
                if may_end(seat)
                else "-",
            ]
        )
        for seat in seats
    ]
    return Table("Roles", columns, rows, empty="This person holds no role now.")


def person_facts(person: User) -> list[tuple[str, str]]:
    return [
        ("E-mail address", person.email),
        ("Can sign in", "Yes" if person.is_active else "No"),
        ("Last signed in", _last_sign_in(person)),
        ("Account made", dates.day(person.date_joined)),
    ]


def _last_sign_in(person: User) -> str:
    return dates.day(person.last_login) if person.last_login else "Not yet"


def invitations_table(
    invitations: Iterable[Invitation], names: Names, now: datetime.datetime
) -> Table:
    columns = [Column("Invited"), Column("To be"), Column("State"), Column("What you can do")]
    rows = [
        Row(
            [
                Cell(invitation.name, note=invitation.email),
                seat_words(invitation.role, invitation.trust_code, names),
                Cell(_invitation_state(invitation, now), note=_sent(invitation)),
                Cell(
                    "Send again or withdraw",
                    href=reverse("resend_invitation", kwargs={"invitation_id": invitation.pk}),
                ),
            ]
        )
        for invitation in invitations
    ]
    return Table("Invitations nobody has answered", columns, rows, show_caption=False)


def _invitation_state(invitation: Invitation, now: datetime.datetime) -> str:
    if invitation.expires_at <= now:
        return f"Ran out on {dates.day(invitation.expires_at)}"
    return f"Open until {dates.day(invitation.expires_at)}"


def _sent(invitation: Invitation) -> str:
    by = f" by {invitation.invited_by}" if invitation.invited_by else ""
    return f"Sent {dates.day(invitation.invited_at)}{by}"


def trail_table(
    events: Iterable[AuditEvent], names: Names, downloads: Sequence[tuple[str, str]]
) -> Table:
    columns = [Column("When"), Column("Who"), Column("What"), Column("Thing"), Column("Trust")]
    rows = [
        Row(
            [
                Cell(
                    dates.day(event.at),
                    href=reverse("audit_event", kwargs={"event_id": event.pk}),
                    note=dates.clock(event.at),
                ),
                event.actor,
                Cell(event.action.capitalize(), note=event.reason),
                Cell(event.object_name or "-", note=event.object_kind),
                names.get(event.trust_code, event.trust_code) or "-",
            ]
        )
        for event in events
    ]
    return Table(
        "Audit trail", columns, rows, downloads=downloads, empty="Nothing fits this search."
    )


def trail_rows(events: Iterable[AuditEvent], names: Names) -> Iterable[list[Value]]:
    """The same events for a file."""
    for event in events:
        yield [
            timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M:%S"),
            event.actor,
            event.action,
            event.object_kind,
            event.object_name,
            names.get(event.trust_code, event.trust_code),
            "; ".join(f"{field}: {was} to {now}" for field, was, now in changes_of(event)),
            event.reason,
            event.address or "",
        ]


def changes_of(event: AuditEvent) -> list[tuple[str, str, str]]:
    """Field, what it was, what it is now, in words."""
    return [
        (field.replace("_", " "), _shown(pair[0]), _shown(pair[1]))
        for field, pair in sorted(event.changes.items())
    ]


def _shown(value: object) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def event_facts(event: AuditEvent, names: Names) -> list[tuple[str, str]]:
    """Everything an event says, as name and value."""
    return [
        ("When", dates.moment(event.at)),
        ("Who", event.actor),
        ("What", event.action.capitalize()),
        ("Thing", f"{event.object_name} ({event.object_kind})" if event.object_kind else "-"),
        ("Trust", names.get(event.trust_code, event.trust_code) or "-"),
        ("Why", event.reason or "-"),
        ("From the address", event.address or "-"),
        ("Request", event.request_id or "-"),
    ]


def changes_table(event: AuditEvent) -> Table:
    columns = [Column("What changed"), Column("Before"), Column("After")]
    rows = [Row([field.capitalize(), was, now]) for field, was, now in changes_of(event)]
    return Table("Changes", columns, rows, empty="The event names no single fields.")


def account_rows(
    person: User, seats: Iterable[Membership], names: Names, *, second_factor: bool
) -> list[dict[str, object]]:
    """What a person's own page says, each line with the way to change it."""
    held = [seat_words(seat.role, seat.trust_code, names) for seat in seats]
    return [
        _account_row("Name", person.name, "change_name", "Change"),
        _account_row("E-mail address", person.email),
        _account_row("Roles", "; ".join(held) or "Guest of a plan"),
        _account_row("Password", "Set", "account_change_password", "Change"),
        _account_row(
            "Second step when you sign in",
            "Set up" if second_factor else "Not set up",
            "mfa_index",
            "Change" if second_factor else "Set up",
        ),
    ]


def _account_row(key: str, value: str, url_name: str = "", verb: str = "") -> dict[str, object]:
    row: dict[str, object] = {"key": key, "value": value}
    if url_name:
        row["actions"] = [{"text": verb, "href": reverse(url_name), "of": key.lower()}]
    return row
