"""The mails about a sponsor's signed link, written in the step's own transaction."""

from __future__ import annotations

import datetime

from buddy_portal.outbox.mail import enqueue_mail
from trusts.models import SponsorRequest
from trusts.presenters import sponsor_letters as letters
from trusts.presenters.letters import Letter
from trusts.services import mails
from trusts.sponsor_links import address_of_request


def sponsor_asked_by_link(request: SponsorRequest) -> None:
    """The sponsor gets the link; nobody else does."""
    send_to_sponsor(request, letters.asked(request))


def sponsor_answered(request: SponsorRequest, *, today: datetime.date) -> None:
    """The trust and the programme learn what the sponsor said."""
    mails.about_application(request.participation, letters.answered(request), today=today)


def send_to_sponsor(request: SponsorRequest, letter: Letter, *, key: str | None = None) -> bool:
    """Whether a mail was written: with a key it is written once."""
    message = enqueue_mail(
        to=request.email,
        subject=letter.subject,
        template="scheme_step",
        context={
            "name": request.name,
            "sentences": letter.sentences,
            "link_address": address_of_request(request),
            "link_words": letter.link_words,
        },
        key=key,
    )
    return message is not None
