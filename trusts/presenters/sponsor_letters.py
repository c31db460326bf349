"""The words of the mails about a sponsor's signed link. No queries: everything is loaded."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.dateformat import format as written

from trusts.models import SponsorRequest
from trusts.presenters.letters import Letter, role_words


def asked(request: SponsorRequest) -> Letter:
    found = request.participation
    asker = request.asked_by.name if request.asked_by else "The programme team"
    return Letter(
        f"Please answer as executive sponsor: {found.trust} applies for {found.scheme}",
        (
            f"{asker} names you as executive sponsor of {found.trust}, which has applied to take "
            f"part in {found.scheme} as {role_words(found)}.",
            "The programme accepts an application only once the executive sponsor agrees.",
            f"You need no account. The link is for you alone, works once, and ends on "
            f"{last_day(request)}.",
        ),
        "Read the application and answer",
    )


def reminder(request: SponsorRequest) -> Letter:
    found = request.participation
    return Letter(
        f"Reminder: {found.trust} waits for your answer as executive sponsor",
        (
            f"{found.trust} has applied to take part in {found.scheme} and needs your agreement.",
            f"Volunteering ends on {written(found.scheme.volunteering_to, 'j F Y')}. "
            f"Your link ends on {last_day(request)}.",
        ),
        "Read the application and answer",
    )


def answered(request: SponsorRequest) -> Letter:
    found = request.participation
    if request.outcome == SponsorRequest.Outcome.AGREED:
        return Letter(
            f"{found.trust}: the executive sponsor has agreed",
            (f"{request.name} agrees that {found.trust} takes part in {found.scheme}.",),
            "See the application",
        )
    return Letter(
        f"{found.trust}: the executive sponsor does not agree",
        (
            f"{request.name} does not agree that {found.trust} takes part in {found.scheme}.",
            request.reason,
            "The application stays as it is. Ask again, name another sponsor, or withdraw it.",
        ),
        "See the application",
    )


def last_day(request: SponsorRequest) -> str:
    """The day on which the link ends."""
    return written(_local(request.expires_at), "j F Y")


def _local(moment: datetime.datetime) -> datetime.datetime:
    return timezone.localtime(moment)
