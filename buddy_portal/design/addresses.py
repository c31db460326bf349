"""Addresses of pages by their URL name, worked out once: long lists ask for hundreds."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import get_script_prefix, reverse

KEPT = 20_000
"""Addresses that are remembered; beyond these the longest unused are worked out anew."""


def address_of(name: str, /, *args: Any, **kwargs: Any) -> str:
    """The address of a page: `address_of("trust_detail", ods_code="RTK")`."""
    urlconf = settings.ROOT_URLCONF  # no request of ours has another one
    return _worked_out(get_script_prefix(), urlconf, name, args, tuple(kwargs.items()))


@lru_cache(maxsize=KEPT)
def _worked_out(
    _prefix: str,
    urlconf: str,
    name: str,
    args: tuple[Any, ...],
    kwargs: tuple[tuple[str, Any], ...],
) -> str:
    return reverse(name, urlconf=urlconf, args=args, kwargs=dict(kwargs))
