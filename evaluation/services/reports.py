"""A report's life: kept, signed off by another lead, published, corrected or withdrawn."""

from __future__ import annotations

import datetime
import hashlib
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal
from buddy_portal.design import dates
from evaluation import rules
from evaluation.earlier_versions import tells_apart
from evaluation.loading_thanks import names_withdrawn
from evaluation.models import EvaluationRun, Report, ReportFile, ReportState, RunState
from evaluation.refusals import FactsNotChecked, NameWithdrawn, TellsApart, TooEarly
from evaluation.selectors.fact_checks import what_holds_up
from evaluation.services import mails
from evaluation.states import OPEN_RUNS, check_report_move
from trusts.services.rolling_back import hold_imports

if TYPE_CHECKING:
    from evaluation.inputs import Inputs
    from evaluation.report.compiling import CompiledReport


TELLS_APART = (
    "Another report has been published since this one was compiled, and the two together would "
    "tell about a few patients: some numbers of answers differ by 20 or fewer. Compile the "
    "evaluation again; the new version leaves these scores out."
)
# It does not say who: that is the person's own to tell.
NAME_WITHDRAWN = (
    "How somebody is named has changed since this report was compiled. Compile the evaluation "
    "again; the new version names everybody as they wish now."
)


def keep_report(*, run_id: int, inputs: Inputs, compiled: CompiledReport) -> None:
    """Write what a run compiled. Called inside the transaction that ends the run's message."""
    run = (
        EvaluationRun.objects.select_for_update(of=("self",))
        .select_related("scheme", "baseline", "follow_up", "requested_by")
        .get(pk=run_id)
    )
    if run.state not in OPEN_RUNS:
        return
    slug = slugify(f"{run.scheme.name}-{run.baseline.year}-{run.follow_up.year}")[:80]
    report = Report.objects.create(
        run=run,
        scheme=run.scheme,
        slug=slug,
        version=Report.objects.filter(slug=slug).count() + 1,
        title=compiled.title,
        content=compiled.content,
        compiled_by=run.requested_by,
        compiled_by_name=str(run.requested_by or ""),
    )
    for form in compiled.forms:
        ReportFile.objects.create(
            report=report,
            kind=form.kind,
            name=form.name,
            media_type=form.media_type,
            content=form.content,
            sha256=hashlib.sha256(form.content).hexdigest(),
        )
    run.state, run.inputs_digest = RunState.COMPILED, inputs.digest
    run.step, run.steps_done, run.ended_at = "", run.steps_all, timezone.now()
    run.error = ""
    run.save()
    record_event(by=run.requested_by, action="evaluation compiled", thing=report)
    mails.report_compiled(report, run.requested_by)


def sign_off_report(
    *,
    by: User,
    report: Report,
    note: str = "",
    not_before: datetime.date | None = None,
    today: datetime.date | None = None,
) -> None:
    """Another programme lead than the compiler answers for the report.

    not_before: the first day on which it may be published; any day where it is left out. today:
    the day on which it is signed off, the day of the clock where it is left out.
    """
    with transaction.atomic():
        report = _locked(report.pk)
        rules.sign_off_report.require(access_of(by), report)
        check_report_move(report.state, ReportState.SIGNED_OFF)
        if holding_up := what_holds_up(report, today=today or timezone.localdate()):
            raise FactsNotChecked(holding_up)
        _refuse_names_withdrawn(report)
        before = report.get_state_display()
        report.state = ReportState.SIGNED_OFF
        report.signed_off_by, report.signed_off_by_name = by, by.name
        report.signed_off_at, report.not_before = timezone.now(), not_before
        report.save()
        _record(report, by, "report signed off", before, note)


def publish_report(*, by: User, report: Report, reason: str = "") -> None:
    """Make a signed-off report public. A version that was public before is marked corrected."""
    with transaction.atomic():
        report = _locked(report.pk)
        rules.publish_report.require(access_of(by), report)
        check_report_move(report.state, ReportState.PUBLISHED)
        _refuse_before_its_day(report)
        _refuse_names_withdrawn(report)
        if tells_apart(report):
            raise TellsApart(TELLS_APART)
        earlier = (
            Report.objects.select_for_update()
            .filter(slug=report.slug, state=ReportState.PUBLISHED)
            .first()
        )
        if earlier is not None:
            _require_reason(reason, "Say what this version corrects")
            was = earlier.get_state_display()
            earlier.state, earlier.reason = ReportState.CORRECTED, reason.strip()
            earlier.save()
            _record(earlier, by, "report replaced by a correction", was, reason)
        before = report.get_state_display()
        report.state, report.published_at = ReportState.PUBLISHED, timezone.now()
        report.reason = reason.strip()
        report.save()
        _record(report, by, "report published", before, reason)
        # The figures it was worked out from stay: their imports can no longer be rolled back.
        hold_imports(by=by, up_to=report.run.follow_up, held_by=report.title)
        mails.report_published(report)


def withdraw_report(*, by: User, report: Report, reason: str) -> None:
    """Take a report back. Its public page stays and says why."""
    _require_reason(reason, "Say why the report is withdrawn")
    with transaction.atomic():
        report = _locked(report.pk)
        rules.publish_report.require(access_of(by), report)
        check_report_move(report.state, ReportState.WITHDRAWN)
        before = report.get_state_display()
        report.state, report.reason = ReportState.WITHDRAWN, reason.strip()
        report.save()
        _record(report, by, "report withdrawn", before, reason)
        if report.published_at is not None:
            mails.report_withdrawn(report)


def _locked(report_id: int) -> Report:
    return Report.objects.select_for_update(of=("self",)).get(pk=report_id)


def _refuse_before_its_day(report: Report) -> None:
    if report.not_before is not None and timezone.localdate() < report.not_before:
        raise TooEarly(f"This report is not published before {dates.day(report.not_before)}.")


def _refuse_names_withdrawn(report: Report) -> None:
    if names_withdrawn(report):
        raise NameWithdrawn(NAME_WITHDRAWN)


def _require_reason(reason: str, sentence: str) -> None:
    if not reason.strip():
        raise Refusal(sentence, field="reason")


def _record(report: Report, by: User, action: str, before: str, reason: str) -> None:
    record_event(
        by=by,
        action=action,
        thing=report,
        changes={"state": (before, report.get_state_display())},
        reason=reason.strip(),
    )
