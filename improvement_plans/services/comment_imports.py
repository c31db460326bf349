"""Bringing many comments at once: checked first, decided row by row, saved all or nothing, undone.

What is brought waits in the database until it is saved or thrown away, a week at most. A small
file is checked and saved in the request, a large one by a worker; both ways end in the same
functions.
"""

from __future__ import annotations

import datetime
import hashlib
import zlib
from dataclasses import asdict
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from buddy_portal.outbox.jobs import Effect
from buddy_portal.outbox.services import enqueue
from improvement_plans import insight_rules as rules
from improvement_plans.comment_files.checking import Checked, Given
from improvement_plans.insight_words import kinds_words
from improvement_plans.models import (
    CommentImport,
    CommentImportState,
    Decision,
    Plan,
    StagedComment,
)
from improvement_plans.services.comment_reading import PASTED, keep_check, read_brought
from improvement_plans.services.comment_saving import (
    SavedRows,
    SavingStopped,
    save_rows,
    tell_beside,
)
from trusts.models import Trust

S = CommentImportState
CHECK, SAVE = "check comments", "save comments"
MOST_BYTES_AT_ONCE = 100_000
MOST_ROWS_AT_ONCE = 1_000
KEPT_FOR = datetime.timedelta(days=7)
STOPPED = "The saving was stopped. What was checked is still here, with every decision."
FAILED = "The portal could not finish this. Nothing was saved. Try again, or tell the support team."


def bring_comments(
    *,
    by: User,
    trust: Trust,
    given: Given,
    content: bytes,
    name: str = PASTED,
    plan: Plan | None = None,
    today: datetime.date,
) -> CommentImport:
    """Take in a file, or pasted text (without a `name`). Raises Refusal where it is no table."""
    with transaction.atomic():
        rules.write_insight.require(access_of(by), trust.ods_code)
        if plan is not None and plan.trust_id != trust.pk:
            raise Refusal("This plan is not one of your trust’s", field="plan")
        batch = CommentImport(
            trust=trust,
            plan=plan,
            state=S.CHECKING,
            file_name="".join(c for c in name if c.isprintable())[-255:],
            sha256=hashlib.sha256(content).hexdigest(),
            given={**asdict(given), "said_on": given.said_on.isoformat()},
            content=zlib.compress(content, 1),
            brought_by=by,
            # A workbook does not say beforehand how many rows it has.
            rows_total=0 if content.startswith(b"PK") else content.count(b"\n") + 1,
        )
        if len(content) <= MOST_BYTES_AT_ONCE:
            checked = read_brought(batch, today=today)
            batch.save()
            keep_check(batch, checked)
        else:
            batch.save()
            enqueue(job=CHECK, payload={"batch_id": batch.pk, "today": today.isoformat()})
        _record(batch, by=by, action="comments brought")
    return batch


def check_large(*, batch_id: int, today: str) -> Effect | None:
    """A worker's part of `bring_comments`."""
    batch = CommentImport.objects.get(pk=batch_id)
    if batch.state != S.CHECKING:
        return None
    try:
        checked = read_brought(batch, today=datetime.date.fromisoformat(today))
    except Refusal as refusal:
        return partial(_refuse, batch_id, refusal.sentence)
    return partial(_keep_large, batch_id, checked)


def decide(*, by: User, batch: CommentImport, decisions: dict[int, tuple[str, str]]) -> None:
    """Say what becomes of rows: key of the row to a decision and, to keep it, a reason."""
    with transaction.atomic():
        batch = _locked(batch, by, S.CHECKED)
        rows = list(batch.rows.filter(pk__in=decisions))
        for row in rows:
            row.decision, reason = decisions[row.pk][0], decisions[row.pk][1].strip()
            if row.decision not in Decision.values:
                raise Refusal("Choose what becomes of each row", field=f"decision_{row.pk}")
            if row.decision == Decision.KEEP and not reason:
                raise Refusal("Say why it may stay as it is", field=f"reason_{row.pk}")
            row.reason = reason if row.decision == Decision.KEEP else ""
        StagedComment.objects.bulk_update(rows, ["decision", "reason"])
        _record(batch, by=by, action="comments decided", reason=f"{len(rows)} rows")


def decide_rest(*, by: User, batch: CommentImport, decision: Decision) -> None:
    """Mask, or leave out, every row that nobody has decided."""
    if decision not in (Decision.MASK, Decision.LEAVE_OUT):
        raise Refusal("Only marking and leaving out can be done for all rows at once")
    with transaction.atomic():
        batch = _locked(batch, by, S.CHECKED)
        rest = batch.rows.exclude(findings=[]).filter(decision="")
        number = rest.update(decision=decision)
        _record(batch, by=by, action="comments decided", reason=f"{decision.label}: {number} rows")


def save_comments(*, by: User, batch: CommentImport) -> CommentImport:
    """Save every row, or nothing: at once where they are few, by a worker where they are many."""
    with transaction.atomic():
        batch = _locked(batch, by, S.CHECKED)
        if batch.refused:
            raise WrongState("Mend the refused rows in your file and bring it again.")
        if batch.rows.exclude(findings=[]).filter(decision="").exists():
            raise WrongState("Decide first what becomes of the rows that could name somebody.")
        batch.rows_total, batch.rows_done = batch.rows.count(), 0
        if batch.rows_total > MOST_ROWS_AT_ONCE:
            batch.state, batch.problem = S.SAVING, ""
            batch.save()
            enqueue(job=SAVE, payload={"batch_id": batch.pk, "by_id": by.pk})
        else:
            _finish(batch, by, save_rows(batch, by_id=by.pk))
    return batch


def stop_comments(*, by: User, batch: CommentImport) -> None:
    """Stop a worker's check or saving. A check is thrown away; saving goes back to checked."""
    with transaction.atomic():
        batch = _locked(batch, by, S.CHECKING, S.SAVING)
        if batch.state == S.CHECKING:
            _empty(batch, S.DISCARDED)
        else:
            batch.state, batch.problem = S.CHECKED, STOPPED
            batch.save(update_fields=["state", "problem"])
        _record(batch, by=by, action="import of comments stopped")


def save_large(*, batch_id: int, by_id: int) -> Effect | None:
    """A worker's part of `save_comments`."""
    return partial(_save_large, batch_id, by_id)


def discard_comments(*, by: User, batch: CommentImport) -> None:
    """Throw away what was brought and not saved; nothing of it stays."""
    with transaction.atomic():
        batch = _locked(batch, by, S.CHECKED, S.CHECKING, S.REFUSED)
        _empty(batch, S.DISCARDED)
        _record(batch, by=by, action="comments thrown away")


def undo_import(*, by: User, batch: CommentImport, reason: str) -> int:
    """Delete every comment of an import, with its codings. Returns how many there were."""
    if not reason.strip():
        raise Refusal("Say why the import is undone", field="reason")
    with transaction.atomic():
        batch = _locked(batch, by, S.SAVED)
        number = batch.insights.count()
        batch.insights.all().delete()
        batch.state, batch.reason = S.UNDONE, reason.strip()
        batch.save(update_fields=["state", "reason"])
        _record(batch, by=by, action="import of comments undone", reason=reason.strip())
    return number


def forget_old_imports(*, before: datetime.datetime) -> int:
    """Throw away what was brought a week before and never saved. Returns how many there were."""
    open_states = (S.CHECKED, S.REFUSED, S.CHECKING)
    old = CommentImport.objects.filter(state__in=open_states, brought_at__lt=before - KEPT_FOR)
    return sum(_forget(key, open_states) for key in old.values_list("pk", flat=True))


def check_gave_up(*, batch_id: int, error: str, **_payload: Any) -> None:
    """Say on the page of the import that it could not be checked."""
    _refuse(batch_id, FAILED)


def save_gave_up(*, batch_id: int, error: str, **_payload: Any) -> None:
    """Say on the page of the import that it could not be saved; it stays checked."""
    CommentImport.objects.filter(pk=batch_id, state=S.SAVING).update(
        state=S.CHECKED, problem=FAILED
    )


def _keep_large(batch_id: int, checked: Checked) -> None:
    batch = CommentImport.objects.select_for_update().get(pk=batch_id)
    if batch.state == S.CHECKING:
        keep_check(batch, checked)


def _save_large(batch_id: int, by_id: int) -> None:
    """The import is not held while its rows are saved, so that it can be stopped meanwhile."""
    batch = CommentImport.objects.select_related("trust").get(pk=batch_id)
    by = User.objects.filter(pk=by_id).first()
    # The right is looked at again: it may have been taken away since the person asked.
    if by is None or not rules.write_insight.allows(access_of(by), batch.trust.ods_code):
        CommentImport.objects.filter(pk=batch_id, state=S.SAVING).update(
            state=S.CHECKED, problem=rules.write_insight.sentence
        )
        return
    try:
        with transaction.atomic():
            _go_on(batch_id)
            saved = save_rows(batch, by_id=by_id, after_set=partial(_after_set, batch_id))
            held = CommentImport.objects.select_for_update(of=("self",), no_key=True)
            batch = held.select_related("trust").get(pk=batch_id)
            _go_on(batch_id)
            _finish(batch, by, saved)
    except SavingStopped:
        return


def _after_set(batch_id: int, rows: int) -> None:
    tell_beside(batch_id, rows)
    _go_on(batch_id)


def _go_on(batch_id: int) -> None:
    if not CommentImport.objects.filter(pk=batch_id, state=S.SAVING).exists():
        raise SavingStopped


def _finish(batch: CommentImport, by: User, saved: SavedRows) -> None:
    batch.counts = {**batch.counts, **saved.counts}
    _empty(batch, S.SAVED)
    said = f"Kept: {kinds_words(saved.kept_kinds)}" if saved.kept_kinds else ""
    _record(batch, by=by, action="comments saved", reason=said)


def _empty(batch: CommentImport, state: S) -> None:
    """End an import: what it held and did not save goes."""
    batch.rows.all().delete()
    batch.state, batch.content, batch.refused = state, b"", []
    batch.saved_at = timezone.now() if state == S.SAVED else None
    batch.save()


def _forget(batch_id: int, open_states: tuple[S, ...]) -> bool:
    """Unless somebody saved it meanwhile."""
    with transaction.atomic():
        batch = (
            CommentImport.objects.select_for_update(of=("self",))
            .select_related("trust")
            .filter(pk=batch_id, state__in=open_states)
            .first()
        )
        if batch is not None:
            _empty(batch, S.DISCARDED)
            _record(batch, by=None, action="comments thrown away", reason="Not saved in a week")
    return batch is not None


def _refuse(batch_id: int, sentence: str) -> None:
    CommentImport.objects.filter(pk=batch_id, state=S.CHECKING).update(
        state=S.REFUSED, problem=sentence, content=b""
    )


def _locked(batch: CommentImport, by: User, *states: S) -> CommentImport:
    # Without the key: rows that a worker is saving point at it, and must not make anybody wait.
    found = (
        CommentImport.objects.select_for_update(of=("self",), no_key=True)
        .select_related("trust")
        .get(pk=batch.pk)
    )
    rules.write_insight.require(access_of(by), found.trust.ods_code)
    if found.state not in states:
        raise WrongState(f"This import is “{S(found.state).label.lower()}”: this cannot be done.")
    return found


def _record(batch: CommentImport, *, by: User | None, action: str, reason: str = "") -> None:
    counts: dict[str, tuple[object, object]] = {
        name: (None, number) for name, number in batch.counts.items() if isinstance(number, int)
    }
    record_event(
        by=by,
        action=action,
        thing=batch,
        trust_code=batch.trust.ods_code,
        reason=reason,
        changes=counts,
    )
