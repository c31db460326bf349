"""Nothing that could say who somebody is goes on show, unless a person says why it may."""

from __future__ import annotations

from buddy_portal.accounts.refusals import Refusal
from improvement_plans.public_words import PublicWords


class CouldNameSomebody(Refusal):
    """A text holds what could say who somebody is, and nobody said why it may stay."""


def why_it_may_stay(words: PublicWords, kept_reason: str, *, field: str) -> str:
    """What the record says of the decision; empty where nothing was found.

    Raises CouldNameSomebody at `field` where something was found and no reason is given.
    """
    kinds = words.kinds
    if not kinds:
        return ""
    if not kept_reason.strip():
        raise CouldNameSomebody(
            f"Everybody can read this, and it could say who somebody is ({kinds}). Change it, or "
            "say why it may stay",
            field=field,
        )
    return f"Kept {kinds}: {kept_reason.strip()}"
