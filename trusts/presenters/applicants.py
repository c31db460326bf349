"""Who has applied, in tables and sentences: where from, and which trusts are missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from buddy_portal.design.charts.bar import ShareBar, draw_share_bar
from buddy_portal.design.charts.numbers import thousands
from buddy_portal.design.tables import Cell, Column, Row, Table
from trusts.models import ParticipationRole, ParticipationState, Scheme
from trusts.selectors.applicants import NO_REGION, NO_SIZE, Applicants, Group, Standing

COLUMNS = ("Trust", "ODS code", "Region", "Kind", "Size", "Takes part as", "Places", "State")
NOT_APPLIED = "Has not applied"
ROLES = dict(ParticipationRole.choices)
STATES = dict(ParticipationState.choices)


def numbers(found: Applicants, scheme: Scheme) -> list[dict[str, str]]:
    """The summary numbers, each with the rows behind it."""
    whole, address = found.whole, _address(scheme)
    return [
        {
            "number": thousands(whole.applied),
            "of": f"of {thousands(whole.trusts)}",
            "label": "trusts have applied",
            "href": f"{address}?standing=applied#trusts",
            "note": f"{whole.accepted} accepted",
        },
        {
            "number": thousands(whole.mentors),
            "label": "as mentor or both",
            "href": f"{address}?standing=mentor#trusts",
            "note": f"{whole.places} places for mentees",
        },
        {
            "number": thousands(whole.mentees),
            "label": "as mentee or both",
            "href": f"{address}?standing=mentee#trusts",
            "note": balance_words(whole),
        },
        {
            "number": thousands(whole.trusts - whole.applied),
            "label": "trusts not in it",
            "href": f"{address}?standing=missing#trusts",
        },
    ]


def balance_words(whole: Group) -> str:
    """Whether the mentors offer enough places."""
    short = whole.mentees - whole.places
    if short > 0:
        return f"{short} more than there are places"
    return "enough places" if whole.mentees else ""


def missing_words(found: Applicants) -> list[tuple[str, str]]:
    """Which regions, kinds and sizes have nobody yet: the heading and the names."""
    said = []
    for what, every in (
        ("regions", found.regions),
        ("kinds", found.kinds),
        ("sizes", found.sizes),
    ):
        groups = [group for group in every if group.name not in (NO_REGION, NO_SIZE)]
        nobody = [group.name for group in groups if not group.applied]
        no_mentor = [group.name for group in groups if group.applied and not group.mentors]
        no_mentee = [group.name for group in groups if group.applied and not group.mentees]
        said += [
            (f"{what.capitalize()} from which nobody has applied", "; ".join(nobody)),
            (f"{what.capitalize()} with applications but no mentor", "; ".join(no_mentor)),
            (f"{what.capitalize()} with applications but no mentee", "; ".join(no_mentee)),
        ]
    return [(heading, names) for heading, names in said if names]


def group_table(title: str, filter_name: str, groups: Sequence[Group], scheme: Scheme) -> Table:
    """The groups of one kind, each with a bar of how many of its trusts applied."""
    return Table(
        caption=title,
        columns=[
            Column(title.removeprefix("By ").capitalize()),
            Column("Applied, of all trusts"),
            Column("Mentors", numeric=True),
            Column("Mentees", numeric=True),
            Column("Accepted", numeric=True),
            Column("Places", numeric=True),
        ],
        rows=[_group_row(group, filter_name, scheme) for group in groups],
        empty="There are no trusts yet.",
    )


def _group_row(group: Group, filter_name: str, scheme: Scheme) -> Row:
    bar = ShareBar(f"{group.name}: trusts that applied", group.applied, group.trusts)
    asked = group.name.partition(":")[0] if filter_name == "size" else group.name
    query = urlencode({filter_name: asked})
    return Row(
        [
            Cell(group.name, href=f"{_address(scheme)}?{query}#trusts"),
            Cell(bar.words, markup=draw_share_bar(bar)),
            str(group.mentors),
            str(group.mentees),
            str(group.accepted),
            str(group.places),
        ]
    )


def trust_table(standings: Iterable[Standing], downloads: list[tuple[str, str]]) -> Table:
    """Trusts and where they stand in the scheme."""
    return Table(
        caption="Trusts and their part in the scheme",
        columns=[
            Column("Trust"),
            Column("Region"),
            Column("Kind"),
            Column("Size"),
            Column("Takes part as"),
            Column("State"),
        ],
        rows=[_trust_row(one) for one in standings],
        downloads=downloads,
        empty="No trust fits these filters.",
    )


def _trust_row(one: Standing) -> Row:
    address = reverse("trust_detail", kwargs={"ods_code": one.ods_code})
    return Row(
        [
            Cell(one.name, href=address, note=one.ods_code),
            one.region,
            ", ".join(one.kinds),
            one.size.partition(":")[0],
            ROLES[one.role] if one.role else "-",
            STATES[one.state] if one.state else NOT_APPLIED,
        ]
    )


def download_rows(standings: Iterable[Standing]) -> list[list[Any]]:
    """The same rows as values for a file."""
    return [
        [
            one.name,
            one.ods_code,
            one.region,
            ", ".join(one.kinds),
            one.size,
            ROLES[one.role] if one.role else "",
            one.capacity or None,
            STATES[one.state] if one.state else NOT_APPLIED,
        ]
        for one in standings
    ]


def _address(scheme: Scheme) -> str:
    return reverse("applicants", kwargs={"scheme_id": scheme.pk})
