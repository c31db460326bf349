"""An application in words."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from buddy_portal.design.dates import day
from buddy_portal.design.tables import Cell, Column, Row, Table
from trusts.models import (
    Participation,
    ParticipationRole,
    ParticipationState,
    SponsorRequest,
)
from trusts.presenters.tags import participation_tag
from trusts.services.applications import MENTORS

S = ParticipationState
PRIORITIES_SHOWN = (("First choices", 2), ("Needs", 1))
COLUMNS = (
    "Trust",
    "ODS code",
    "Region",
    "Takes part as",
    "Places",
    "State",
    "Sponsor agreed",
    "Applied",
    "Named lead",
)


def application_rows(found: Participation, labels: dict[str, str]) -> list[tuple[str, str]]:
    """Everything the trust said, question and answer. `labels`: each question's name.

    The questions come in the order of `labels`.
    """
    rows = [("Takes part as", found.get_role_display())]
    if found.role in MENTORS:
        rows += [("Mentees it could take", str(found.capacity)), ("Offers", found.offers or "-")]
    journey = (
        f"{found.longest_journey_km} km" if found.longest_journey_km is not None else "Not said"
    )
    rows += [
        ("Why it wants to take part", found.statement or "-"),
        ("Working by video call", "Yes" if found.can_work_remotely else "No"),
        ("Longest journey", journey),
    ]
    if found.role != ParticipationRole.MENTOR:
        rows += _needs(found, labels)
    return [
        *rows,
        ("Conflicts of interest", _conflicts(found)),
        ("Led by", found.lead.name if found.lead else "Nobody named yet"),
        ("Executive sponsor", sponsor_words(found)),
    ]


def sponsor_words(found: Participation) -> str:
    """Whether the sponsor has agreed, and when."""
    if found.sponsor_agreed_at is None:
        return "Has not agreed yet"
    if found.sponsor_name:
        return f"{found.sponsor_name} agreed on {day(found.sponsor_agreed_at)}, by the signed link"
    who = found.sponsor_agreed_by.name if found.sponsor_agreed_by else "Somebody who has left"
    return f"Agreed on {day(found.sponsor_agreed_at)}, entered by {who}"


def link_words(asked: SponsorRequest | None, now: datetime.datetime) -> str:
    """What became of the link that was sent to a sponsor; empty where none matters any more."""
    if asked is None or asked.outcome == SponsorRequest.Outcome.AGREED:
        return ""
    if asked.outcome == SponsorRequest.Outcome.DECLINED:
        when = day(asked.answered_at) if asked.answered_at else ""
        return f"{asked.name} answered on {when} that they do not agree: {asked.reason}"
    if asked.expires_at <= now:
        return f"The link sent to {asked.name} has run out. Send a new one."
    return (
        f"A link was sent to {asked.name}, {asked.email}, on {day(asked.asked_at)}. "
        f"It works until {day(asked.expires_at)}."
    )


def next_words(found: Participation) -> str:
    """What happens next, in one sentence."""
    if found.state == S.DRAFT:
        return "Nobody else has seen this yet. Send it when it says what you mean."
    if found.state == S.ASKED_AGAIN:
        return (
            f"The programme asks: {found.decision_reason} "
            "Change the application, then send it again."
        )
    if found.state == S.APPLIED:
        if found.sponsor_agreed_at is None:
            return "The executive sponsor has not agreed yet. Then the programme decides."
        return "The sponsor has agreed. The programme decides next."
    if found.state == S.ACCEPTED:
        return "The trust takes part. The programme proposes pairs in the pairing phase."
    return f"Reason: {found.decision_reason}" if found.decision_reason else ""


def application_table(found: Iterable[Participation], downloads: list[tuple[str, str]]) -> Table:
    """The applications to a scheme."""
    return Table(
        caption="Applications",
        columns=[
            Column("Trust"),
            Column("Region"),
            Column("Takes part as"),
            Column("Places", numeric=True),
            Column("State"),
            Column("Sponsor"),
            Column("Applied"),
        ],
        rows=[_row(participation) for participation in found],
        downloads=downloads,
        empty="No application fits these filters.",
    )


def _row(found: Participation) -> Row:
    address = reverse("participation_detail", kwargs={"participation_id": found.pk})
    return Row(
        [
            Cell(found.trust.name, href=address, note=found.trust.ods_code),
            found.trust.region or "-",
            found.get_role_display(),
            str(found.capacity) if found.role in MENTORS else "-",
            Cell(tag=participation_tag(found)),
            "Agreed" if found.sponsor_agreed_at else "Not yet",
            day(found.applied_at) if found.applied_at else "-",
        ]
    )


def download_rows(found: Iterable[Participation]) -> list[list[Any]]:
    """The same rows as values for a file."""
    return [
        [
            row.trust.name,
            row.trust.ods_code,
            row.trust.region,
            row.get_role_display(),
            row.capacity if row.role in MENTORS else None,
            row.get_state_display(),
            row.sponsor_agreed_at.date() if row.sponsor_agreed_at else None,
            row.applied_at.date() if row.applied_at else None,
            row.lead.name if row.lead else "",
        ]
        for row in found
    ]


def _needs(found: Participation, labels: dict[str, str]) -> list[tuple[str, str]]:
    """The first choices, then the other needs: a line each, in the order of the questionnaire."""
    place = {number: position for position, number in enumerate(labels)}
    numbers = sorted(found.priorities, key=lambda number: (place.get(number, len(place)), number))
    return [
        (
            heading,
            "\n".join(
                f"{number} {labels.get(number, '')}".strip()
                for number in numbers
                if found.priorities[number] == priority
            )
            or "None chosen",
        )
        for heading, priority in PRIORITIES_SHOWN
    ]


def _conflicts(found: Participation) -> str:
    return "\n".join(f"{c['ods_code']}: {c['reason']}" for c in found.conflicts) or "None"
