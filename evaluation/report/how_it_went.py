"""How the scheme went: what was done, in counts that say of how many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from buddy_portal.design.charts import numbers

Content = dict[str, Any]


@dataclass(frozen=True)
class HowItWent:
    """The section on how it went."""

    words: tuple[str, ...]


def how_it_went(content: Content) -> HowItWent:
    """The section from the pairs' plans."""
    return HowItWent(words=_done(content["pairs"]))


def _done(pairs: list[Content]) -> tuple[str, ...]:
    planned = sum(pair["actions"] for pair in pairs)
    complete = sum(pair["actions_complete"] for pair in pairs)
    stayed = sum(pair["stayed"] for pair in pairs)
    said = [f"{numbers.share(stayed, len(pairs))} pairs stayed to the end."]
    if planned:
        said.append(
            f"{numbers.share(complete, planned)} planned actions were completed and confirmed by "
            "the buddy."
        )
    return tuple(said)
