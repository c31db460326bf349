"""Reading what was brought, and keeping what the check of it found. See `comment_imports`."""

from __future__ import annotations

import datetime
import io
import zlib
from collections.abc import Iterable
from functools import partial

from buddy_portal.accounts.refusals import Refusal
from improvement_plans.characteristics import TUMOUR_GROUPS
from improvement_plans.comment_files.checking import Checked, CommentRow, Given, Rules, check_table
from improvement_plans.comment_files.reading import open_file, read_pasted
from improvement_plans.deidentifying import look_for, mask
from improvement_plans.insight_words import digest_of, tidy
from improvement_plans.models import (
    Bearing,
    CommentImport,
    CommentImportState,
    Insight,
    InsightSource,
    StagedComment,
)
from improvement_plans.models.insight import LONGEST_EXCERPT
from trusts.surveys.refusals import TableRefused

S = CommentImportState
PASTED = "Pasted text"


def read_brought(batch: CommentImport, *, today: datetime.date) -> Checked:
    """Every row of what was brought, checked. Raises Refusal with field "file" or "text"."""
    content = zlib.decompress(batch.content)
    given = Given(**{**batch.given, "said_on": datetime.date.fromisoformat(batch.given["said_on"])})
    against = Rules(
        today=today,
        longest=LONGEST_EXCERPT,
        sources=_small(InsightSource.choices),
        groups=_small([(group, group) for group in TUMOUR_GROUPS]),
        bearings=_small(Bearing.choices),
    )
    tell = partial(_tell, batch.pk) if batch.pk else lambda _rows: None
    is_text = batch.file_name == PASTED
    try:
        if is_text:
            table = read_pasted(content.decode("utf-8").replace("\r\n", "\n"))
            return check_table(table, given, against, tell=tell)
        with open_file(io.BytesIO(content), batch.file_name) as table:
            return check_table(table, given, against, tell=tell)
    except TableRefused as refusal:
        raise Refusal(str(refusal), field="text" if is_text else "file") from refusal


def _small(choices: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {str(words).lower(): key for key, label in choices for words in (key, label)}


def _tell(batch_id: int, rows: int) -> None:
    CommentImport.objects.filter(pk=batch_id).update(rows_done=rows)


def keep_check(batch: CommentImport, checked: Checked) -> None:
    """Keep what a check found: rows to save, rows refused, rows that are there already."""
    there = set(
        Insight.objects.filter(trust_id=batch.trust_id).values_list(
            "excerpt_digest", "said_on", "source"
        )
    )
    staged: list[StagedComment] = []
    repeated: list[dict[str, int | None]] = []
    seen: dict[tuple[str, str, str], int] = {}
    for row in checked.rows:
        key = (digest_of(row.excerpt), row.values["said_on"], row.values["source"])
        stored = (key[0], datetime.date.fromisoformat(key[1]), key[2])
        if stored in there or key in seen:
            repeated.append({"row": row.row, "of": seen.get(key)})
            continue
        seen[key] = row.row
        staged.append(_staged(batch, row, key[0]))
    StagedComment.objects.bulk_create(staged, batch_size=1_000)
    batch.state, batch.content = S.CHECKED, b""
    batch.refused = [
        {"row": c.row, "column": c.column, "value": c.value, "reason": c.reason}
        for c in checked.refused
    ]
    batch.repeated = repeated
    batch.rows_done = checked.read
    batch.counts = {
        "read": checked.read,
        "blank": checked.blank,
        "to_save": len(staged),
        "found": sum(bool(row.findings) for row in staged),
        "not_read": list(checked.not_read),
    }
    batch.save()


def _staged(batch: CommentImport, row: CommentRow, digest: str) -> StagedComment:
    """The row with all that is stored of it once it is saved."""
    excerpt = tidy(row.excerpt)
    # What was found is counted in letters, and other ways to write a letter change the count.
    found = row.found if excerpt == row.excerpt else look_for(excerpt)
    masked = tidy(mask(excerpt, found)) if found else ""
    return StagedComment(
        batch=batch,
        row=row.row,
        excerpt=excerpt,
        digest=digest,
        values=row.values,
        findings=[
            {"kind": each.kind.value, "start": each.start, "end": each.end, "reason": each.reason}
            for each in found
        ],
        masked=masked,
        masked_digest=digest_of(masked) if found else "",
    )
