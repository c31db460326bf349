"""The rows of a checked import as comments: whole sets of them, in the database, all or none.

A comment is never carried through Python here. What is stored of a row was worked out when it was
checked (its words, its words with marks, a digest of each), so one statement saves a set of rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread

from django.db import connection
from django.db.models import Max, Min, Q
from django.db.models.aggregates import Count
from django.utils import timezone

from improvement_plans.models import CodingState, CommentImport, Decision, Insight

# Rows of a file in one statement: about a fifth of a second, so that stopping is heard soon.
ROWS_IN_A_SET = 1_000
# The same comment may have been saved since the check, by another import or by hand.
_SAVE = """
INSERT INTO improvement_plans_insight (
    version, trust_id, plan_id, batch_id, written_by_id, written_at,
    source, said_on, service, tumour_group, people, bearing,
    excerpt, excerpt_digest, themes, coding_state, kept_kinds, kept_reason)
SELECT 1, batch.trust_id, batch.plan_id, batch.id, %(by)s, %(at)s,
    held.values ->> 'source', (held.values ->> 'said_on')::date, held.values ->> 'service',
    held.values ->> 'tumour_group', (held.values ->> 'people')::integer, held.values ->> 'bearing',
    words.excerpt, words.digest, '{}', %(uncoded)s,
    CASE WHEN held.decision = %(keep)s
        THEN ARRAY(SELECT DISTINCT found ->> 'kind' FROM jsonb_array_elements(held.findings) found
            ORDER BY 1)
        ELSE '{}' END,
    CASE WHEN held.decision = %(keep)s THEN held.reason ELSE '' END
FROM improvement_plans_stagedcomment held
JOIN improvement_plans_commentimport batch ON batch.id = held.batch_id
CROSS JOIN LATERAL (SELECT
    CASE WHEN held.decision = %(mask)s THEN held.masked ELSE held.excerpt END AS excerpt,
    CASE WHEN held.decision = %(mask)s THEN held.masked_digest ELSE held.digest END AS digest
) words
WHERE held.batch_id = %(batch)s AND held.row >= %(first)s AND held.row < %(first)s + %(rows)s
    AND held.decision <> %(leave_out)s
    AND NOT EXISTS (
        SELECT FROM improvement_plans_insight there
        WHERE there.trust_id = batch.trust_id AND there.excerpt_digest = words.digest
            AND there.said_on = (held.values ->> 'said_on')::date
            AND there.source = held.values ->> 'source'
            AND there.batch_id IS DISTINCT FROM batch.id)
ORDER BY held.row
"""


class SavingStopped(Exception):
    """Somebody stopped the import while its rows were being saved."""


@dataclass(frozen=True)
class SavedRows:
    """How many comments were saved and what became of the other rows."""

    counts: dict[str, int]
    kept_kinds: list[str]


def save_rows(
    batch: CommentImport, *, by_id: int, after_set: Callable[[int], None] = lambda _rows: None
) -> SavedRows:
    """Save every row that is not left out, set by set; call it inside a transaction.

    `after_set` hears how many rows were dealt with, and may raise to stop. The number of
    statements depends on the number of sets alone.
    """
    rows = batch.rows.aggregate(first=Min("row"), last=Max("row"))
    saved = 0
    with connection.cursor() as cursor:
        # What this transaction has saved is unknown to the planner: it would walk through all
        # comments of the day for each row. Without nested loops it looks each up by its hash.
        cursor.execute("SET LOCAL enable_nestloop = off")
    if rows["first"] is not None:
        for first in range(rows["first"], rows["last"] + 1, ROWS_IN_A_SET):
            saved += _save_set(batch.pk, first, by_id)
            after_set(first - rows["first"] + ROWS_IN_A_SET)
    return _what_became(batch, saved)


def tell_beside(batch_id: int, rows: int) -> None:
    """Say how far the saving is, by a connection of its own.

    What the saving transaction itself writes can be seen at its end only.
    """
    teller = Thread(target=_tell, args=(batch_id, rows))
    teller.start()
    teller.join()


def _tell(batch_id: int, rows: int) -> None:
    try:
        CommentImport.objects.filter(pk=batch_id).update(rows_done=rows)
    finally:
        connection.close()


def _save_set(batch_id: int, first: int, by_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            _SAVE,
            {
                "batch": batch_id,
                "by": by_id,
                "at": timezone.now(),
                "first": first,
                "rows": ROWS_IN_A_SET,
                "uncoded": CodingState.UNCODED.value,
                "mask": Decision.MASK.value,
                "keep": Decision.KEEP.value,
                "leave_out": Decision.LEAVE_OUT.value,
            },
        )
        return int(cursor.rowcount)


def _what_became(batch: CommentImport, saved: int) -> SavedRows:
    rows = batch.rows.aggregate(
        all=Count("pk"),
        left_out=Count("pk", filter=Q(decision=Decision.LEAVE_OUT)),
        masked=Count("pk", filter=Q(decision=Decision.MASK)),
    )
    kept = Insight.objects.filter(batch=batch).exclude(kept_kinds=[])
    kinds = list(kept.values_list("kept_kinds", flat=True))
    counts = {
        "saved": saved,
        "left_out": rows["left_out"],
        "masked": rows["masked"],
        "kept": len(kinds),
        "there_since": rows["all"] - rows["left_out"] - saved,
    }
    return SavedRows(counts, sorted({kind for each in kinds for kind in each}))
