"""Names of trusts by their ODS codes, for parts of the portal that know no trusts."""

from __future__ import annotations

from collections.abc import Collection

from trusts.models import Trust


def trust_names(codes: Collection[str] | None) -> dict[str, str]:
    """Name by ODS code; of all trusts where no codes are given. One query."""
    trusts = Trust.objects.order_by("name")
    if codes is not None:
        trusts = trusts.filter(ods_code__in=codes)
    return dict(trusts.values_list("ods_code", "name"))
