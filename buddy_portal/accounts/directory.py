"""The names of the trusts, told by the app that owns them: accounts know no trusts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

# Takes ODS codes, or None for all trusts; gives the name of each that exists, by code.
TrustNames = Callable[[Collection[str] | None], Mapping[str, str]]

_source: list[TrustNames] = []


def register_trusts(names: TrustNames) -> None:
    """Say where the names of trusts come from. Called once, when the owning app is ready."""
    _source[:] = [names]


def trust_names(codes: Collection[str] | None = None) -> dict[str, str]:
    """Name by ODS code, in the order of names; of all trusts where no codes are given."""
    if not _source or (codes is not None and not codes):
        return {}
    found = _source[0](codes)
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def trust_name(code: str) -> str:
    """The name of one trust, or its code where nobody knows it."""
    return trust_names([code]).get(code, code) if code else ""
