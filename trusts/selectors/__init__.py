"""Reads about trusts, schemes, applications and pairs."""

from trusts.selectors.waiting import waiting_for

__all__ = ["waiting_for"]
