"""Saving the words that a lead writes into a scheme's reports."""

from __future__ import annotations

from django.db import transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import StaleVersion
from evaluation import rules
from evaluation.models import ReportText
from trusts.models import Scheme


def save_report_text(
    *, by: User, scheme: Scheme, foreword: str, context: str, read_at: int
) -> ReportText:
    """Keep a new version; of two that were written from the same one, the later is refused.

    Reports compiled from now on carry it; those compiled before keep what they were given.
    """
    rules.write_report_text.require(access_of(by), scheme)
    with transaction.atomic():
        Scheme.objects.select_for_update().get(pk=scheme.pk)
        newest = ReportText.objects.filter(scheme=scheme).first()
        version = newest.version if newest else 0
        if version != read_at:
            saved = newest.by_name if newest else ""
            current: dict[str, object] = {
                "foreword": newest.foreword if newest else "",
                "context": newest.context if newest else "",
            }
            raise StaleVersion(current, {"foreword": foreword, "context": context}, saved)
        text = ReportText.objects.create(
            scheme=scheme,
            version=version + 1,
            foreword=foreword,
            context=context,
            by=by,
            by_name=by.name,
        )
        record_event(by=by, action="report words written", thing=text)
    return text
