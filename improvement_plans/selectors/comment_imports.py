"""Imports of comments that a person may see: those of the trusts that they write for."""

from __future__ import annotations

from django.db.models import Case, IntegerField, QuerySet, Value, When

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotFound
from improvement_plans.models import CodingState, CommentImport, Insight, StagedComment


def imports_visible_to(access: Access) -> QuerySet[CommentImport]:
    """Imports of the person's own trusts, the newest first, without what they hold."""
    codes = access.trusts_where(Permission.UPDATE_ACTIONS)
    return (
        CommentImport.objects.filter(trust__ods_code__in=codes)
        .select_related("trust", "brought_by")
        .defer("content")
    )


def import_visible_to(access: Access, batch_id: int) -> CommentImport:
    """One import, or NotFound."""
    found = imports_visible_to(access).filter(pk=batch_id).first()
    if found is None:
        raise NotFound("There is no such import, or it is not one of your trust’s.")
    return found


def rows_to_decide(batch: CommentImport) -> QuerySet[StagedComment]:
    """Rows that hold something which could name somebody: those not decided yet come first."""
    turn = Case(When(decision="", then=Value(0)), default=Value(1), output_field=IntegerField())
    return batch.rows.exclude(findings=[]).order_by(turn, "row")


def undecided(batch: CommentImport) -> int:
    """How many rows nobody has decided."""
    return batch.rows.exclude(findings=[]).filter(decision="").count()


def first_rows(batch: CommentImport, most: int = 10) -> list[StagedComment]:
    """A look at what would be saved: rows in which nothing was found."""
    return list(batch.rows.filter(findings=[])[:most])


def coded_of(batch: CommentImport) -> int:
    """How many comments of an import have been coded."""
    saved = Insight.objects.filter(batch=batch)
    return saved.exclude(coding_state=CodingState.UNCODED).count()
