"""Who and what the story of the first scheme is about."""

from __future__ import annotations

import datetime

from django.utils import timezone

from buddy_portal.tests.journeys import small_files as files

SCHEME = "First buddy scheme"
MENTOR, MENTEE = files.name_of(files.MENTOR), files.name_of(files.MENTEE)
ACTION = "Give every patient the name and number of their nurse"
CAST = (
    ("second", "Tom Hollis", "Programme lead", ""),
    ("mentor nurse", "Marie Lund", "Lead cancer nurse", MENTOR),
    ("mentor sponsor", "Colin Reed", "Executive sponsor", MENTOR),
    ("nurse", "Ruth Adeyemi", "Lead cancer nurse", MENTEE),
    ("sponsor", "Helen Frost", "Executive sponsor", MENTEE),
)
"""Whom the first lead invites: a key, the name, the role and its trust."""
PHASES = {
    "Volunteering begins": -60,
    "Volunteering ends": 5,
    "Pairing begins": -50,
    "Pairing ends": 20,
    "Implementation begins": -40,
    "Implementation ends": 90,
    "Evaluation begins": -10,
    "Evaluation ends": 120,
    "Publish by": 150,
}
"""Days from today: every phase is open, so that the whole story fits into one day."""


def in_days(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)
