"""Taking over reference lists: trusts, and what became of them. All rows or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

from django.db import transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from trusts import rules
from trusts.models import Trust, TrustSuccession
from trusts.refusals import FileNotAccepted
from trusts.surveys.columns import Columns, Family
from trusts.surveys.files import open_survey_file
from trusts.surveys.reference_rows import CheckedReference, SuccessionRow, TrustRow
from trusts.surveys.refusals import RefusedCell, TableRefused
from trusts.surveys.tables import SurveyTable, read_table

LISTS = frozenset({Family.TRUSTS, Family.SUCCESSIONS})
# Where a column of the list is stored in a Trust.
_TRUST_FIELDS: Mapping[str, str] = {
    "name": "name",
    "town": "town",
    "postcode": "postcode",
    "alliance": "alliance",
    "icb_code": "icb_code",
    "icb_name": "icb_name",
    "region": "region",
    "latitude": "latitude",
    "longitude": "longitude",
    "foundation_trust": "is_foundation",
    "specialist": "is_specialist",
}


@dataclass(frozen=True)
class ReferenceImport:
    """What a list held and what became of it. Nothing was stored where rows are refused."""

    family: Family
    rows_read: int
    new: int
    changed: int
    unchanged: int
    refused: tuple[RefusedCell, ...]


def import_trusts(
    *, by: User | None, file: IO[bytes], name: str, commit: bool = True
) -> ReferenceImport:
    """Take over a list of trusts, or of mergers: new rows are added, known ones brought up to date.

    Only columns that the list has are changed. With `commit` false, or where a row is refused,
    nothing is stored. Raises FileNotAccepted where the file is no such list.
    """
    if by is not None:
        rules.can_manage_trusts.require(access_of(by), None)
    family, checked, columns = _read(file, name)
    with transaction.atomic():
        counts = {"new": 0, "changed": 0, "unchanged": 0}
        if not checked.refused:
            for row in checked.rows:
                counts[_store(row, columns, by)] += 1
            if commit and counts["new"] + counts["changed"]:
                record_event(
                    by=by,
                    action=f"imported list of {family}",
                    kind=str(family),
                    name=name[:300],
                    changes={kind: (None, count) for kind, count in counts.items()},
                )
        if not commit:
            transaction.set_rollback(True)
    return ReferenceImport(family, checked.rows_read, refused=checked.refused, **counts)


def _read(
    file: IO[bytes], name: str
) -> tuple[Family, CheckedReference[TrustRow] | CheckedReference[SuccessionRow], Columns]:
    # Imported here: it brings numpy, which a web worker does not need at start.
    from trusts.surveys.reference import read_successions, read_trusts

    try:
        with open_survey_file(file, name) as opened:
            table: SurveyTable = read_table(opened, LISTS)
            read = read_trusts if table.family is Family.TRUSTS else read_successions
            return table.family, read(table), table.columns
    except TableRefused as refusal:
        raise FileNotAccepted(str(refusal), field="file") from refusal


def _store(row: TrustRow | SuccessionRow, columns: Columns, by: User | None) -> str:
    """Add the row or bring it up to date. Returns which of the counts it belongs to."""
    if isinstance(row, SuccessionRow):
        return _store_succession(row)
    return _store_trust(row, columns, by)


def _store_trust(row: TrustRow, columns: Columns, by: User | None) -> str:
    values = {
        field: value
        for column, field in _TRUST_FIELDS.items()
        if column in columns.position and (value := _fitting(getattr(row, column), field)) != ""
    }
    # A yes or no that the list leaves blank says nothing.
    values = {
        field: value
        for field, value in values.items()
        if value is not None or field in ("latitude", "longitude")
    }
    trust = Trust.objects.filter(ods_code=row.code).first()
    is_new = trust is None
    trust = trust or Trust(ods_code=row.code)
    if not is_new and all(getattr(trust, field) == value for field, value in values.items()):
        return "unchanged"
    for field, value in values.items():
        setattr(trust, field, value)
    trust._history_user = by  # type: ignore[attr-defined]  # read by simple_history
    trust.save()
    return "new" if is_new else "changed"


def _fitting(value: Any, field: str) -> Any:
    """Text shortened to what the field holds; names in capitals stay as the list writes them."""
    longest = getattr(Trust._meta.get_field(field), "max_length", None)
    return value[:longest] if isinstance(value, str) and longest else value


def _store_succession(row: SuccessionRow) -> str:
    values = {
        "predecessor_name": row.predecessor_name[:200] or row.predecessor_code,
        "successor_name": row.successor_name[:200] or row.successor_code,
        "kind": str(row.kind),
        "evidence": row.evidence[:300],
    }
    found, is_new = TrustSuccession.objects.get_or_create(
        predecessor_code=row.predecessor_code,
        successor_code=row.successor_code,
        date=row.on,
        defaults=values,
    )
    if is_new:
        return "new"
    if all(getattr(found, field) == value for field, value in values.items()):
        return "unchanged"
    for field, value in values.items():
        setattr(found, field, value)
    found.save(update_fields=list(values))
    return "changed"
