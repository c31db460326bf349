"""The smallest valid meetings, schedules, agendas and decisions."""

import datetime

from django.utils import timezone

from buddy_portal.accounts.models import User
from improvement_plans.models import (
    AgendaItem,
    Meeting,
    MeetingDecision,
    MeetingMember,
    MeetingPaper,
    MeetingSeries,
    Plan,
    Rhythm,
)
from trusts.models import Scheme, Trust

DAY = datetime.date(2015, 4, 21)
NINE = datetime.time(9)


def meeting_values(**changed: object) -> dict[str, object]:
    """What a form of a meeting gives."""
    return {
        "kind": "mdt",
        "title": "Lung MDT operational meeting",
        "on": DAY,
        "at": NINE,
        "lasts": 60,
        "place": "Seminar room 2",
        "chair": "Clinical lead",
        **changed,
    }


def make_meeting(
    trust: Trust | None,
    *plans: Plan,
    people: tuple[User, ...] = (),
    scheme: Scheme | None = None,
    **fields: object,
) -> Meeting:
    kind = {"kind": "programme"} if trust is None else {}
    made = Meeting.objects.create(
        trust=trust, scheme=scheme, **{**meeting_values(**kind), **fields}
    )
    made.plans.set(plans)
    MeetingMember.objects.bulk_create(MeetingMember(meeting=made, user=each) for each in people)
    return made


def series_values(**changed: object) -> dict[str, object]:
    """What a form of a schedule gives: the first Tuesday of every month."""
    values = meeting_values()
    del values["on"]
    return {
        **values,
        "rhythm": Rhythm.MONTHS,
        "every": 1,
        "week": 1,
        "weekday": 1,
        "begins_on": datetime.date(2015, 2, 1),
        "ends_on": None,
        **changed,
    }


def make_series(
    trust: Trust | None, scheme: Scheme | None = None, **fields: object
) -> MeetingSeries:
    kind = {"kind": "programme"} if trust is None else {}
    values = {**series_values(**kind), **fields}
    return MeetingSeries.objects.create(trust=trust, scheme=scheme, **values)


def make_item(meeting: Meeting, **fields: object) -> AgendaItem:
    values = {"position": meeting.items.count() + 1, "kind": "own", "text": "Room for the clinic"}
    return AgendaItem.objects.create(meeting=meeting, **{**values, **fields})


def make_decision(meeting: Meeting, **fields: object) -> MeetingDecision:
    return MeetingDecision.objects.create(
        meeting=meeting, **{"text": "Try the card on two more wards", **fields}
    )


def make_paper(meeting: Meeting, **fields: object) -> MeetingPaper:
    facts = {
        "part": "Pack",
        "title": meeting.title,
        "kind": "",
        "whose": "",
        "when": "Tuesday",
        "place": "",
        "chair": "",
        "as_at": "21 April 2015",
        "fictional": False,
        "figures": [],
        "sections": [],
        "notes": [],
    }
    values = {
        "part": "pack",
        "number": 1,
        "as_at": DAY,
        "sent_at": timezone.now(),
        "sent_to": 1,
        "facts": facts,
        "pdf": b"%PDF-1.7 smallest",
        "workbook": b"PK",
        "sha256": "0" * 64,
    }
    return MeetingPaper.objects.create(meeting=meeting, **{**values, **fields})
