"""Sending the papers of a meeting: frozen as they are sent, so that the bytes stay the same."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from buddy_portal.design import dates
from improvement_plans.meetings.states import check_is_ahead, check_meeting_move
from improvement_plans.models import Meeting, MeetingPaper, MeetingState, PaperPart
from improvement_plans.printing.meeting_packs import pack_facts
from improvement_plans.printing.meeting_papers import minutes_facts, paper_pdf, paper_workbook
from improvement_plans.printing.pack_sections import PackSource
from improvement_plans.selectors.agendas import entries_for, ramps_for
from improvement_plans.selectors.meetings import decisions_of, members_of, partner_names
from improvement_plans.services.meeting_mails import papers_sent
from improvement_plans.services.meetings import locked_meeting, record


def send_pack(*, by: User, meeting: Meeting, today: datetime.date) -> MeetingPaper:
    """Freeze the pack as at today and tell everybody who is asked where it is."""
    with transaction.atomic():
        found = locked_meeting(meeting, by)
        check_is_ahead(found.state)
        if found.agenda_made_at is None:
            raise WrongState("Make the agenda first: the pack begins with it.")
        return _freeze(found, PaperPart.PACK, facts_of_pack(found, on=today), by, today)


def send_minutes(*, by: User, meeting: Meeting, today: datetime.date) -> MeetingPaper:
    """Freeze the minutes and send everybody who was asked the way to them."""
    with transaction.atomic():
        found = locked_meeting(meeting, by)
        check_meeting_move(found.state, MeetingState.CIRCULATED)
        if not found.minutes:
            raise WrongState("Write the minutes first.")
        found.state = MeetingState.CIRCULATED
        found.version += 1
        found.save(update_fields=["state", "version"])
        return _freeze(found, PaperPart.MINUTES, facts_of_minutes(found, on=today), by, today)


def facts_of_pack(meeting: Meeting, *, on: datetime.date) -> dict[str, Any]:
    """The pack as it is on a day, from what is recorded; it writes nothing."""
    entries = entries_for(meeting, on=on)
    source = PackSource(
        meeting=meeting,
        items=list(meeting.items.order_by("position", "pk")),
        entries=entries,
        tested=ramps_for(entries),
        fictional=settings.DEMONSTRATION,
    )
    return pack_facts(source)


def facts_of_minutes(meeting: Meeting, *, on: datetime.date) -> dict[str, Any]:
    """The minutes as they are on a day; it writes nothing."""
    return minutes_facts(
        meeting,
        members_of(meeting),
        decisions_of(meeting),
        names=partner_names(meeting),
        as_at=dates.day(on),
        fictional=settings.DEMONSTRATION,
    )


def _freeze(
    meeting: Meeting, part: PaperPart, facts: dict[str, Any], by: User, today: datetime.date
) -> MeetingPaper:
    members = members_of(meeting)
    if not members:
        raise Refusal("Nobody is asked to this meeting yet: choose its people first")
    pdf = paper_pdf(facts)
    paper = MeetingPaper.objects.create(
        meeting=meeting,
        part=part,
        number=meeting.papers.filter(part=part).count() + 1,
        as_at=today,
        sent_at=timezone.now(),
        sent_by=by,
        sent_to=len(members),
        facts=facts,
        pdf=pdf,
        workbook=paper_workbook(facts),
        sha256=hashlib.sha256(pdf).hexdigest(),
    )
    record(
        thing=meeting,
        by=by,
        action=f"{part.label.lower()} sent",
        changes={"paper": ("", str(paper))},
    )
    papers_sent(paper, members, by=by)
    return paper
